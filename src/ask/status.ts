import type { Citation, Claim } from "../core/answer.ts";
import { dayInProse, type IsoDate } from "../core/dates.ts";
import { type Composed, citationOf } from "./compose.ts";
import type { Library, PlacedEvent } from "./library.ts";
import { nameKey } from "./names.ts";
import type { Question } from "./question.ts";
import type { QuestionName } from "./question-names.ts";

/** What dated events say of a party on one day: the last word of every authority. */
export interface Standing {
  readonly party: string;
  readonly asOf: IsoDate;
  /** All events known today, oldest first. */
  readonly events: readonly PlacedEvent[];
  /** The last listing or removal of each authority; a removal after a listing wins. */
  readonly last: readonly PlacedEvent[];
}

const LISTING = /^(?:re)?designated$|^listed$|^added$|^identified$|^amended$/;
const REMOVAL = /^removed$|^delisted$|^lifted$|^revoked$|^vacated$/;

/** Folds the events of a party as of a day, one standing for each party that the name may mean. */
export const standingsOf = (library: Library, name: string, asOf: IsoDate, today: IsoDate): readonly Standing[] => {
  const byParty = new Map<string, PlacedEvent[]>();
  for (const event of library.eventsOf(name)) {
    if (event.on > today || !(LISTING.test(event.action) || REMOVAL.test(event.action))) continue;
    const key = nameKey(event.party);
    byParty.set(key, [...(byParty.get(key) ?? []), event]);
  }
  return [...byParty.values()].map((events) => {
    const last = new Map<string, PlacedEvent>();
    for (const event of events) if (event.on <= asOf) last.set(authorityKey(event.authority), event);
    return { party: events.at(-1)?.party ?? name, asOf, events, last: [...last.values()] };
  });
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
export const statusAnswer = (standings: readonly Standing[], library: Library): Composed | null => {
  const citations: Citation[] = [];
  const claims: Claim[] = [];
  const lines: string[] = [];
  for (const standing of standings) {
    const cited = uniqueChanges(standing.events.toReversed()).flatMap((event) => {
      const sentence = eventSentence(event, library);
      return sentence ? [{ event, sentence }] : [];
    });
    if (cited.length === 0) continue;
    lines.push(headline(standing));
    for (const { event, sentence } of cited.slice(0, 4)) {
      const citation = citationOf(citations.length + 1, event.document, sentence);
      citations.push(citation);
      const claim = `${event.party} was ${event.action} on ${dayInProse(event.on)}`;
      claims.push({ text: `${claim}.`, citations: [citation.number] });
      lines.push(`- ${claim} (${event.authority}) [${citation.number}]`);
    }
  }
  return claims.length === 0 ? null : { text: lines.join("\n"), claims, citations };
};

/** Finding first: the last word of each authority as of the day. */
const headline = ({ party, asOf, last, events }: Standing): string => {
  const listed = last.filter(isListing);
  const removed = last.filter(isRemoval);
  const authorities = (of: readonly PlacedEvent[]): string =>
    [...new Set(of.map((event) => event.authority))].join(", ");
  const day = `as far as the sources go, on ${dayInProse(asOf)}`;
  if (listed.length > 0) {
    const first = events.find(
      (event) => isListing(event) && authorityKey(event.authority) === authorityKey(listed[0]?.authority ?? ""),
    );
    const since = first ? ` since ${dayInProse(first.on)}` : "";
    const gone = removed.length > 0 ? `; removed by ${authorities(removed)}` : "";
    return `${party}: listed${since} (${authorities(listed)}${gone}), ${day}.`;
  }
  if (removed.length > 0) return `${party}: no longer listed (${authorities(removed)}), ${day}.`;
  return `${party}: no listing yet, ${day}.`;
};

const uniqueChanges = (events: readonly PlacedEvent[]): readonly PlacedEvent[] => {
  const seen = new Set<string>();
  return events.filter((event) => {
    const key = `${event.on} ${event.action} ${authorityKey(event.authority)}`;
    return !seen.has(key) && seen.add(key);
  });
};

/** A sentence of the event's own document that names the party and the day; without one the event is not shown. */
export const eventSentence = (event: PlacedEvent, library: Library) => {
  const spellings = [...library.names.spellings(nameKey(event.party))];
  const day = dayInProse(event.on);
  for (const passage of library.passagesOf(event.document.documentId))
    for (const sentence of library.sentences(passage)) {
      if (!sentence.statement) continue;
      const words = ` ${sentence.words.join(" ")} `;
      if (sentence.text.includes(day) && spellings.some((spelling) => words.includes(` ${spelling} `))) return sentence;
    }
  return null;
};
