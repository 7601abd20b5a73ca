import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const SOURCE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe-core finds on the page as it is shown now: "serious color-contrast: .note". Evaluated past the page's own policy. */
export const axeFindings = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(SOURCE);
  return page.evaluate(async () => {
    interface Finding {
      readonly impact: string;
      readonly id: string;
      readonly nodes: readonly { readonly target: readonly string[] }[];
    }
    const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: readonly Finding[] }> } };
    const { violations } = await axe.run();
    return violations.map(
      ({ impact, id, nodes }) =>
        `${impact} ${id}: ${nodes
          .map(({ target }) => target.join(" "))
          .slice(0, 3)
          .join(", ")}`,
    );
  });
};
