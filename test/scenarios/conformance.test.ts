import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { platforms } from "./platforms.ts";
import { lackingFor, play } from "./play.ts";
import { SCENARIOS } from "./scenarios.ts";
import { conformanceTable } from "./table.ts";

const DRIVERS = platforms();

describe.each(DRIVERS)("$name", (driver) => {
  afterAll(() => driver.close());
  const played = SCENARIOS.filter((scenario) => lackingFor(scenario, driver).length === 0);
  it.each(played.map((scenario) => [scenario.claim, scenario] as const))("%s", async (_claim, scenario) => {
    expect(await play(scenario, driver)).toEqual({ result: "passed" });
  });
});

describe("the scenarios themselves", () => {
  it("are at least 40 and have ids and claims of their own", () => {
    expect(SCENARIOS.length).toBeGreaterThanOrEqual(40);
    expect(new Set(SCENARIOS.map(({ id }) => id)).size).toBe(SCENARIOS.length);
    expect(new Set(SCENARIOS.map(({ claim }) => claim)).size).toBe(SCENARIOS.length);
  });
  it("are played and skipped as the table says, and nothing is skipped without a reason", () => {
    expect(readFileSync(join(import.meta.dirname, "CONFORMANCE.md"), "utf8")).toBe(
      conformanceTable(SCENARIOS, DRIVERS),
    );
    for (const { lacks } of DRIVERS)
      for (const reason of Object.values(lacks)) expect(reason.split(" ").length).toBeGreaterThan(3);
  });
  it.each(DRIVERS)("$name lacks nothing that no scenario asks for", ({ lacks }) => {
    const asked = new Set(SCENARIOS.flatMap(({ needs }) => needs as readonly string[]));
    expect(Object.keys(lacks).filter((need) => !asked.has(need))).toEqual([]);
  });
});
