import type { IsoDate } from "../../src/core/dates.ts";
import type { Listing } from "../../src/core/listing.ts";
import { seeded } from "../../test/support/mention-messages.ts";
import type { BenchRow } from "./wallets.ts";
import { isAlert, percent, rowsOf, subject, type World } from "./world.ts";

const plain = (name: string): string =>
  name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");

/** Listed people with damaged names: the right one at rank 1 on one list, within 10 on both. */
export const untreatedRows = (un: World, both: World, tell: (line: string) => void): readonly BenchRow[] => {
  const rows = rowsOf("matching", "un-treated.csv");
  const ids = new Map<string, Set<string>>();
  for (const l of un.listings)
    for (const name of l.names) ids.set(plain(name.text), (ids.get(plain(name.text)) ?? new Set()).add(l.listingId));
  const known = rows.filter((row) => ids.has(plain(row.original!)));
  const rank = (world: World, row: Record<string, string>): number => {
    const want = ids.get(plain(row.original!))!;
    return world.screener
      .screen(subject(row.treated!))
      .hits.findIndex((hit) => hit.list === "un-sc" && want.has(hit.listingId));
  };
  const [one, ten] = [
    known.filter((row) => check(row, rank(un, row), 0, "rank 1, UN alone", tell)),
    known.filter((row) => check(row, rank(both, row), 9, "within 10, both", tell)),
  ];
  const share = (n: number): string =>
    `${percent(n / known.length)} of ${known.length}${known.length < rows.length ? ` (${rows.length - known.length} are no longer listed)` : ""}`;
  return [
    {
      name: "damaged names of listed people, rank 1, UN alone",
      target: ">= 99%",
      got: share(one.length),
      ok: one.length / known.length >= 0.99,
    },
    {
      name: "damaged names of listed people, within 10, both lists",
      target: ">= 99.5%",
      got: share(ten.length),
      ok: ten.length / known.length >= 0.995,
    },
  ];
};

const check = (
  row: Record<string, string>,
  rank: number,
  most: number,
  what: string,
  tell: (line: string) => void,
): boolean => {
  const ok = rank >= 0 && rank <= most;
  if (!ok) tell(`${what}: ${row.original} | ${row.treated} at ${rank}`);
  return ok;
};

/** Unlisted people, screened as persons and without a type. */
export const populationRows = (world: World, tell: (line: string) => void): readonly BenchRow[] => {
  const rows = rowsOf("matching", "population.csv");
  const isLatin = (name: string): boolean => /^[\p{Script=Latin}\P{L}]*$/u.test(name);
  const latin = rows.filter((row) => isLatin(row.full_name!)).length;
  return (["unknown", "person"] as const).flatMap((kind) => {
    let [all, inLatin] = [0, 0];
    for (const row of rows) {
      const found = world.screener.screen(subject(row.full_name!, { kind }));
      if (!isAlert(found)) continue;
      all++;
      if (isLatin(row.full_name!)) inLatin++;
      tell(`population ${found.hits[0]!.score} ${row.full_name} | ${found.hits[0]!.matchedName}`);
    }
    return [
      {
        name: `population, alerts, Latin script, type ${kind}`,
        target: "<= 0.5%",
        got: percent(inLatin / latin),
        ok: inLatin / latin <= 0.005,
      },
      {
        name: `population, alerts, all scripts, type ${kind}`,
        target: "<= 1%",
        got: percent(all / rows.length),
        ok: all / rows.length <= 0.01,
      },
    ];
  });
};

const RECOMBINED = 1000;

/** One listed person's given name with another's family name, same programme. `count` names, the same for the same seed. */
export const recombinedNames = (listings: readonly Listing[], seed: number, count = RECOMBINED): readonly string[] => {
  const random = seeded(seed);
  const byProgram = new Map<string, Listing[]>();
  for (const l of listings) {
    const parts = l.names[0]!.parts;
    if (l.kind === "person" && parts?.family && parts.given)
      byProgram.set(l.programs.join(), [...(byProgram.get(l.programs.join()) ?? []), l]);
  }
  const pools = [...byProgram.values()].filter((pool) => pool.length >= 10);
  const people = pools.flatMap((pool) => pool.map((l) => ({ l, pool })));
  const names: string[] = [];
  while (names.length < count) {
    const { l, pool } = people[Math.floor(random() * people.length)]!;
    const other = pool[Math.floor(random() * pool.length)]!;
    if (other !== l) names.push(`${l.names[0]!.parts!.given} ${other.names[0]!.parts!.family}`);
  }
  return names;
};

/** Recombined names are the closest thing to real false positives. */
export const recombinedRows = (world: World, tell: (line: string) => void): readonly BenchRow[] => {
  let [alerts, matches, dated] = [0, 0, 0];
  for (const name of recombinedNames(world.listings, 7)) {
    const found = world.screener.screen(subject(name, { kind: "person" }));
    if (isAlert(found)) {
      alerts++;
      tell(`recombined ${found.hits[0]!.score} ${name} | ${found.hits[0]!.matchedName}`);
    }
    const day = "1899-01-01" as IsoDate;
    const withDate = world.screener.screen(
      subject(name, { kind: "person", birth: { from: day, to: day, approximate: false, text: day } }),
    );
    if (isAlert(withDate)) dated++;
    if (
      withDate.hits.some(
        (hit) => hit.verdict === "match" && hit.contradictions.some((c) => c.startsWith("Date of birth")),
      )
    )
      matches++;
    if (isAlert(found) !== isAlert(withDate)) matches++;
  }
  return [
    {
      name: "recombined listed names, alerts",
      target: "<= 8%",
      got: percent(alerts / RECOMBINED),
      ok: alerts / RECOMBINED <= 0.08,
    },
    {
      name: "  with a contradicting date of birth",
      target: "possible at most, none hidden",
      got: `${dated} shown, ${matches} as a match or hidden`,
      ok: matches === 0,
    },
  ];
};
