import { z } from "zod";
import { listingId, sourceId } from "../core/brand.ts";
import { type Instant, isoDate } from "../core/dates.ts";
import { BadList, messageOf } from "../core/errors.ts";
import type { Listing, ListVersion } from "../core/listing.ts";
import { assertText, sha256Of } from "./bytes.ts";
import type { ReadList } from "./import.ts";
import type { NamedBytes } from "./pick-files.ts";

/** First line of a starter file; each further line is a `Listing` as JSON without its `list`. */
const HEADER = z.object({
  list: z.string().min(1),
  publishedOn: z.string(),
  caveat: z.string().min(1),
  entries: z.number().int().positive(),
});

const DAY = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const BIRTH = z.object({ from: DAY, to: DAY, approximate: z.boolean(), text: z.string() });
const IDENTIFIER = z.object({
  kind: z.string(),
  value: z.string().min(1),
  country: z.string().nullable(),
  label: z.string(),
});
const NAME = z.object({
  text: z.string().min(1),
  role: z.enum(["primary", "alias", "former"]),
  strength: z.enum(["strong", "weak"]),
  parts: z.object({ family: z.string().nullable(), given: z.string().nullable() }).nullable(),
});
const LINE = z.object({
  listingId: z.string().min(1),
  kind: z.enum(["person", "organisation", "vessel", "aircraft", "unknown"]),
  names: z.array(NAME).min(1),
  programs: z.array(z.string()),
  listedOn: DAY.nullable(),
  removedOn: DAY.nullable(),
  title: z.string().nullable(),
  births: z.array(BIRTH),
  birthplaces: z.array(z.string()),
  nationalities: z.array(z.string()),
  gender: z.enum(["female", "male"]).nullable(),
  identifiers: z.array(IDENTIFIER),
  addresses: z.array(z.object({ text: z.string(), country: z.string().nullable() })),
  wallets: z.array(z.object({ code: z.string(), address: z.string() })),
  linkedTo: z.array(z.string()),
  remarks: z.string(),
  source: z.object({
    url: z.string(),
    publishedOn: DAY.nullable(),
    sha256: z.string().length(64),
    pointer: z.string().min(1),
  }),
});

/**
 * Reads a starter extract (`data/lists/<source id>.jsonl`). The version counts as retrieved on the day of its newest
 * source, so that it is stale from the start, and its caveat stands in every verdict made on it.
 * Throws `BadList` naming the line.
 */
export const readStarter = (file: NamedBytes): ReadList => {
  assertText(file.name, file.bytes);
  const [first = "", ...rest] = new TextDecoder("utf-8").decode(file.bytes).trimEnd().split("\n");
  const header = lineOf(file.name, 1, first, HEADER);
  const list = sourceId(header.list);
  const publishedOn = isoDate(header.publishedOn, `the day of ${file.name}`);
  const listings = rest.map((line, i): Listing => {
    const read = lineOf(file.name, i + 2, line, LINE);
    return { ...(read as unknown as Omit<Listing, "list">), list, listingId: listingId(read.listingId) };
  });
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

const lineOf = <T>(name: string, number: number, line: string, shape: z.ZodType<T>): T => {
  try {
    return shape.parse(JSON.parse(line));
  } catch (thrown) {
    const why =
      thrown instanceof z.ZodError
        ? `${thrown.issues[0]?.path.join(".")}: ${thrown.issues[0]?.message}`
        : messageOf(thrown);
    throw new BadList(`Line ${number} of ${name} is not a listing (${why}). Nothing was loaded.`, { cause: thrown });
  }
};

/** Every starter extract that the program ships: what holds for a list until one of its publications is loaded. */
export const readStarterLists = (files: readonly NamedBytes[]): readonly ReadList[] => files.map(readStarter);
