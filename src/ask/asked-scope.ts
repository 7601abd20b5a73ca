import { daysInMonth, type IsoDate } from "../core/dates.ts";
import type { DocumentKind } from "../core/document.ts";
import { searchWords } from "../text/words.ts";
import type { Library, Scope } from "./library.ts";
import { nameKey } from "./names.ts";
import { periodOf } from "./period.ts";
import type { Question } from "./question.ts";

export interface AskedScopes {
  /** Where the question says the answer stands; `null` when it does not say. */
  readonly first: Scope | null;
  /** Where it may stand besides. */
  readonly then: Scope;
  /** Older documents are in neither scope; one without a day is. */
  readonly since: IsoDate | null;
}

const KINDS: readonly (readonly [DocumentKind, RegExp])[] = [
  ["advisory", /advisor(?:y|ies)|alerts?|warnings?/],
  ["designation", /designations?|designation notices?|sanctions notices?/],
  ["indictment", /indictments?/],
  ["faq", /faqs?/],
  ["guidance", /guidance|guidelines?/],
];
const KIND_WORDS = KINDS.map(([, words]) => words.source).join("|");
const PAPER = `(?:${KIND_WORDS}|notices?|reports?|press releases?|statements?|documents?|publications?)`;

/** "according to the FBI", "in OFAC notices", "what does Chainalysis say": what names the source. */
const NAMING: readonly RegExp[] = [
  /\baccording to (?:the |an? )?([\p{L}\p{N}&.’' -]{2,60})/iu,
  new RegExp(`\\b(?:in|from|by) (?:the |an? |any )?([\\p{L}\\p{N}&.’' -]{0,60}?)(?:'s|’s)? ?\\b(?:${PAPER})\\b`, "iu"),
  /\bwhat (?:do|does|did) (?:the )?([\p{L}\p{N}&.’' -]{2,60}?) (?:say|advise|recommend|report|write|state|warn)\b/iu,
];
const KIND_ASKED = new RegExp(`\\b(?:in|from|by) (?:[\\p{L}\\p{N}&.’'-]+ ){0,6}?(${KIND_WORDS})\\b`, "iu");

/** Reads which documents a question means, as far as there are such documents. */
export const askedScopes = (question: Question, library: Library, base: Scope, today: IsoDate): AskedScopes => {
  const since = sinceDay(question, today);
  const then = since === null ? base : { ...base, accept: from(library, since) };
  const publisher = publisherOf(question.text, library);
  const asked = KIND_ASKED.exec(question.text)?.[1]?.toLowerCase() ?? null;
  const kind =
    asked === null ? null : (KINDS.find(([, words]) => new RegExp(`^(?:${words.source})$`).test(asked))?.[0] ?? null);
  return { first: publisher === null && kind === null ? null : { ...then, publisher, kind }, then, since };
};

/** A document that is older than the time asked for cannot tell of it; one without a day may. */
const from =
  (library: Library, since: IsoDate): NonNullable<Scope["accept"]> =>
  (id) => {
    const day = library.document(id)?.publishedOn ?? null;
    return day === null || day >= since;
  };

/** "since 2024", "after March 2025": the first day that counts. Not "since when", and not how long something has lasted. */
const sinceDay = (question: Question, today: IsoDate): IsoDate | null => {
  const m = /\b(since|after) (?:the end of )?(?:\d{1,2} )?(?:[A-Z]\p{L}+ )?(?:\d{1,2},? )?(?:19|20)\d\d\b/u.exec(
    question.text,
  );
  const period = m && periodOf(m[0], today);
  if (!m || !period) return null;
  return m[1] === "after" ? endOf(m[0], period.from) : period.from;
};

/** "after 2024" begins with 2025, "after March 2025" with April; a day begins with itself. */
const endOf = (text: string, start: IsoDate): IsoDate => {
  const [year = 0, month = 1] = start.split("-").map(Number);
  if (/\d{1,2} \p{L}+ \d{4}|(?<!\p{L})\p{L}+ \d{1,2},? \d{4}/u.test(text)) return start;
  if (/after (?:the end of )?\d{4}/.test(text)) return `${year}-12-31` as IsoDate;
  return `${year}-${String(month).padStart(2, "0")}-${daysInMonth(year, month)}` as IsoDate;
};

/** The longest run of words at the naming place that stands in some publisher's name; as the publisher writes it. */
const publisherOf = (text: string, library: Library): string | null => {
  const publishers = library.publishers();
  for (const pattern of NAMING) {
    const words = searchWords(pattern.exec(text)?.[1] ?? "").slice(0, 6);
    for (let length = words.length; length > 0; length--) {
      const key = words.slice(0, length).join(" ");
      if (key.length < 2 || GENERIC.has(key)) continue;
      for (const publisher of publishers) {
        const written = writtenAs(key, publisher);
        if (written) return written;
      }
    }
  }
  return null;
};

/** Words that stand in many publishers' names and name none. */
const GENERIC: ReadonlySet<string> = new Set("us u.s the and of state united states department".split(" "));

/** "fbi" in "FBI (IC3)" -> "FBI"; `null` when it does not stand there as whole words. */
const writtenAs = (key: string, publisher: string): string | null => {
  if (!` ${nameKey(publisher)} `.includes(` ${key} `)) return null;
  const pattern = key.split(" ").join("[^\\p{L}\\p{N}]+");
  return new RegExp(`(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`, "iu").exec(publisher)?.[0] ?? null;
};
