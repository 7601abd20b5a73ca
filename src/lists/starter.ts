import { sourceId } from "../core/brand.ts";
import { type Instant, isoDate, parseIsoDate } from "../core/dates.ts";
import { BadList } from "../core/errors.ts";
import type { Listing, ListVersion } from "../core/listing.ts";
import { assertText, sha256Of } from "./bytes.ts";
import type { ReadList } from "./import.ts";
import type { NamedBytes } from "./pick-files.ts";

/** First line of a starter file; each further line is a `Listing` as JSON without its `list`. */
interface Header {
  readonly list: string;
  readonly publishedOn: string;
  readonly caveat: string;
  readonly entries: number;
}

type Shape = Readonly<Record<string, (value: unknown) => boolean>>;

const isText = (value: unknown): boolean => typeof value === "string" && value !== "";
const isDayOrNull = (value: unknown): boolean =>
  value === null || (typeof value === "string" && parseIsoDate(value) !== null);
const isTextOrNull = (value: unknown): boolean => value === null || isText(value);
const listOf =
  (check: (value: unknown) => boolean) =>
  (value: unknown): boolean =>
    Array.isArray(value) && value.every(check);
const objectOf =
  (shape: Shape) =>
  (value: unknown): boolean =>
    typeof value === "object" && value !== null && wrongField(value, shape) === null;

const NAME = objectOf({ text: isText, role: isText, strength: isText });
const HEADER: Shape = { list: isText, publishedOn: isText, caveat: isText, entries: Number.isInteger };
const LISTING: Shape = {
  listingId: isText,
  kind: (value) => ["person", "organisation", "vessel", "aircraft", "unknown"].includes(String(value)),
  names: (value) => Array.isArray(value) && value.length > 0 && listOf(NAME)(value),
  programs: listOf(isText),
  listedOn: isDayOrNull,
  removedOn: isDayOrNull,
  title: isTextOrNull,
  births: listOf(objectOf({ from: isDayOrNull, to: isDayOrNull, text: isText })),
  birthplaces: listOf(isText),
  nationalities: listOf(isText),
  gender: (value) => value === null || value === "female" || value === "male",
  identifiers: listOf(objectOf({ kind: isText, value: isText, country: isTextOrNull, label: isText })),
  addresses: listOf(objectOf({ text: isText, country: isTextOrNull })),
  wallets: listOf(objectOf({ code: isText, address: isText })),
  linkedTo: listOf(isText),
  remarks: (value) => typeof value === "string",
  source: objectOf({ url: isText, publishedOn: isDayOrNull, sha256: isText, pointer: isText }),
};

/** The first field that is missing or of another kind, or `null`. */
const wrongField = (value: object, shape: Shape): string | null =>
  Object.entries(shape).find(([field, check]) => !check((value as Record<string, unknown>)[field]))?.[0] ?? null;

/**
 * Reads a starter extract (`data/lists/<source id>.jsonl`). The version counts as retrieved on the day of its newest
 * source, so that it is stale from the start, and its caveat stands in every verdict made on it.
 * Throws `BadList` naming the line.
 */
export const readStarter = (file: NamedBytes): ReadList => {
  assertText(file.name, file.bytes);
  const [first = "", ...rest] = new TextDecoder("utf-8").decode(file.bytes).trimEnd().split("\n");
  const header = lineOf<Header>(file.name, 1, first, HEADER);
  const list = sourceId(header.list);
  const publishedOn = isoDate(header.publishedOn, `the day of ${file.name}`);
  const listings = rest.map(
    (line, i): Listing => ({ ...lineOf<Omit<Listing, "list">>(file.name, i + 2, line, LISTING), list }),
  );
  if (listings.length !== header.entries)
    throw new BadList(
      `${file.name} has ${listings.length} listings, its first line announces ${header.entries}. Nothing was loaded.`,
    );
  const version: ListVersion = {
    list,
    sha256: sha256Of(file.bytes),
    publishedOn,
    retrievedAt: `${publishedOn}T00:00:00.000Z` as Instant,
    entries: listings.length,
    caveat: header.caveat,
  };
  return { version, listings, doubts: [] };
};

const lineOf = <T>(name: string, number: number, line: string, shape: Shape): T => {
  const wrong = (why: string, cause?: unknown): BadList =>
    new BadList(`Line ${number} of ${name} is not what it should be (${why}). Nothing was loaded.`, { cause });
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (thrown) {
    throw wrong("no JSON", thrown);
  }
  if (typeof value !== "object" || value === null) throw wrong("no object");
  const field = wrongField(value, shape);
  if (field !== null) throw wrong(`field ${field}`);
  return value as T;
};

/** Every starter extract that the program ships: what holds for a list until one of its publications is loaded. */
export const readStarterLists = (files: readonly NamedBytes[]): readonly ReadList[] => files.map(readStarter);
