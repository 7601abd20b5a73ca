import { listTitle } from "../core/list-titles.ts";
import type { ListedIdentifier, Listing } from "../core/listing.ts";
import type { Subject } from "../core/screening.ts";
import { cleanse } from "../text/cleanse.ts";
import { editDistance } from "../text/edit-distance.ts";
import { hashKey } from "./index-keys.ts";
import { lookUp, makePostingsBuilder, type Postings } from "./postings.ts";

/** Identifiers of all listings by their plain form, and by that form with one character left out. */
export interface IdentifierIndex {
  readonly exact: Postings;
  readonly near: Postings;
}

export interface IdentifierFinding {
  /** Listing numbers that carry an identifier of the subject, with the sentence that says so. */
  readonly exact: ReadonlyMap<number, string>;
  /** Near misses and failed check digits, said aloud. */
  readonly warnings: readonly string[];
}

const SPACE = { exact: 21, near: 22 } as const;
/** Shorter numbers are near each other by chance. */
const SHORTEST_NEAR = 7;
const SHORTEST = 4;

/** "IMO 9187629", "EP-MNB", "N 00341211" -> "9187629", "EPMNB", "N00341211". O and 0, I and 1 are told apart by `confusable`. */
export const plainIdentifier = (text: string): string =>
  cleanse(text)
    .text.toUpperCase()
    .replace(/^\s*(?:IMO|MMSI|SWIFT|BIC|PASSPORT|NO\.?|NUMBER)\b[\s:#.]*/g, "")
    .replace(/[^\p{L}\p{N}]/gu, "");
/** O read for 0, I or L for 1: "P0123" = "PO123". */
const confusable = (plain: string): string => plain.replaceAll("O", "0").replace(/[IL]/g, "1");

const isSought = (identifier: ListedIdentifier): boolean =>
  identifier.kind !== "website" && plainIdentifier(identifier.value).length >= SHORTEST;

/** Takes listings in the order of their numbers. */
export const makeIdentifierIndexBuilder = () => {
  const exact = makePostingsBuilder();
  const near = makePostingsBuilder();
  let number = 0;
  return {
    add(listing: Listing): void {
      for (const identifier of listing.identifiers) {
        if (!isSought(identifier)) continue;
        const plain = confusable(plainIdentifier(identifier.value));
        exact.add(hashKey(plain, SPACE.exact), number);
        if (plain.length < SHORTEST_NEAR || plain.length > 24) continue;
        near.add(hashKey(plain, SPACE.near), number);
        for (let i = 0; i < plain.length; i++)
          near.add(hashKey(plain.slice(0, i) + plain.slice(i + 1), SPACE.near), number);
      }
      number++;
    },
    pack: (): IdentifierIndex => ({ exact: exact.pack(), near: near.pack() }),
  };
};

/** Looks up the identifiers of a subject, and what in its text is one. */
export const findIdentifiers = (
  index: IdentifierIndex,
  subject: Subject,
  listing: (number: number) => Listing,
): IdentifierFinding => {
  const exact = new Map<number, string>();
  const warnings: string[] = [];
  for (const given of identifiersOf(subject)) {
    const plain = confusable(plainIdentifier(given));
    if (plain.length < SHORTEST) continue;
    if (isBadImo(given))
      warnings.push(`The check digit of ${given} fails: it is no valid IMO number. Compare with the source.`);
    const before = exact.size;
    lookUp(index.exact, hashKey(plain, SPACE.exact), (number) => {
      const found = listing(number).identifiers.find((i) => confusable(plainIdentifier(i.value)) === plain);
      if (found) exact.set(number, `${found.label} agrees: ${given} = ${found.value}.`);
    });
    if (exact.size === before && plain.length >= SHORTEST_NEAR)
      warnings.push(...nearMisses(index, plain, given, listing));
  }
  return { exact, warnings };
};

const nearMisses = (
  index: IdentifierIndex,
  plain: string,
  given: string,
  listing: (number: number) => Listing,
): string[] => {
  const seen = new Set<number>();
  const visit = (number: number): void => void seen.add(number);
  lookUp(index.near, hashKey(plain, SPACE.near), visit);
  for (let i = 0; i < plain.length; i++)
    lookUp(index.near, hashKey(plain.slice(0, i) + plain.slice(i + 1), SPACE.near), visit);
  return [...seen].flatMap((number) => {
    const party = listing(number);
    const close = party.identifiers.find((i) => editDistance(confusable(plainIdentifier(i.value)), plain, 1) === 1);
    return close
      ? [
          `${given} differs in one character from the ${close.label} ${close.value} of ${party.names[0]!.text} (${listTitle(party.list)}). Compare with the source.`,
        ]
      : [];
  });
};

const IN_TEXT = /\bIMO[\s:#.]*\d{7}\b|\bMMSI[\s:#.]*\d{9}\b/gi;

/** Those given, those named inside the text, and the whole text when it is a number rather than a name. */
const identifiersOf = (subject: Subject): readonly string[] => {
  const found = new Set(subject.identifiers);
  for (const [inText] of subject.text.matchAll(IN_TEXT)) found.add(inText);
  const whole = plainIdentifier(subject.text);
  const digits = whole.replace(/\D/g, "").length;
  const tail = subject.kind === "aircraft" || /^[A-Z]{1,2}-[A-Z0-9]{2,5}$/i.test(subject.text.trim());
  if (whole.length <= 24 && (digits >= 4 && digits * 2 >= whole.length ? true : tail || subject.kind === "vessel"))
    found.add(subject.text.trim());
  return [...found];
};

/** The seventh digit of an IMO number is the last digit of the sum of the others weighted 7..2 (IMO Resolution A.1117(30)). */
export const isValidImo = (digits: string): boolean => {
  if (!/^\d{7}$/.test(digits)) return false;
  let sum = 0;
  for (let i = 0; i < 6; i++) sum += Number(digits[i]) * (7 - i);
  return sum % 10 === Number(digits[6]);
};
const isBadImo = (given: string): boolean => {
  const digits = /^\s*IMO[\s:#.]*(\d{7})\b/i.exec(given)?.[1];
  return digits !== undefined && !isValidImo(digits);
};
