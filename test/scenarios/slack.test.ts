import { describe, expect, it } from "vitest";
import { slackDriver } from "./drivers/slack.ts";
import { play } from "./play.ts";
import { SCENARIOS } from "./scenarios.ts";

describe.each([slackDriver("http"), slackDriver("socket")])("$name", (driver) => {
  it.each(SCENARIOS.map((scenario) => [scenario.claim, scenario] as const))("%s", async (_claim, scenario) => {
    expect(await play(scenario, driver)).toEqual({ result: "passed" });
  });
});

describe("the scenarios themselves", () => {
  it("are at least 40 and have ids of their own", () => {
    expect(SCENARIOS.length).toBeGreaterThanOrEqual(40);
    expect(new Set(SCENARIOS.map(({ id }) => id)).size).toBe(SCENARIOS.length);
  });
});
