import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { platforms } from "../test/scenarios/platforms.ts";
import { type Outcome, play } from "../test/scenarios/play.ts";
import type { Driver } from "../test/scenarios/scenario.ts";
import { SCENARIOS } from "../test/scenarios/scenarios.ts";
import { conformanceTable } from "../test/scenarios/table.ts";

/**
 * The shared chat scenarios on the platforms' real wires, one line each: scenario, platform, passed, failed or skipped with the reason.
 *
 *     node bench/scenarios.ts [--platform slack|teams|web|all] [--write-table]
 */
const { values } = parseArgs({
  options: { platform: { type: "string", default: "all" }, "write-table": { type: "boolean", default: false } },
});

const chosen = platforms().filter(({ name }) => values.platform === "all" || name.split(" ")[0] === values.platform);
if (chosen.length === 0) {
  process.stderr.write(`There is no platform “${values.platform}”. Choose slack, teams, web or all.\n`);
  process.exit(2);
}
if (values["write-table"]) {
  const path = join(import.meta.dirname, "../test/scenarios/CONFORMANCE.md");
  writeFileSync(path, conformanceTable(SCENARIOS, platforms()));
  process.stdout.write("test/scenarios/CONFORMANCE.md written\n");
  process.exit(0);
}

const why = (outcome: Outcome): string => {
  if (outcome.result === "failed") return outcome.problems.join("; ");
  if (outcome.result === "skipped") return outcome.lacking.map(({ need, reason }) => `${need}: ${reason}`).join("; ");
  return "";
};

interface Count {
  readonly platform: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly seconds: number;
}

const run = async (driver: Driver): Promise<Count> => {
  const count = { passed: 0, failed: 0, skipped: 0 };
  const began = performance.now();
  try {
    for (const scenario of SCENARIOS) {
      const outcome = await play(scenario, driver);
      count[outcome.result] += 1;
      const line = [scenario.id.padEnd(30), driver.name.padEnd(18), outcome.result.padEnd(8), why(outcome)].join(" ");
      process.stdout.write(`${line.trimEnd()}\n`);
    }
  } finally {
    await driver.close();
  }
  return { platform: driver.name, ...count, seconds: (performance.now() - began) / 1_000 };
};

const counts: Count[] = [];
for (const driver of chosen) counts.push(await run(driver));
process.stdout.write(`\n${"platform".padEnd(20)}passed  failed  skipped  seconds\n`);
for (const { platform, passed, failed, skipped, seconds } of counts) {
  const cells = [String(passed).padStart(6), String(failed).padStart(8), String(skipped).padStart(9)];
  process.stdout.write(`${platform.padEnd(20)}${cells.join("")}${seconds.toFixed(1).padStart(9)}\n`);
}
const sum = (of: "failed" | "passed"): number => counts.reduce((total, count) => total + count[of], 0);
process.stdout.write(`${sum("passed")} passed, ${sum("failed")} failed\n`);
process.exitCode = sum("failed") > 0 ? 1 : 0;
