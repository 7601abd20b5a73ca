import { afterEach, describe, expect, it } from "vitest";
import { METADATA_TYPE } from "../../../src/adapters/slack/ledger.ts";
import { LIMITS } from "../../../src/adapters/slack/limits.ts";
import { RedflagError } from "../../../src/core/errors.ts";
import { plain } from "../../../src/core/reply.ts";
import type { Handler } from "../../../src/ports/chat.ts";
import type { WorkQueue } from "../../../src/ports/work-queue.ts";
import { type MemoryReplica, memoryQueue } from "../../support/memory-queue.ts";
import { memoryExpiring } from "../../support/memory-stores.ts";
import type { Message } from "../../support/slack/model.ts";
import { startSimulator } from "../../support/slack/simulator.ts";
import { type Bench, echo, GRANT, reply, startBench } from "./harness.ts";

/** Two replicas over one store and one queue; events go to the one that was connected last. */
interface Pair {
  readonly one: Bench;
  readonly other: Bench;
  readonly first: MemoryReplica;
  readonly sim: Bench["sim"];
  /** From now on events go to this replica. */
  readonly deliverTo: (bench: Bench) => void;
}

const open: Bench[] = [];
/** Slack here does not know a post again by the id of the client: that an answer stands once is our own doing. */
const startPair = async (
  handle: Handler,
  otherHandle: Handler = handle,
  more: {
    readonly scopes?: readonly string[];
    readonly spoil?: (queue: WorkQueue) => WorkQueue;
    /** The first replica stops for ever between two messages of an answer. */
    readonly stopsBetweenParts?: boolean;
  } = {},
): Promise<Pair> => {
  const expiring = memoryExpiring();
  const queue = memoryQueue();
  // What the replicas wait moves Slack's clock instead of the real one.
  let aheadMs = 0;
  const wait = async (ms: number): Promise<void> => {
    aheadMs += ms;
  };
  const sim = await startSimulator({
    nowMs: () => Date.now() + aheadMs,
    grant: { ...GRANT, scopes: more.scopes ?? GRANT.scopes },
    retryDelaysMs: [0, 0, 0],
    knowsPosts: false,
  });
  const first = queue.replica();
  const shared = { sim, expiring, wait };
  const one = await startBench("http", handle, {
    ...shared,
    queue: more.spoil?.(first) ?? first,
    ...(more.stopsBetweenParts ? { wait: (ms) => (ms === LIMITS.msBetweenPosts ? never : wait(ms)) } : {}),
  });
  const other = await startBench("http", otherHandle, { ...shared, queue: queue.replica() });
  open.push(one, other);
  const deliverTo = (bench: Bench): void => sim.connectHttp(bench.eventsUrl);
  deliverTo(one);
  return { one, other, first, sim, deliverTo };
};

afterEach(async () => {
  // A replica with a stuck handler cannot be waited for; ending Slack ends its connections.
  await open.splice(0)[0]?.sim.close();
});

const never = new Promise<never>(() => {});
const words = (messages: readonly Message[]): readonly string[] =>
  messages.map(({ blocks, text }) => `${text} ${JSON.stringify(blocks)}`);
const answered = (pair: Pair, channel: string, count: number): Promise<readonly Message[]> =>
  pair.sim.until(() => {
    const found = pair.sim.answers(channel);
    return found.length >= count && found;
  }, `${count} answers`);
