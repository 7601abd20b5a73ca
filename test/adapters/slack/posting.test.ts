import { afterEach, describe, expect, it } from "vitest";
import { makeZones } from "../../../src/adapters/slack/zones.ts";
import { memoryExpiring } from "../../support/memory-stores.ts";
import { type Bench, GRANT, reply, startBench } from "./harness.ts";

let bench: Bench | null = null;
afterEach(() => bench?.close());

describe("a post that is tried again after a crash", () => {
  const post = async (keys: readonly (string | undefined)[], parts = 1): Promise<number> => {
    bench = await startBench("http", async () => {});
    const { slack, sim, channel } = bench;
    const target = { workspaceId: sim.workspace.teamId, channelId: channel.id, threadTs: null };
    const words = Array.from(
      { length: parts * 100 },
      (_, i) => `Sentence ${i} of a digest that is rather long to read.`,
    );
    const blocks = words.map((text) => ({ kind: "paragraph", text: [{ text }] }) as const);
    for (const key of keys)
      await slack.post(target, reply("Digest", { blocks: parts === 1 ? blocks.slice(0, 3) : blocks }), key);
    return sim.answers(channel.id).length;
  };
  it("is the same post to Slack by its key", async () =>
    expect(await post(["digest:1:2026#1", "digest:1:2026#1"])).toBe(1));
  it("is the same post message by message", async () => {
    const once = await post(["digest:1:2026#1"], 3);
    await bench?.close();
    expect(once).toBeGreaterThan(2);
    expect(await post(["digest:1:2026#1", "digest:1:2026#1"], 3)).toBe(once);
  });
  it("is another post under another key", async () =>
    expect(await post(["digest:1:2026#1", "digest:1:2027#1"])).toBe(2));
  it("is another post without a key", async () => expect(await post([undefined, undefined])).toBe(2));
});

describe("the zone of a person's Slack profile", () => {
  it("is asked once a day", async () => {
    bench = await startBench("http", async () => {});
    const { slack, sim, ann } = bench;
    sim.workspace.zones.set(ann.id, "Asia/Seoul");
    expect(await slack.zoneOf(sim.workspace.teamId, ann.id)).toBe("Asia/Seoul");
    sim.workspace.zones.set(ann.id, "Europe/Berlin");
    expect(await slack.zoneOf(sim.workspace.teamId, ann.id)).toBe("Asia/Seoul");
    expect(sim.api.calls.filter(({ method }) => method === "users.info")).toHaveLength(1);
  });
  it.each([
    [
      "users:read was declined",
      { grant: { ...GRANT, scopes: GRANT.scopes.filter((scope) => scope !== "users:read") } },
    ],
    ["Slack fails", {}],
  ])("is not known when %s, and nothing breaks", async (claim, more) => {
    bench = await startBench("http", async () => {}, more);
    if (claim === "Slack fails") bench.sim.api.fault("users.info", { error: "fatal_error" }, 1);
    expect(await bench.slack.zoneOf(bench.sim.workspace.teamId, bench.ann.id)).toBeNull();
  });
  it("is not waited for longer than a form can wait", async () => {
    const zoneOf = makeZones({
      callOf: async () => () => new Promise(() => {}),
      expiring: memoryExpiring(),
      log: { info: () => {}, warn: () => {}, error: () => {} },
    });
    expect(await zoneOf("T1", "U1")).toBeNull();
  });
});
