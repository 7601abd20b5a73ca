import type { Listing, PartyKind } from "../../src/core/listing.ts";
import type { Screener } from "../../src/core/screening.ts";
import { bucketOf, plainWords } from "./alias-buckets.ts";
import {
  ALIAS_TARGETS,
  type AliasPair,
  type AliasTally,
  aliasTallies,
  bucketName,
  devAliases,
  listingKey,
} from "./labelled.ts";
import { recombinedNames } from "./people.ts";
import type { BenchRow } from "./wallets.ts";
import { isAlert, kindOf, percent, rowsOf, subject, type World } from "./world.ts";

/**
 * The same figures on rows that nobody read while rules were written: aliases of listings that the labelled file leaves out, other
 * pairs of listed people with two words in common, other recombined names. Only shares are printed, never a row: a row that is
 * read is seen.
 */
export const unseenRows = (world: World): readonly BenchRow[] => [
  ...aliasComparison(world.screener, world.listings),
  hardNegativeComparison(world.screener, world.listings),
  recombinedComparison(world),
];

const silent = (): void => {};
const row = (name: string, target: string, dev: string, unseen: string, ok: boolean): BenchRow => ({
  name: `unseen: ${name}`,
  target,
  got: `dev ${dev}  unseen ${unseen}`,
  ok,
});

const aliasComparison = (screener: Screener, listings: readonly Listing[]): readonly BenchRow[] => {
  const dev = devAliases(listings);
  const labelled = rowsOf("matching", "official-aliases.csv");
  const agreed = labelled.filter((r) => bucketOf(r.primary!, r.alias!) === r.bucket).length;
  const [seen, fresh] = [aliasTallies(screener, dev, silent), aliasTallies(screener, freshAliases(listings), silent)];
  // By the primary name alone, and as when only the alias itself is taken out of the index
  const told = ({ all, primary, any }: AliasTally): string =>
    `${(primary / all).toFixed(3)} / ${(any / all).toFixed(3)} (n=${all})`;
  return [
    row("bucket rule gives the label of the labelled file", "-", percent(agreed / labelled.length, 1), "-", true),
    ...[...fresh].map(([bucket, tally]) => {
      const target = ALIAS_TARGETS[bucket];
      return row(
        `alias, ${bucketName(bucket)}, by primary name / all other names`,
        target === undefined ? "-" : `>= ${target}`,
        told(seen.get(bucket)!),
        told(tally),
        target === undefined || tally.any / tally.all >= target,
      );
    }),
  ];
};

/** Aliases of listings of which the labelled file holds no row. */
export const freshAliases = (listings: readonly Listing[]): readonly AliasPair[] => {
  const known = new Set(rowsOf("matching", "official-aliases.csv").map((r) => `${r.list}|${r.entity_id}`));
  return listings
    .filter((l) => !known.has(listingKey(l)))
    .flatMap((l) => {
      const names = l.names.map((n) => n.text);
      const primary = names[0]!;
      // The labelled file holds what the publishers give as an alias: not OFAC's weak ones, which stand in the remarks, nor the
      // acronym and the bare name that our reader takes out of "NAME (ACRONYM)"
      const un = l.list === "un-sc";
      const listed = l.names.slice(1).filter((n) => n.strength === "strong" || (un && l.kind === "person"));
      const others = new Set(
        listed
          .map((n) => n.text)
          .filter((n) => /\p{L}/u.test(n) && !(un && l.kind !== "person" && primary.includes(n))),
      );
      return [...others].map((alias) => ({ primary, alias, kind: kindIn(l), bucket: bucketOf(primary, alias), names }));
    });
};

const SCHEMA: Partial<Record<PartyKind, string>> = {
  person: "Person",
  organisation: "Organization",
  vessel: "Vessel",
  aircraft: "Airplane",
};
const kindIn = (l: Listing): PartyKind => kindOf(SCHEMA[l.kind] ?? "");

/** Different people of one list with two words or more besides "al" in common, as the labelled file has them, without its pairs. */
const freshHardNegatives = (listings: readonly Listing[]): readonly (readonly [string, string])[] => {
  const known = new Set(rowsOf("matching", "hard-negatives.csv").map((r) => [r.id1, r.id2].sort().join()));
  const people = listings.filter((l) => l.list === "ofac-sdn" && l.kind === "person" && !l.removedOn);
  const byWord = new Map<string, number[]>();
  people.forEach((l, i) => {
    for (const word of new Set(plainWords(l.names[0]!.text))) {
      if (word === "al") continue;
      const at = byWord.get(word);
      if (at) at.push(i);
      else byWord.set(word, [i]);
    }
  });
  const shared = new Map<number, number>();
  for (const at of byWord.values())
    for (const i of at)
      for (const j of at) if (i < j) shared.set(i * people.length + j, (shared.get(i * people.length + j) ?? 0) + 1);
  return [...shared]
    .filter(([, words]) => words >= 2)
    .map(([key]) => [people[Math.floor(key / people.length)]!, people[key % people.length]!] as const)
    .filter(([a, b]) => !known.has([a.listingId, b.listingId].sort().join()) && !maybeOne(a, b))
    .map(([a, b]) => [givenFirst(a), givenFirst(b)] as const);
};

const givenFirst = (l: Listing): string => {
  const { text, parts } = l.names[0]!;
  return parts?.given && parts.family ? `${parts.given} ${parts.family}` : text;
};

/** Two listings that may be one person: born on one day, or with a name of the same words. */
const maybeOne = (a: Listing, b: Listing): boolean => {
  if (a.births.some((x) => b.births.some((y) => x.from === x.to && x.from === y.from && x.to === y.to))) return true;
  const sorted = (l: Listing): readonly string[] => l.names.map((n) => [...plainWords(n.text)].sort().join(" "));
  const namesB = new Set(sorted(b));
  return sorted(a).some((name) => namesB.has(name));
};

const hardNegativeComparison = (screener: Screener, listings: readonly Listing[]): BenchRow => {
  const alerts = (pairs: readonly (readonly [string, string])[]): number =>
    pairs.filter(([a, b]) => screener.compare(a, b, "person").verdict !== "no-match").length / pairs.length;
  const dev = rowsOf("matching", "hard-negatives.csv").map((r) => [r.name1!, r.name2!] as const);
  const fresh = freshHardNegatives(listings);
  const got = alerts(fresh);
  return row(
    "hard negatives, alerts",
    "<= 2.5%",
    `${percent(alerts(dev))} (n=${dev.length})`,
    `${percent(got)} (n=${fresh.length})`,
    got <= 0.025,
  );
};

const SEEDS: readonly number[] = [101, 102, 103, 104, 105];

const recombinedComparison = ({ screener, listings }: World): BenchRow => {
  const alerts = (seed: number): number => {
    const names = recombinedNames(listings, seed);
    return names.filter((name) => isAlert(screener.screen(subject(name, { kind: "person" })))).length / names.length;
  };
  const fresh = SEEDS.map(alerts);
  const mean = fresh.reduce((sum, share) => sum + share, 0) / fresh.length;
  return row(
    "recombined listed names, alerts",
    "<= 8%",
    percent(alerts(7)),
    `${percent(mean)} over ${SEEDS.length} seeds, at most ${percent(Math.max(...fresh))}`,
    mean <= 0.08,
  );
};
