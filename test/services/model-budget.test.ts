import { describe, expect, it } from "vitest";
import { makeBudget, withBudget } from "../../src/services/model-budget.ts";
import { fakeClock } from "../support/clock.ts";
import { memoryExpiring } from "../support/memory-stores.ts";
import { answer } from "../support/records.ts";

const setUp = (caps: { costUsd: number | null; tokens: number | null }) => {
  const clock = fakeClock("2026-11-20T09:00:00Z");
  const asked: number[] = [];
  const budget = makeBudget({
    model: {
      complete: async () => {
        asked.push(1);
        return { text: "{}", model: "m", inputTokens: 1_000, outputTokens: 500 };
      },
    },
    caps,
    prices: { inputUsd: 1, outputUsd: 2 },
    expiring: memoryExpiring(),
    now: clock.now,
  });
  const ask = () => budget.model.complete({ system: "", user: "", maxOutputTokens: 1, timeoutMs: 1, tools: [] });
  return { clock, asked, budget, ask };
};

describe("the day's budget of the model", () => {
  it.each([
    // 1,000 in at 1 $ and 500 out at 2 $ a million are 0.002 $.
    ["in money", { costUsd: 0.004, tokens: null }],
    ["in tokens", { costUsd: null, tokens: 3_000 }],
  ])("%s stops the model once it is used up, and says so", async (_claim, caps) => {
    const { ask, asked, budget } = setUp(caps);
    await ask();
    expect(await budget.usedUp()).toBeNull();
    await ask();
    await expect(ask()).rejects.toThrow("The language model's budget for 20 November 2026 (UTC) is used up.");
    expect(asked).toHaveLength(2);
  });
  it("begins anew with the next day in UTC", async () => {
    const { ask, clock } = setUp({ costUsd: null, tokens: 1 });
    await ask();
    await expect(ask()).rejects.toThrow(/used up/);
    clock.pass(15 * 60);
    await expect(ask()).resolves.toBeDefined();
  });
  it("counts requests that end at the same moment", async () => {
    const { ask, budget } = setUp({ costUsd: null, tokens: 1_500 * 20 });
    await Promise.all(Array.from({ length: 20 }, ask));
    expect(await budget.usedUp()).not.toBeNull();
  });
  it("without caps never stops", async () => {
    const { ask } = setUp({ costUsd: null, tokens: null });
    for (let i = 0; i < 5; i++) await ask();
  });
});

describe("an answer after the budget is used up", () => {
  const extracted = answer({ status: "answered", composedBy: "extraction", modelUse: null });
  it("says that it is extracted, and why", () => {
    expect(withBudget(extracted, "Used up.").text).toBe(
      `${extracted.text}\nUsed up. This answer is extracted from the sources, not phrased by the model.`,
    );
  });
  it.each([
    ["with budget left", extracted, null],
    ["that found nothing", { ...extracted, status: "not-in-sources" as const }, "Used up."],
    ["that rests on the lists", { ...extracted, composedBy: "lists" as const }, "Used up."],
  ])("is as it was %s", (_claim, given, usedUp) => {
    expect(withBudget(given, usedUp)).toBe(given);
  });
});
