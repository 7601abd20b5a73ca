import { afterEach, describe, expect, it } from "vitest";
import { indexedPng } from "../../../src/adapters/pictures/indexed-png.ts";
import type { Chart } from "../../../src/core/chart.ts";
import { type Bench, GRANT, reply, startBench } from "./harness.ts";

const CHART: Chart = {
  title: "Designations by program",
  columns: ["6 Oct"],
  rows: [{ label: "SDGT", counts: [3] }],
  note: null,
};
const PNG = indexedPng(2, 2, new Uint8Array(16).fill(255));
const digest = reply("Digest", {
  blocks: [
    { kind: "paragraph", text: [{ text: "3 added" }] },
    { kind: "chart", chart: CHART },
  ],
});

let bench: Bench | null = null;
afterEach(() => bench?.close());
const posted = async (more: Parameters<typeof startBench>[2]): Promise<Bench> => {
  bench = await startBench("http", async () => {}, more);
  const { slack, sim, channel } = bench;
  await slack.post({ workspaceId: sim.workspace.teamId, channelId: channel.id, threadTs: null }, digest);
  return bench;
};
const shown = ({ sim, channel }: Bench): string => JSON.stringify(sim.answers(channel.id).map(({ blocks }) => blocks));

describe("a chart in a post to Slack", () => {
  it("is a picture once Slack has taken it in, with every number as its description", async () => {
    const done = await posted({ draw: async () => PNG });
    expect(done.sim.answers(done.channel.id)).toHaveLength(1);
    expect(shown(done)).toContain('"slack_file":{"id":"F');
    expect(shown(done)).toContain("SDGT: 3 (3 from 6 Oct)");
    expect(shown(done)).not.toContain("SDGT █ 3");
    expect(done.sim.api.calls.filter(({ method }) => method === "chat.postMessage")).toHaveLength(2);
  });
  it.each([
    ["it cannot be drawn", { draw: async () => null }],
    ["nothing draws", {}],
    ["files:write was declined", { draw: async () => PNG, grant: without("files:write") }],
    ["Slack never takes it in", { draw: async () => Uint8Array.from([1, 2, 3]) }],
  ])("is lines of text when %s", async (_claim, more) => {
    const done = await posted(more);
    expect(done.sim.answers(done.channel.id)).toHaveLength(1);
    expect(shown(done)).toContain("SDGT █ 3");
    expect(shown(done)).toContain("3 added");
    expect(shown(done)).not.toContain("slack_file");
  });
});

function without(scope: string): typeof GRANT {
  return { ...GRANT, scopes: GRANT.scopes.filter((one) => one !== scope) };
}
