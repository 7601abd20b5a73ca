import { NAMED_THRESHOLDS } from "../../src/screening/weights.ts";
import { devAliases } from "./labelled.ts";
import type { BenchRow } from "./wallets.ts";
import { isAlert, percent, rowsOf, subject, type World } from "./world.ts";

/** Buckets of aliases that resemble the primary name; the others share too little for any matcher of names. */
const RESEMBLING = /^[BCDEX]_/;

/** What each documented threshold costs in alerts and brings in recall. */
export const thresholdRows = (world: World): readonly BenchRow[] => {
  const population = rowsOf("matching", "population.csv");
  const damaged = rowsOf("matching", "un-treated.csv");
  const aliases = devAliases(world.listings)
    .filter(({ bucket }) => RESEMBLING.test(bucket))
    .map(({ alias, primary, kind }) => world.screener.compare(alias, primary, kind).score);
  return Object.entries(NAMED_THRESHOLDS).map(([name, threshold]) => {
    const alerts = (names: readonly string[]): number =>
      names.filter((text) => isAlert(world.screener.screen(subject(text), { threshold }))).length / names.length;
    const found = aliases.filter((score) => score >= threshold).length / aliases.length;
    return {
      name: `threshold ${name}, ${threshold}`,
      target: "-",
      got: `alerts on ${percent(alerts(population.map((r) => r.full_name!)))} of the population; finds ${percent(alerts(damaged.map((r) => r.treated!)), 1)} of damaged names, ${percent(found, 1)} of resembling aliases`,
      ok: true,
    };
  });
};
