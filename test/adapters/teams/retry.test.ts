import { describe, expect, it } from "vitest";
import { type Retrying, waitBefore, withRetry } from "../../../src/adapters/teams/retry.ts";
import { Unavailable } from "../../../src/core/errors.ts";

const failure = (changes: Readonly<Record<string, unknown>>): Error => Object.assign(new Error("failed"), changes);

const recording = (): Retrying & { readonly waits: readonly number[] } => {
  const waits: number[] = [];
  return {
    attempts: 4,
    firstWaitMs: 1_000,
    longestWaitMs: 30_000,
    random: () => 0.5,
    wait: async (ms) => void waits.push(ms),
    waits,
  };
};

describe("repeating a call to the Bot Connector", () => {
  it.each([
    412, 429, 502, 503, 504,
  ])("HTTP %i is repeated until it succeeds, with doubling waits", async (statusCode) => {
    const retrying = recording();
    let calls = 0;
    const call = async (): Promise<string> => {
      if (++calls < 4) throw failure({ statusCode });
      return "sent";
    };
    expect(await withRetry(call, retrying)).toBe("sent");
    expect(retrying.waits).toEqual([750, 1_500, 3_000]);
  });

  it.each([
    ["HTTP 400", { statusCode: 400 }],
    ["HTTP 403", { statusCode: 403 }],
    ["HTTP 500, which may have been delivered", { statusCode: 500 }],
    ["a fault of ours", {}],
  ])("%s is not repeated", async (_, changes) => {
    let calls = 0;
    const call = async (): Promise<never> => {
      calls++;
      throw failure(changes);
    };
    await expect(withRetry(call, recording())).rejects.toBeInstanceOf(Unavailable);
    expect(calls).toBe(1);
  });

  it("gives up after four attempts, says so and keeps the cause", async () => {
    let calls = 0;
    const last = failure({ statusCode: 502 });
    const call = async (): Promise<never> => {
      calls++;
      throw last;
    };
    await expect(withRetry(call, recording())).rejects.toMatchObject({
      message: "Teams did not take the message (HTTP 502) after 4 attempts. It was not delivered. Ask again.",
      cause: last,
    });
    expect(calls).toBe(4);
  });

  it.each([
    [
      "names the service's own word",
      { statusCode: 404, code: "ConversationNotFound" },
      "(HTTP 404 ConversationNotFound)",
    ],
    ["says what a refused password needs", { statusCode: 401 }, "Check TEAMS_APP_ID, TEAMS_APP_PASSWORD"],
    ["repeats no sentence of the service", { statusCode: 400, code: "see https://evil.example" }, "(HTTP 400) after"],
  ])("%s", async (_, changes, part) => {
    const refused = withRetry(() => Promise.reject(failure(changes)), recording());
    await expect(refused).rejects.toThrow(part);
  });

  it.each([
    ["Retry-After longer than ours is kept", 1, 5_000, 0, 5_000],
    ["Retry-After shorter than ours does not shorten it", 3, 1_000, 1, 4_000],
    ["no wait is longer than the longest", 1, 600_000, 0, 30_000],
    ["jitter spreads between half", 1, null, 0, 500],
    ["and all of the wait", 1, null, 1, 1_000],
  ])("%s", (_, attempt, retryAfterMs, random, ms) => {
    expect(waitBefore(attempt, retryAfterMs, { ...recording(), random: () => random })).toBe(ms);
  });
});
