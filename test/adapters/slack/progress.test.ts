import { describe, expect, it } from "vitest";
import { type Call, CallRefused } from "../../../src/adapters/slack/calls.ts";
import { makeProgress } from "../../../src/adapters/slack/progress.ts";

const PLACE = { channelId: "C1", threadTs: "1.1", userId: "U1", direct: false };
const ANSWER = { text: "The answer.", blocks: [{ type: "divider" as const }] };

/** A Web API whose calls wait until the test lets them go. */
const slowApi = (refuse: readonly string[] = []) => {
  const made: {
    readonly method: string;
    readonly args: Readonly<Record<string, unknown>>;
    readonly answer: () => void;
  }[] = [];
  const call: Call = (method, args) =>
    new Promise((resolve, reject) => {
      const answer = (): void =>
        refuse.includes(method) ? reject(new CallRefused(method, "ratelimited")) : resolve({ ok: true, ts: "2.2" });
      made.push({ method, args, answer });
    });
  return { call, made, named: (method: string) => made.filter((one) => one.method === method) };
};

const turns = async (count = 20): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await Promise.resolve();
};

const start = (api: ReturnType<typeof slowApi>, wait: (ms: number) => Promise<void> = () => Promise.resolve()) =>
  makeProgress({ call: api.call, tryCall: api.call, place: PLACE, teamId: "T1", streamAfterMs: 1_500, wait });

/** Lets every call go as soon as it is made, until nothing more comes. */
const drain = async (api: ReturnType<typeof slowApi>): Promise<void> => {
  for (let done = 0, idle = 0; idle < 3; idle++) {
    await turns();
    while (done < api.made.length) {
      api.made[done++]?.answer();
      idle = 0;
    }
  }
};

describe("progress", () => {
  it("costs no call when the answer is there before the status line would be", async () => {
    const api = slowApi();
    const progress = start(api, () => new Promise(() => {}));
    progress.step("Searching");
    expect(await progress.finish(ANSWER)).toBe(false);
    expect(api.made).toEqual([]);
  });

  it("starts no stream before the status has arrived, so that none is left behind", async () => {
    const api = slowApi();
    start(api).step("Searching");
    await turns();
    expect(api.made.map(({ method }) => method)).toEqual(["assistant.threads.setStatus"]);
    await drain(api);
    expect(api.named("chat.startStream")).toHaveLength(1);
  });

  it("waits for a stream that is just being started, marks every step as done and puts the answer into it", async () => {
    const api = slowApi();
    const progress = start(api);
    progress.step("Searching");
    await turns();
    api.made[0]?.answer();
    await turns();
    progress.step("Checking");
    const finishing = progress.finish(ANSWER);
    await drain(api);
    expect(await finishing).toBe(true);
    const [stopped] = api.named("chat.stopStream");
    expect(stopped?.args).toMatchObject({
      ts: "2.2",
      blocks: ANSWER.blocks,
      chunks: [
        { title: "Searching", status: "complete" },
        { title: "Checking", status: "complete" },
      ],
    });
  });

  it("names the person and the team that a stream in a channel is for", async () => {
    const api = slowApi();
    start(api).step("Searching");
    await drain(api);
    expect(api.named("chat.startStream")[0]?.args).toMatchObject({ recipient_user_id: "U1", recipient_team_id: "T1" });
  });

  it("leaves the answer to an ordinary post when the stream was refused", async () => {
    const api = slowApi(["chat.startStream"]);
    const progress = start(api);
    progress.step("Searching");
    await drain(api);
    const finishing = progress.finish(ANSWER);
    await drain(api);
    expect(await finishing).toBe(false);
    expect(api.named("chat.stopStream")).toEqual([]);
  });

  it("never carries a sentence of the answer before the end", async () => {
    const api = slowApi();
    const progress = start(api);
    progress.step("Searching");
    await drain(api);
    progress.step("Checking");
    await drain(api);
    const finishing = progress.finish(ANSWER);
    await drain(api);
    await finishing;
    const early = api.made.filter(({ method }) => method !== "chat.stopStream");
    expect(early.length).toBeGreaterThan(0);
    for (const { args } of early) expect(JSON.stringify(args)).not.toMatch(/markdown|divider|blocks/);
  });
});
