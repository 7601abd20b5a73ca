import { listing } from "../../test/support/listings.ts";
import { seeded } from "../../test/support/mention-messages.ts";
import type { BenchRow } from "./wallets.ts";
import { at, rowsOf, subject, worldOf } from "./world.ts";

const LISTINGS = 1_000_000;
const LOOKUPS = 500;

/** One million synthetic people whose names are put together from syllables, so that commonness is spread as in real lists. */
export const millionRows = (): readonly BenchRow[] => {
  const random = seeded(1_000_000);
  const syllables =
    "al ba da el fa ga ha ib ja ka la ma na om pa qa ra sa ta ur va wa ya za mir han sul dor kim nov ski lov".split(
      " ",
    );
  const word = (skew: number): string => {
    const count = 2 + Math.floor(random() * 3);
    let out = "";
    for (let i = 0; i < count; i++) out += syllables[Math.floor(random() ** skew * syllables.length)]!;
    return out;
  };
  const listings = Array.from({ length: LISTINGS }, (_, i) => listing(String(i), `${word(2)} ${word(1.5)} ${word(1)}`));
  const world = worldOf([
    {
      version: {
        list: listings[0]!.list,
        sha256: "0",
        publishedOn: null,
        retrievedAt: "2026-11-22T00:00:00.000Z" as never,
        entries: LISTINGS,
        caveat: null,
      },
      listings,
      stale: false,
    },
  ]);
  const asked = [
    ...rowsOf("matching", "population.csv")
      .slice(0, LOOKUPS)
      .map((row) => row.full_name!),
    ...listings.filter((_, i) => i % (LISTINGS / LOOKUPS) === 0).map((l) => l.names[0]!.text),
  ];
  const times = asked.map((name) => {
    const start = performance.now();
    world.screener.screen(subject(name, { kind: "person" }));
    return performance.now() - start;
  });
  times.sort((a, b) => a - b);
  const rssMb = process.memoryUsage().rss / 1e6;
  return [
    {
      name: "one million synthetic listings, look-up",
      target: "p99 <= 20 ms",
      got: `p50 ${at(times, 0.5).toFixed(2)} ms, p99 ${at(times, 0.99).toFixed(2)} ms`,
      ok: at(times, 0.99) <= 20,
    },
    { name: "  resident memory", target: "<= 2 GB", got: `${rssMb.toFixed(0)} MB`, ok: rssMb <= 2000 },
    { name: "  index built", target: "-", got: `${(world.buildMs / 1000).toFixed(1)} s`, ok: true },
  ];
};
