import { describe, expect, it } from "vitest";
import { RedflagError } from "../../../src/core/errors.ts";
import type { Handler } from "../../../src/ports/chat.ts";
import { echo } from "./harness.ts";
import { answered, endPairs, quiet, startPair } from "./pair.ts";

endPairs();

describe("two replicas", () => {
  it("answer every message of a thread once and in its order, whichever of them takes it in", async () => {
    const busy: Record<string, number> = {};
    let overlaps = 0;
    const slow: Handler = async (incoming, responder) => {
      const thread = incoming.threadId;
      busy[thread] = (busy[thread] ?? 0) + 1;
      if ((busy[thread] ?? 0) > 1) overlaps += 1;
      await new Promise((resolve) => setTimeout(resolve, 2));
      await echo(incoming, responder);
      busy[thread] = (busy[thread] ?? 0) - 1;
    };
    const pair = await startPair(slow);
    const { sim, one, other } = pair;
    const people = Array.from({ length: 4 }, (_, index) => sim.workspace.addUser(`Person ${index}`));
    const roots = await Promise.all(people.map(({ id }) => sim.people.say(id, sim.workspace.direct(id).id, "0")));
    for (let turn = 1; turn < 6; turn++)
      for (const [index, { id }] of people.entries()) {
        pair.deliverTo(turn % 2 === 0 ? one : other);
        await sim.people.say(id, sim.workspace.direct(id).id, String(turn), { threadTs: roots[index]?.ts ?? "" });
      }
    for (const { id } of people) {
      const told = await answered(pair, sim.workspace.direct(id).id, 6);
      expect(told.map(({ text }) => text)).toEqual([0, 1, 2, 3, 4, 5].map((turn) => `Heard: ${turn}`));
    }
    await quiet(pair);
    expect(overlaps).toBe(0);
    expect(one.heard.length + other.heard.length).toBe(24);
    expect(Math.min(one.heard.length, other.heard.length)).toBeGreaterThan(0);
  });

  it("answer an event once that is delivered to both", async () => {
    const pair = await startPair(echo);
    const { sim, one, other } = pair;
    await sim.people.say(one.ann.id, one.channel.id, `<@${sim.workspace.bot.id}> once`);
    pair.deliverTo(other);
    const again = await Promise.all([...sim.post.deliveries].map((delivery) => sim.redeliver(delivery)));
    await answered(pair, one.channel.id, 1);
    await quiet(pair);
    expect(again.every(({ acked }) => acked)).toBe(true);
    expect(sim.answers(one.channel.id)).toHaveLength(1);
  });

  it("follow a thread without a new mention on the other replica", async () => {
    const pair = await startPair(echo);
    const { sim, one, other } = pair;
    const root = await sim.people.say(one.ann.id, one.channel.id, `<@${sim.workspace.bot.id}> first`);
    await answered(pair, one.channel.id, 1);
    pair.deliverTo(other);
    await sim.people.say(one.ann.id, one.channel.id, "and then?", { threadTs: root.ts });
    const told = await answered(pair, one.channel.id, 2);
    expect(told.map(({ text }) => text)).toEqual(["Heard: first", "Heard: and then?"]);
  });
});

describe("a store or a queue that does not answer", () => {
  it("leaves an event unacknowledged that could not be put: Slack delivers it again and it is answered once", async () => {
    let refusals = 2;
    const pair = await startPair(echo, echo, {
      spoil: (queue) => ({
        ...queue,
        put: (kind, work) =>
          refusals-- > 0 ? Promise.reject(new RedflagError("storage", "Postgres is away.")) : queue.put(kind, work),
      }),
    });
    const { sim, one } = pair;
    await sim.people.say(one.ann.id, one.direct.id, "hello");
    await answered(pair, one.direct.id, 1);
    await quiet(pair);
    expect(sim.post.deliveries[0]?.attempts.map(({ status }) => status)).toEqual([503, 503, 200]);
    expect(sim.answers(one.direct.id)).toHaveLength(1);
  });

  it("in the middle of an answer: it is tried again instead of telling the person", async () => {
    let failures = 3;
    const handle: Handler = async (incoming, responder) => {
      if (failures-- > 0) throw new RedflagError("storage", "Postgres is away.");
      await echo(incoming, responder);
    };
    const pair = await startPair(handle);
    const { sim, one } = pair;
    await sim.people.say(one.ann.id, one.direct.id, "hello");
    await quiet(pair);
    expect(sim.answers(one.direct.id).map(({ text }) => text)).toEqual(["Heard: hello"]);
  });

  it("for good: the person is told to ask again, once", async () => {
    const pair = await startPair(() => Promise.reject(new RedflagError("storage", "Postgres is away.")));
    const { sim, one } = pair;
    await sim.people.say(one.ann.id, one.direct.id, "hello");
    const told = await answered(pair, one.direct.id, 1);
    await quiet(pair);
    expect(told.map(({ text }) => text.includes("Please ask again"))).toEqual([true]);
  });
});

describe("a message that is taken back while another replica answers it", () => {
  const gate = () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    return { passed: promise, pass: resolve };
  };
  const held = (until: Promise<void>): Handler => {
    return async (incoming, responder) => {
      if (incoming.body.kind === "message" && incoming.body.text === "old") await until;
      await echo(incoming, responder);
    };
  };

  it("by its deletion is not answered", async () => {
    const { passed, pass } = gate();
    const pair = await startPair(held(passed));
    const { sim, one, other } = pair;
    const asked = await sim.people.say(one.ann.id, one.direct.id, "old");
    pair.deliverTo(other);
    await sim.people.remove(asked);
    pass();
    await quiet(pair);
    expect(sim.answers(one.direct.id)).toEqual([]);
  });

  it("by its edit: only the new words are answered", async () => {
    const { passed, pass } = gate();
    const pair = await startPair(held(passed));
    const { sim, one, other } = pair;
    const asked = await sim.people.say(one.ann.id, one.direct.id, "old");
    pair.deliverTo(other);
    await sim.people.edit(asked, "new");
    pass();
    const told = await answered(pair, one.direct.id, 1);
    await quiet(pair);
    expect(told.map(({ text }) => text)).toEqual(["Heard: new"]);
    expect([...one.heard, ...other.heard].at(-1)?.body).not.toHaveProperty("edited");
  });

  it("after it was answered: the new words are answered too, as an edit", async () => {
    const pair = await startPair(echo);
    const { sim, one, other } = pair;
    const asked = await sim.people.say(one.ann.id, one.direct.id, "first");
    await answered(pair, one.direct.id, 1);
    pair.deliverTo(other);
    await sim.people.edit(asked, "second");
    const told = await answered(pair, one.direct.id, 2);
    await quiet(pair);
    expect(told.map(({ text }) => text)).toEqual(["Heard: first", "Heard: second"]);
    expect([...one.heard, ...other.heard].find(({ attempt, body }) => attempt && "edited" in body)).toBeDefined();
  });
});
