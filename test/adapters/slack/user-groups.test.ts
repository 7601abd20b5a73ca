import { afterEach, expect, it } from "vitest";
import { startSimulator } from "../../support/slack/simulator.ts";
import { type Bench, echo, GRANT, startBench } from "./harness.ts";

let bench: Bench;
afterEach(() => bench?.close());

const personOf = (userId: string) => ({ platform: "slack", workspaceId: bench.sim.workspace.teamId, userId }) as const;
const asked = (): number => bench.sim.api.calls.filter(({ method }) => method === "usergroups.users.list").length;

it("asks Slack who belongs to a user group, and again after five minutes", async () => {
  bench = await startBench("http", echo);
  const { groups } = bench.slack;
  const bob = bench.sim.workspace.addUser("Bob");
  bench.sim.workspace.userGroups.set("S1", [bench.ann.id]);
  expect([await groups.has("S1", personOf(bench.ann.id)), await groups.has("S1", personOf(bob.id))]).toEqual([
    true,
    false,
  ]);
  expect(asked()).toBe(1);
  bench.sim.workspace.userGroups.set("S1", [bob.id]);
  bench.advance(5 * 60_000);
  expect([await groups.has("S1", personOf(bench.ann.id)), await groups.has("S1", personOf(bob.id))]).toEqual([
    false,
    true,
  ]);
});

it("does not take a group that Slack does not know, or may not tell of, for an empty one", async () => {
  bench = await startBench("http", echo);
  await expect(bench.slack.groups.has("S404", personOf("U1"))).rejects.toThrow("no_such_subteam");
  await bench.close();
  const sim = await startSimulator({
    grant: { ...GRANT, scopes: GRANT.scopes.filter((one) => one !== "usergroups:read") },
  });
  bench = await startBench("http", echo, { sim });
  sim.workspace.userGroups.set("S1", ["U1"]);
  await expect(bench.slack.groups.has("S1", personOf("U1"))).rejects.toThrow("missing_scope");
});
