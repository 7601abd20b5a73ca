import axe from "axe-core";
import type { Page } from "playwright-core";

/** What axe-core finds on the page as it is shown now: "serious color-contrast: .note". Evaluated past the page's own policy. */
export const axeFindings = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(axe.source);
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