/** Holds until nothing of the queue is under way any more. */
const quiet = async (pair: Pair): Promise<void> => {
  for (let still = 0; still < 20; ) {
    still = (await pair.first.depth("slack")) === 0 ? still + 1 : 0;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
};

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

describe("a replica that is killed", () => {
  it("before it answered: another one answers, and nobody is told to ask again", async () => {
    const pair = await startPair(() => never, echo);
    const { sim, one, first } = pair;
    pair.deliverTo(one);
    await sim.people.say(one.ann.id, one.direct.id, "what is listed?");
    await sim.people.say(one.ann.id, one.direct.id, "and what else?");
    first.die();
    const told = await answered(pair, one.direct.id, 2);
    await quiet(pair);
    expect(told.map(({ text }) => text).toSorted()).toEqual(["Heard: and what else?", "Heard: what is listed?"]);
  });

  const kill = async (handle: Handler, otherHandle: Handler, scopes?: readonly string[]) => {
    const died = Promise.withResolvers<void>();
    const pair = await startPair(
      async (incoming, responder) => {
        await handle(incoming, responder);
        died.resolve();
        await never;
      },
      otherHandle,
      scopes === undefined ? {} : { scopes },
    );
    const { one, sim } = pair;
    await sim.people.say(one.ann.id, one.channel.id, `<@${sim.workspace.bot.id}> what is listed?`);
    return { pair, died: died.promise };
  };
  it("after it posted: the answer is found by its metadata and nothing is posted or asked again", async () => {
    const { pair, died } = await kill(echo, echo);
    await died;
    const before = pair.other.heard.length;
    pair.first.die();
    await quiet(pair);
    expect(pair.sim.answers(pair.one.channel.id)).toHaveLength(1);
    expect(pair.other.heard.length).toBe(before);
    expect(pair.sim.answers(pair.one.channel.id)[0]?.metadata).toMatchObject({
      event_type: METADATA_TYPE,
      event_payload: { part: 0, last: true },
    });
  });

  it("between two parts of an answer: the missing part is posted", async () => {
    const long = reply("long", {
      blocks: Array.from({ length: 60 }, (_, index) => ({ kind: "paragraph", text: plain(`${index}. `.repeat(120)) })),
    });
    const pair = await startPair((_incoming, responder) => responder.send(long), undefined, {
      stopsBetweenParts: true,
    });
    const { sim, one, first } = pair;
    await sim.people.say(one.ann.id, one.direct.id, "everything?");
    await answered(pair, one.direct.id, 1);
    expect(sim.answers(one.direct.id)).toHaveLength(1);
    first.die();
    await answered(pair, one.direct.id, 3);
    await quiet(pair);
    const parts = sim.answers(one.direct.id).map(({ metadata }) => metadata?.event_payload);
    expect(parts).toMatchObject([{ part: 0 }, { part: 1 }, { part: 2, last: true }]);
    const shown = words(sim.answers(one.direct.id)).join(" ");
    expect(Array.from({ length: 60 }, (_, index) => shown.split(` ${index}. `).length > 1)).not.toContain(false);
  });

  it("with a stream that was begun: the same stream ends with the answer", async () => {
    const stepped: Handler = async (_incoming, responder) => {
      await responder.progress("Searching 118 documents");
      await pairStream.promise;
    };
    const pairStream = Promise.withResolvers<void>();
    const { pair, died } = await kill(stepped, echo);
    await pair.sim.until(() => pair.sim.workspace.messages.some(({ stream }) => stream?.state === "open"), "a stream");
    pairStream.resolve();
    await died;
    pair.first.die();
    const [answer, ...more] = await answered(pair, pair.one.channel.id, 1);
    await quiet(pair);
    expect(more).toEqual([]);
    expect(answer?.stream?.state).toBe("stopped");
    expect(words(answer ? [answer] : [])[0]).toContain("Heard: what is listed?");
    expect(pair.sim.workspace.messages.filter(({ stream }) => stream !== null)).toHaveLength(1);
  });

  it("after a private answer was handed over: it is given again and says that it may be a repeat", async () => {
    const aside: Handler = async (_incoming, responder) => responder.send(reply("for you", { audience: "asker" }));
    const { pair, died } = await kill(aside, aside);
    await died;
    pair.first.die();
    const told = await answered(pair, pair.one.channel.id, 2);
    await quiet(pair);
    expect(words(told).map((text) => text.includes("This may be a repeat"))).toEqual([false, true]);
  });

  it("where Slack may not be asked what is there: the repeat says that it may be one", async () => {
    const scopes = GRANT.scopes.filter((scope) => scope !== "channels:history");
    const { pair, died } = await kill(echo, echo, scopes);
    await died;
    pair.first.die();
    const told = await answered(pair, pair.one.channel.id, 2);
    expect(words(told).map((text) => text.includes("This may be a repeat"))).toEqual([false, true]);
  });

  it("is not answered for because another app has written the same metadata", async () => {
    const { pair, died } = await kill(async () => {}, echo);
    await died;
    const { sim, one, first } = pair;
    const asked = sim.workspace.messages.find(({ text }) => text.includes("what is listed?"));
    const key = `message:${sim.workspace.teamId}:${one.channel.id}:${asked?.ts}`;
    sim.workspace.keep({
      channel: one.channel.id,
      user: sim.workspace.addUser("Another app").id,
      text: "nothing to see",
      via: "chat.postMessage",
      threadTs: asked?.ts ?? "",
      metadata: { event_type: METADATA_TYPE, event_payload: { key, part: 0, last: true } },
    });
    first.die();
    expect((await answered(pair, one.channel.id, 1)).map(({ text }) => text)).toEqual(["Heard: what is listed?"]);
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
