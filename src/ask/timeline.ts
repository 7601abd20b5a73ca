import type { Citation, Claim } from "../core/answer.ts";
import type { IsoDate } from "../core/dates.ts";
import { type Composed, citationOf } from "./compose.ts";
import type { Library } from "./library.ts";
import { periodOf } from "./period.ts";
import type { Question } from "./question.ts";
import { askedParties, eventSentence } from "./status.ts";

/** Fewer dated events make no timeline; dated sentences are gathered instead. */
const LEAST_EVENTS = 2;
const MOST_EVENTS = 7;

/** The dated events of the party asked about, oldest first, each with the sentence that states it; `null` when there are too few. */
export const timelineAnswer = (question: Question, library: Library, asOf: IsoDate): Composed | null => {
  if (question.kinds[0] !== "timeline") return null;
  const [party, ...more] = askedParties(question);
  if (!party || more.length > 0) return null;
  const citations: Citation[] = [];
  const claims: Claim[] = [];
  const period = periodOf(question.text, asOf);
  for (const event of library.eventsOf(party.correctedTo ?? party.text)) {
    if (period && (event.on < period.from || event.on > period.to)) continue;
    if (event.on > asOf || citations.length >= MOST_EVENTS) continue;
    const sentence = eventSentence(event, library);
    if (!sentence || claims.some((claim) => claim.text === sentence.text)) continue;
    citations.push(citationOf(citations.length + 1, event.document, sentence));
    claims.push({ text: sentence.text, citations: [citations.length] });
  }
  if (claims.length < LEAST_EVENTS) return null;
  return { text: claims.map((claim) => `- ${claim.text} [${claim.citations[0]}]`).join("\n"), claims, citations };
};
