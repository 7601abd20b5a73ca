import { listingId, sourceId } from "../core/brand.ts";
import { type Listing, NOTHING_KNOWN, type PartyKind } from "../core/listing.ts";
import type { Subject } from "../core/screening.ts";
import type { NameForm } from "../screening/name-form.ts";
import { buildNameIndex } from "../screening/name-index.ts";
import { makeNameSearch } from "../screening/name-search.ts";
import { makeTokenPool } from "../screening/name-token.ts";
import { makeNameParser, type NameParser, readsAsPerson } from "../screening/parse-name.ts";
import { backgroundRarity } from "../screening/rarity.ts";
import { readingsOf } from "../screening/readings.ts";
import { THRESHOLDS } from "../screening/weights.ts";
import { cleanse } from "../text/cleanse.ts";

interface Watched {
  readonly watchId: string;
  readonly subject: Subject;
}

/** A part of the watched subjects, filed. */
interface Shard {
  /** Adds to `found` the ids of subjects that score at `least` or above against a name. */
  near(form: NameForm, least: number, found: Set<string>): void;
}

/** Finds which watched subjects may hit given entries, without screening every subject. */
export interface WatchIndex {
  /**
   * Ids of all watched subjects that could score at `threshold` or above against one of the entries, and of some that
   * could not. Screening those alone finds what screening all of them would find.
   */
  candidates(watches: readonly Watched[], entries: readonly Listing[], threshold: number): Promise<ReadonlySet<string>>;
  /** Takes in what is not indexed yet, so that a change of a list later finds it done. */
  prepare(watches: readonly Watched[]): Promise<void>;
}

/**
 * The same pair scores a little differently when the sides are changed: a listed single word meets a longer name more
 * strictly than the other way about, and gates for thin evidence hold scores at 0.70. So the look-up asks for less.
 */
const MARGIN = 0.045;
/** Subjects filed in one go, about a second; the process answers in between. */
const SHARD = 10_000;
/** Fewer new subjects than this are screened directly. */
const LOOSE = 200;

/**
 * The watched subjects filed as if they were listed, and the changed entries screened against them: hundreds of
 * look-ups for a changed list in place of one for each of thousands of subjects.
 */
export const makeWatchIndex = (): WatchIndex => {
  const parser = makeNameParser(makeTokenPool(), backgroundRarity);
  const shards: Shard[] = [];
  const filed = new Map<string, Subject>();

  const fileAll = async (watches: readonly Watched[], atLeast: number): Promise<readonly Watched[]> => {
    // A subject that was edited is another one; rare enough to begin anew.
    const edited = watches.some((w) => filed.has(w.watchId) && !sameSubject(filed.get(w.watchId), w.subject));
    if (edited) {
      shards.length = 0;
      filed.clear();
    }
    const loose = watches.filter((w) => !filed.has(w.watchId));
    if (loose.length < atLeast) return loose;
    for (let at = 0; at < loose.length; at += SHARD) {
      const part = loose.slice(at, at + SHARD);
      shards.push(shardOf(part, parser));
      for (const { watchId, subject } of part) filed.set(watchId, subject);
      await new Promise<void>((resolve) => setTimeout(resolve, 0));
    }
    return [];
  };

  return {
    prepare: async (watches) => void (await fileAll(watches, LOOSE)),
    candidates: async (watches, entries, threshold) => {
      const loose = await fileAll(watches, LOOSE);
      const found = new Set([...loose, ...watches.filter(({ subject }) => isDirect(subject))].map((w) => w.watchId));
      const least = Math.max(0, Math.min(threshold, THRESHOLDS.possible) - MARGIN);
      for (const [i, entry] of entries.entries()) {
        if (i % 20 === 19) await new Promise<void>((resolve) => setTimeout(resolve, 0));
        for (const form of formsOf(entry, parser)) for (const shard of shards) shard.near(form, least, found);
      }
      return found;
    },
  };
};

/** Every name of an entry in the one reading that it is compared in. */
const formsOf = (entry: Listing, parser: NameParser): readonly NameForm[] =>
  entry.names.flatMap((name) => {
    const text = name.parts?.family && name.parts.given ? `${name.parts.family}, ${name.parts.given}` : name.text;
    return parser.forms(cleanse(text).text, readsAsPerson(entry.kind), entry.kind === "vessel");
  });

/** Addresses and whatever carries a number are found by other means than names: they are screened directly. */
const isDirect = ({ text, kind, identifiers }: Subject): boolean =>
  kind === "address" || identifiers.length > 0 || /\d/.test(text) || text.length > 60;

const sameSubject = (a: Subject | undefined, b: Subject): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Each subject as a person and as an organisation, because a name is compared in the reading of the entry it meets. */
const shardOf = (watches: readonly Watched[], parser: NameParser): Shard => {
  const ids: string[] = [];
  const listings: Listing[] = [];
  for (const { watchId, subject } of watches) {
    if (isDirect(subject)) continue;
    const kinds: readonly PartyKind[] =
      subject.kind === "vessel" ? ["person", "organisation", "vessel"] : ["person", "organisation"];
    for (const kind of kinds) {
      ids.push(watchId);
      listings.push(asListing(kind, readingsOf(subject.text).texts));
    }
  }
  const index = buildNameIndex(listings, parser);
  const search = makeNameSearch(index, makeTokenPool());
  return {
    near: (form, least, found) => {
      for (const { name } of search.search(form, least).hits) {
        const id = ids[index.nameListings[name] ?? -1];
        if (id !== undefined) found.add(id);
      }
    },
  };
};

const asListing = (kind: PartyKind, texts: readonly string[]): Listing => ({
  list: sourceId("watched"),
  listingId: listingId("watched"),
  kind,
  names: texts.map((text) => ({ text, role: "primary", strength: "strong", parts: null })),
  programs: [],
  ...NOTHING_KNOWN,
  source: { url: "", publishedOn: null, sha256: "", pointer: "" },
});
