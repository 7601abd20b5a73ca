import { listTitle } from "../core/list-titles.ts";
import type { Listing, ListVersion } from "../core/listing.ts";
import type { Screener, Screening, ScreenOptions, SearchedList, Subject } from "../core/screening.ts";
import type { NewId, Now, Stopwatch } from "../ports/clock.ts";
import { compareNames } from "./compare.ts";
import { type CompiledIndex, compileListings } from "./compiled.ts";
import type { ListingShelf } from "./listing-shelf.ts";
import { makeMentionFinder } from "./mentions.ts";
import { makeNameSearch } from "./name-search.ts";
import { makeTokenPool } from "./name-token.ts";
import { makeNameParser } from "./parse-name.ts";
import { backgroundRarity } from "./rarity.ts";
import { type NameFinding, type NameScreenParts, screenNames } from "./screen-names.ts";
import { makeWalletScreen, type WalletScreen } from "./wallets.ts";
import { THRESHOLDS } from "./weights.ts";

/** One list in force. */
export interface ListInForce {
  readonly version: ListVersion;
  /** Older than the limit for its source. */
  readonly stale: boolean;
}

export interface ScreenedList extends ListInForce {
  readonly listings: readonly Listing[];
}

export interface ScreenerClock {
  readonly now: Now;
  readonly newId: NewId;
  readonly stopwatch: Stopwatch;
}

export interface ScreenerDeps extends ScreenerClock {
  readonly lists: readonly ScreenedList[];
}

/** Compiles the lists and offers screening over them. Takes about 0.1 ms a listing. */
export const makeScreener = (deps: ScreenerDeps): Screener =>
  makeScreenerOver({ ...deps, index: compileListings(deps.lists.flatMap((list) => list.listings)) });

export interface CompiledScreenerDeps extends ScreenerClock {
  /** The versions that `index` was compiled from, in the same order. */
  readonly lists: readonly ListInForce[];
  readonly index: CompiledIndex;
}

export interface PreparedScreener extends Screener {
  /** Does a millisecond's work of what the first mention needs; false when there is nothing more to do. */
  readonly prepareMentions: () => boolean;
}

/** The same over an index that is compiled already, for example one read back with `loadIndex`. */
export const makeScreenerOver = (deps: CompiledScreenerDeps): PreparedScreener => {
  const { index } = deps;
  const tokens = makeTokenPool();
  const parser = makeNameParser(tokens, backgroundRarity);
  const names: NameScreenParts = {
    index: index.names,
    identifiers: index.identifiers,
    search: makeNameSearch(index.names, tokens),
    parser,
    listing: (number) => index.listings.at(number),
  };
  const wallets = makeWalletScreen(index.listings.withWallets());
  const searched = deps.lists.map(searchedList);
  const compare: Screener["compare"] = (a, b, kind) => compareNames(parser, a, b, kind);
  const screenName = (text: string): NameFinding => screenNames(names, { ...UNKNOWN, text }, THRESHOLDS.possible, null);
  const mentions = makeMentionFinder({
    listings: each(index.listings),
    wallets,
    compare,
    screenName,
  });
  return {
    screen: (subject, options) => screen(deps, names, wallets, searched, subject, options ?? {}),
    compare,
    mentions: mentions.find,
    searched: () => searched,
    prepareMentions: mentions.prepare,
  };
};

function* each(shelf: ListingShelf): Generator<Listing> {
  for (let number = 0; number < shelf.count; number++) yield shelf.at(number);
}

const UNKNOWN = { kind: "unknown", birth: null, countries: [], gender: null, identifiers: [] } as const;

const searchedList = ({ version, stale }: ListInForce): SearchedList => ({
  list: version.list,
  publishedOn: version.publishedOn,
  retrievedAt: version.retrievedAt,
  sha256: version.sha256,
  entries: version.entries,
  stale,
  caveat: version.caveat,
});

const screen = (
  deps: ScreenerClock,
  names: NameScreenParts,
  wallets: WalletScreen,
  searched: readonly SearchedList[],
  subject: Subject,
  options: ScreenOptions,
): Screening => {
  const start = deps.stopwatch();
  const threshold = options.threshold ?? THRESHOLDS.possible;
  const isAddress = subject.kind === "address" || (subject.kind === "unknown" && wallets.recognises(subject.text));
  const { hits, nearest, warnings, verdict } = isAddress
    ? wallets.screen(subject.text, options.asOf)
    : withVerdict(screenNames(names, subject, threshold, options.asOf ?? null), searched);
  return {
    screeningId: deps.newId(),
    subject,
    verdict: verdict === "no-match" && searched.length === 0 ? "cannot-tell" : verdict,
    score: hits[0]?.score ?? nearest?.score ?? 0,
    threshold,
    hits,
    nearest,
    warnings: [...warnings, ...listWarnings(searched)],
    searched,
    screenedAt: deps.now(),
    elapsedMs: deps.stopwatch() - start,
  };
};

/** The best hit decides; without one a stale list cannot tell. */
const withVerdict = (
  found: NameFinding,
  searched: readonly SearchedList[],
): NameFinding & { verdict: Screening["verdict"] } => {
  if (found.hits.some((hit) => hit.verdict === "match")) return { ...found, verdict: "match" };
  if (found.hits.length > 0) return { ...found, verdict: "possible-match" };
  return { ...found, verdict: searched.some((list) => list.stale) ? "cannot-tell" : "no-match" };
};

const listWarnings = (searched: readonly SearchedList[]): readonly string[] => {
  if (searched.length === 0) return ["No list is loaded: nothing was searched. Run lists refresh or lists import."];
  const stale = searched
    .filter((list) => list.stale)
    .map(
      (list) =>
        `The list ${listTitle(list.list)} is older than its limit; it was searched as of ${list.publishedOn ?? list.retrievedAt.slice(0, 10)}.`,
    );
  return [...stale, ...searched.flatMap((list) => (list.caveat ? [`${listTitle(list.list)}: ${list.caveat}.`] : []))];
};
