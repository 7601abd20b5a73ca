import { EVASIONS } from "../../test/support/damage.ts";
import { seeded } from "../../test/support/mention-messages.ts";
import type { BenchRow } from "./wallets.ts";
import { isAlert, percent, subject, type World } from "./world.ts";

const CASES = 100;

/** Every class of disguise on listed names: found, and said aloud in the warnings. */
export const evasionRows = (world: World, tell: (line: string) => void): readonly BenchRow[] => {
  const listed = world.listings.filter(
    (l) => /^[A-Za-z ,.'-]{9,}$/.test(l.names[0]!.text) && l.names[0]!.text.includes(" "),
  );
  return Object.entries(EVASIONS).map(([name, disguise], k) => {
    const random = seeded(100 + k);
    let [found, reported] = [0, 0];
    for (let i = 0; i < CASES; i++) {
      const l = listed[Math.floor(random() * listed.length)]!;
      const asked = disguise(l.names[0]!.text, random);
      const result = world.screener.screen(subject(asked));
      const hit = isAlert(result) && result.hits.some((h) => h.listingId === l.listingId);
      if (hit) found++;
      if (hit && result.warnings.length > 0) reported++;
      if (!hit || result.warnings.length === 0)
        tell(`evasion ${name}: ${JSON.stringify(asked)} | ${l.names[0]!.text} hit ${hit} ${result.warnings}`);
    }
    return {
      name: `evasion: ${name}`,
      target: ">= 99% found and reported",
      got: `found ${percent(found / CASES, 0)}, reported ${percent(reported / CASES, 0)}`,
      ok: reported >= 0.99 * CASES,
    };
  });
};
