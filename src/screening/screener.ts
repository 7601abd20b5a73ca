import type { Listing, ListVersion } from "../core/listing.ts";
import type { SearchedList, Screener, Screening, ScreenOptions, Subject } from "../core/screening.ts";
import type { NewId, Now, Stopwatch } from "../ports/clock.ts";
import { compareNames } from "./compare.ts";
import { buildNameIndex } from "./name-index.ts";
import { makeNameSearch } from "./name-search.ts";
import { makeTokenPool } from "./name-token.ts";
import { makeNameParser } from "./parse-name.ts";
import { backgroundRarity } from "./rarity.ts";
import { type NameFinding, type NameScreenParts, screenNames } from "./screen-names.ts";
import { makeWalletScreen, type WalletScreen } from "./wallets.ts";
import { THRESHOLDS } from "./weights.ts";

/** One list in force, with its listings. */
export interface ScreenedList {
  readonly version: ListVersion;
  readonly listings: readonly Listing[];
  /** Older than the limit for its source. */
  readonly stale: boolean;
}

export interface ScreenerDeps {
  readonly lists: readonly ScreenedList[];
  readonly now: Now;
  readonly newId: NewId;
  readonly stopwatch: Stopwatch;
}

/** Compiles the lists and offers screening over them. Takes about 0.1 ms a listing. */
export const makeScreener = (deps: ScreenerDeps): Screener => {
  const listings = deps.lists.flatMap((list) => list.listings);
  const parser = makeNameParser(makeTokenPool(), backgroundRarity);
  const index = buildNameIndex(listings, parser);
  const names: NameScreenParts = { index, search: makeNameSearch(index, makeTokenPool(Number.POSITIVE_INFINITY)), parser, listing: (number) => listings[number]! };
  const wallets = makeWalletScreen(listings);
  const searched = deps.lists.map(searchedList);
  return {
    screen: (subject, options) => screen(deps, names, wallets, searched, subject, options ?? {}),
    compare: (a, b, kind) => compareNames(parser, a, b, kind),
    mentions: () => [],
    searched: () => searched,
  };
};

const searchedList = ({ version, stale }: ScreenedList): SearchedList => ({
  list: version.list,
  publishedOn: version.publishedOn,
  retrievedAt: version.retrievedAt,
  sha256: version.sha256,
  entries: version.entries,
  stale,
  caveat: version.caveat,
});

const screen = (
  deps: ScreenerDeps,
  names: NameScreenParts,
  wallets: WalletScreen,
  searched: readonly SearchedList[],
  subject: Subject,
  options: ScreenOptions,
): Screening => {
  const start = deps.stopwatch();
  const threshold = options.threshold ?? THRESHOLDS.possible;
  const asOf = options.asOf ?? null;
  const isAddress = subject.kind === "address" || (subject.kind === "unknown" && wallets.recognises(subject.text));
  const found = isAddress ? { ...wallets.screen(subject.text, options.asOf), verdictOf: "wallet" as const } : { ...screenNames(names, subject, threshold, asOf), verdictOf: "name" as const };
  const verdict = found.verdictOf === "wallet" ? found.verdict : nameVerdict(found, searched);
  return {
    screeningId: deps.newId(),
    subject,
    verdict: verdict === "no-match" && searched.length === 0 ? "cannot-tell" : verdict,
    score: found.hits[0]?.score ?? found.nearest?.score ?? 0,
    threshold,
    hits: found.hits,
    nearest: found.nearest,
    warnings: [...found.warnings, ...listWarnings(searched)],
    searched,
    screenedAt: deps.now(),
    elapsedMs: deps.stopwatch() - start,
  };
};

/** The best hit decides; without one a stale list cannot tell. */
const nameVerdict = (found: NameFinding, searched: readonly SearchedList[]): Screening["verdict"] => {
  if (found.hits.some((hit) => hit.verdict === "match")) return "match";
  if (found.hits.length > 0) return "possible-match";
  return searched.some((list) => list.stale) ? "cannot-tell" : "no-match";
};

const listWarnings = (searched: readonly SearchedList[]): readonly string[] => {
  if (searched.length === 0) return ["No list is loaded: nothing was searched. Run lists refresh or lists import."];
  const stale = searched.filter((list) => list.stale).map((list) => `The list ${list.list} is older than its limit; it was searched as of ${list.publishedOn ?? list.retrievedAt.slice(0, 10)}.`);
  return [...stale, ...searched.flatMap((list) => (list.caveat ? [`${list.list}: ${list.caveat}.`] : []))];
};
