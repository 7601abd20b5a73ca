import { makeNameSearch } from "../../src/screening/name-search.ts";
import { makeTokenPool } from "../../src/screening/name-token.ts";
import { makeNameParser } from "../../src/screening/parse-name.ts";
import { backgroundRarity } from "../../src/screening/rarity.ts";
import { THRESHOLDS } from "../../src/screening/weights.ts";
import { cleanse } from "../../src/text/cleanse.ts";
import { damaged } from "../../test/support/damage.ts";
import { seeded } from "../../test/support/mention-messages.ts";
import type { BenchRow } from "./wallets.ts";
import type { World } from "./world.ts";

/** Candidates against scoring every listed name: nothing that full scoring puts at the threshold may be lost. */
export const candidateRows = (world: World, count: number, tell: (line: string) => void): readonly BenchRow[] => {
  const parser = makeNameParser(makeTokenPool(), backgroundRarity);
  const search = makeNameSearch(world.index.names, makeTokenPool());
  const random = seeded(2000);
  let [lost, wanted, fast, slow] = [0, 0, 0, 0];
  for (let i = 0; i < count; i++) {
    const l = world.listings[Math.floor(random() * world.listings.length)]!;
    const name = l.names[Math.floor(random() * l.names.length)]!.text;
    if (!/\p{L}/u.test(name)) continue;
    for (const form of parser.forms(cleanse(damaged(name, random)).text, l.kind === "person")) {
      const start = performance.now();
      const hits = new Set(search.search(form, THRESHOLDS.possible).hits.map((h) => h.name));
      const middle = performance.now();
      const truth = search.bruteForce(form, THRESHOLDS.possible).hits;
      fast += middle - start;
      slow += performance.now() - middle;
      wanted += truth.length;
      for (const hit of truth)
        if (!hits.has(hit.name)) {
          lost++;
          tell(
            `lost ${hit.score.toFixed(3)} ${form.tokens.map((t) => t.text).join(" ")} | ${world.listings[world.index.names.nameListings[hit.name]!]!.names[world.index.names.nameOrdinals[hit.name]!]!.text}`,
          );
        }
    }
  }
  return [
    {
      name: `candidates on ${count} damaged names`,
      target: "0 lost",
      got: `${lost} lost of ${wanted} names at the threshold`,
      ok: lost === 0,
    },
    {
      name: "  index against scoring everything",
      target: "-",
      got: `${(slow / fast).toFixed(0)} times faster`,
      ok: true,
    },
  ];
};
