import type { Claim, Citation } from "../core/answer.ts";
import { dayInProse, type IsoDate } from "../core/dates.ts";
import { citationOf, type Composed } from "./compose.ts";
import type { Library, PlacedEvent } from "./library.ts";
import { nameKey } from "./names.ts";
import type { Question } from "./question.ts";
import type { QuestionName } from "./question-names.ts";

/** What dated events say of a party on one day: the last word of every authority. */
export interface Standing {
  readonly party: string;
  /** Events up to the day, oldest first. */
  readonly events: readonly PlacedEvent[];
  /** The last listing or removal of each authority; a removal after a listing wins. */
  readonly last: readonly PlacedEvent[];
}

const LISTING = /^(?:re)?designated$|^listed$|^added$|^identified$|^amended$/;
const REMOVAL = /^removed$|^delisted$|^lifted$|^revoked$|^vacated$/;

/** Folds the events of a party as of a day. `null` when no listing or removal of it is known. */
export const standingOf = (library: Library, name: string, asOf: IsoDate): Standing | null => {
  const events = library.eventsOf(name).filter((event) => event.on <= asOf);
  const changes = events.filter((event) => LISTING.test(event.action) || REMOVAL.test(event.action));
  if (changes.length === 0) return null;
  const last = new Map<string, PlacedEvent>();
  for (const event of changes) last.set(authorityKey(event.authority), event);
  return { party: changes.at(-1)?.party ?? name, events, last: [...last.values()] };
};

export const isRemoval = (event: PlacedEvent): boolean => REMOVAL.test(event.action);
export const isListing = (event: PlacedEvent): boolean => LISTING.test(event.action);

const STATUS_WORDS =
  /^(?:sanction|designat|list|delist|remov|block|blacklist|add|sdn|ofac|un|program|status|author|order|date|day|notic|entri|curr|lift)/;

/** False when the question asks after somebody else than its names, such as a party's brother: no status is inherited. */
export const asksStatusAlone = (question: Question): boolean =>
  question.terms.every((term) => term.exact || STATUS_WORDS.test(term.stem));

/** "OFAC SDN", "US Treasury (OFAC)" -> "ofac": one authority under its several names. */
const authorityKey = (authority: string): string => {
  const key = nameKey(authority);
  if (/\bofac\b|\btreasury\b/.test(key)) return "ofac";
  if (/\bun\b|\bunited nations\b|security council/.test(key)) return "un";
  return key;
};

/** The names of a question whose status may be asked: parties, not places, agencies or lists. */
export const askedParties = (question: Question): readonly QuestionName[] =>
  question.names.filter((name) => !name.common);

/** Each change as a claim of its own, newest first, cited to a sentence that names the party and the day. */
export const statusAnswer = (standings: readonly Standing[], library: Library, asOf: IsoDate): Composed | null => {
  const citations: Citation[] = [];
  const claims: Claim[] = [];
  const lines: string[] = [];
  for (const standing of standings) {
    const changes = standing.events.filter((event) => LISTING.test(event.action) || REMOVAL.test(event.action));
    const first = citations.length;
    const cited = uniqueChanges(changes.toReversed()).flatMap((event) => {
      const sentence = sentenceFor(event, library);
      return sentence ? [{ event, sentence }] : [];
    });
    if (cited.length === 0) continue;
    lines.push(headline(standing, asOf));
    for (const { event, sentence } of cited.slice(0, 3)) {
      const citation = citationOf(citations.length + 1, event.document, sentence);
      citations.push(citation);
      const claim = `${event.party} was ${event.action} on ${dayInProse(event.on)}`;
      claims.push({ text: `${claim}.`, citations: [citation.number] });
      lines.push(`- ${claim} (${event.authority}) [${citation.number}]`);
    }
    if (citations.length === first) lines.pop();
  }
  return claims.length === 0 ? null : { text: lines.join("\n"), claims, citations };
};

/** Finding first: the last word of each authority as of the day. */
const headline = (standing: Standing, asOf: IsoDate): string => {
  const listed = standing.last.filter((event) => !isRemoval(event));
  const removed = standing.last.filter(isRemoval);
  const authorities = (events: readonly PlacedEvent[]): string => [...new Set(events.map((event) => event.authority))].join(", ");
  const day = dayInProse(asOf);
  if (listed.length === 0)
    return `No longer listed, as far as the sources go on ${day}: ${standing.party} (${authorities(removed)}).`;
  const since = listed[0] ? ` since ${dayInProse(listed[0].on)}` : "";
  const gone = removed.length > 0 ? `; removed by ${authorities(removed)}` : "";
  return `Listed${since}, as far as the sources go on ${day}: ${standing.party} (${authorities(listed)}${gone}).`;
};

const uniqueChanges = (events: readonly PlacedEvent[]): readonly PlacedEvent[] => {
  const seen = new Set<string>();
  return events.filter((event) => {
    const key = `${event.on} ${event.action} ${authorityKey(event.authority)}`;
    return !seen.has(key) && seen.add(key);
  });
};

/** A sentence of the event's own document that names the party and the day; without one the event is not shown. */
const sentenceFor = (event: PlacedEvent, library: Library) => {
  const spellings = [...library.names.spellings(nameKey(event.party))];
  const day = dayInProse(event.on);
  for (const passage of library.passagesOf(event.document.documentId))
    for (const sentence of library.sentences(passage)) {
      const words = ` ${sentence.words.join(" ")} `;
      if (sentence.text.includes(day) && spellings.some((spelling) => words.includes(` ${spelling} `))) return sentence;
    }
  return null;
};
