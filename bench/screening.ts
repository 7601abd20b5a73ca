/**
 * Quality and speed of screening on public data: npm run bench:screening [-- --data ../shared/data] [--set <name>] [--errors].
 * Sets: pairs, cross-validation, aliases, negatives, ofac, untreated, population, recombined, thresholds, unseen, scripts, evasion, candidates, speed, addresses,
 * mentions; and million, which runs only when it is named.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { candidateRows } from "./screening/candidates.ts";
import { euRows, tokenRows } from "./screening/cross-script.ts";
import { crossValidationRows } from "./screening/cross-validation.ts";
import { evasionRows } from "./screening/evasion.ts";
import { aliasRows, hardNegativeRows, ofacRows, pairRows } from "./screening/labelled.ts";
import { mentionRows } from "./screening/mentions.ts";
import { millionRows } from "./screening/million.ts";
import { populationRows, recombinedRows, untreatedRows } from "./screening/people.ts";
import { speedRows } from "./screening/speed.ts";
import { thresholdRows } from "./screening/thresholds.ts";
import { unseenRows } from "./screening/unseen.ts";
import { type BenchRow, walletRows } from "./screening/wallets.ts";
import { dataFolder, readSource, type World, worldOf } from "./screening/world.ts";

const option = (name: string): string | null => {
  const at = process.argv.indexOf(`--${name}`);
  return at > 0 ? (process.argv[at + 1] ?? "") : null;
};
const only = option("set");
const tell = process.argv.includes("--errors") ? (line: string): void => console.error(line) : () => {};
const data = dataFolder();

/** Damaged names scored against every listed name, about 0.2 s each; 2,000 when the set is named. */
const QUICK_CANDIDATES = 100;
const ALL_CANDIDATES = 2000;

const run = (): readonly BenchRow[] => {
  const ofac = readSource("ofac-sdn", join(data, "ofac/2021-07"));
  const un = readSource("un-sc", join(data, "un"), (name) => name.includes("2026-02"));
  let worlds: { un: World; both: World } | null = null;
  const compiled = (): { un: World; both: World } => {
    worlds = worlds ?? { un: worldOf([un]), both: worldOf([ofac, un]) };
    return worlds;
  };
  const both = (): World => compiled().both;
  const unAlone = (): World => compiled().un;
  const sets: Readonly<Record<string, () => readonly BenchRow[]>> = {
    speed: () => speedRows(everything()),
    pairs: () => pairRows(both().screener, tell),
    "cross-validation": () => crossValidationRows(),
    aliases: () => aliasRows(both().screener, both().listings, tell),
    negatives: () => hardNegativeRows(both().screener, tell),
    ofac: () => ofacRows(tell),
    untreated: () => untreatedRows(unAlone(), both(), tell),
    population: () => populationRows(both(), tell),
    recombined: () => recombinedRows(both(), tell),
    thresholds: () => thresholdRows(both()),
    unseen: () => unseenRows(both()),
    scripts: () => [...euRows(tell), ...tokenRows()],
    evasion: () => evasionRows(both(), tell),
    candidates: () => candidateRows(both(), only === "candidates" ? ALL_CANDIDATES : QUICK_CANDIDATES, tell),
    addresses: () => walletRows(join(data, "crypto/2024-05-29"), [...ofac.listings, ...un.listings]),
    mentions: () => mentionRows(data, both().listings, both().screener.mentions, tell),
  };
  if (only === "million") return millionRows();
  return Object.entries(sets).flatMap(([name, make]) =>
    only === null || only.split(",").includes(name) ? make() : [],
  );
};

/** All lists of the public data: SDN of two years, non-SDN and UN, so that there are more than 20,000 listings. */
const everything = (): World =>
  worldOf([
    readSource("ofac-sdn", join(data, "ofac/2021-07")),
    readSource("ofac-sdn", join(data, "ofac/2024-06")),
    readSource("ofac-non-sdn", join(data, "ofac/2025-12"), (name) => name.startsWith("cons")),
    readSource("un-sc", join(data, "un"), (name) => name.includes("2026-02")),
  ]);

if (!existsSync(data)) {
  console.log(`The folder of public data ${data} is not there; name it with --data. 0 passed, 1 failed`);
  process.exit(1);
}
const rows = run();
const width = Math.max(...rows.map((row) => row.name.length));
for (const row of rows)
  console.log(
    `${row.ok ? (row.target === "-" ? "      " : "ok    ") : "FAILED"} ${row.name.padEnd(width)}  ${row.target.padEnd(28)} ${row.got}`,
  );
const failed = rows.filter((row) => !row.ok).length;
console.log(`${rows.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
