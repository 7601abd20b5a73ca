import { describe, expect, it } from "vitest";
import { openSqlite } from "../../src/adapters/stores/sqlite.ts";
import type { Reply } from "../../src/core/reply.ts";
import { textOf } from "../../src/core/reply.ts";
import { makeDelivery, type Poster } from "../../src/digest/deliver.ts";
import { fictionalPost } from "../conformance/outbox-store.ts";
import { fakeClock } from "../support/clock.ts";

const firstWords = (reply: Reply): string =>
  reply.blocks.map((block) => ("text" in block ? textOf(block.text) : "")).join(" | ");

/** A platform whose every take can be made to fail, over a real store. */
const setUp = (arrived: "no" | "unknown" | "yes" = "unknown") => {
  const clock = fakeClock("2026-11-20T09:10:00Z");
  const { outbox } = openSqlite(":memory:");
  const taken: { key: string; words: string }[] = [];
  const troubles: string[] = [];
  const state = { failures: 0, dieAfter: Number.POSITIVE_INFINITY, gaveUp: [] as string[], announced: [] as string[] };
  const poster: Poster = {
    post: async (_place, reply, key) => {
      if (state.failures-- > 0) throw new Error("not taken");
      taken.push({ key, words: firstWords(reply) });
    },
    arrived: async () => arrived,
  };
  const delivery = (outbox_ = outbox) =>
    makeDelivery({
      outbox: outbox_,
      poster,
      ...clock,
      log: { info: () => {}, warn: (message) => void troubles.push(message), error: () => {} },
      onSent: async () => {},
      onSending: async ({ postId, attempts }) => void state.announced.push(`${postId} ${attempts} ${taken.length}`),
      onFailed: async (post) => void state.gaveUp.push(post.postId),
    });
  return { clock, outbox, taken, troubles, state, delivery };
};

describe("what waits in the outbox", () => {
  it("is posted part by part, once, and not again", async () => {
    const { outbox, taken, delivery } = setUp();
    await outbox.queue(fictionalPost("a"));
    const deliver = delivery();
    expect(await deliver()).toEqual({ sent: 1, failed: 0 });
    expect(await deliver()).toEqual({ sent: 0, failed: 0 });
    expect(taken.map(({ key }) => key)).toEqual(["a#1", "a#2"]);
  });

  it("is announced before its first part is handed over, and again when that has to be tried again", async () => {
    const { clock, outbox, state, delivery } = setUp();
    await outbox.queue(fictionalPost("a"));
    const deliver = delivery();
    state.failures = 1;
    await deliver();
    clock.pass(1);
    await deliver();
    expect(state.announced).toEqual(["a 0 0", "a 1 0"]);
  });

  it("goes on with the part that failed, after a wait that grows", async () => {
    const { clock, outbox, taken, state, delivery } = setUp();
    const post = fictionalPost("a");
    await outbox.queue({ ...post, parts: [...post.parts, ...post.parts] });
    const deliver = delivery();
    state.failures = 1;
    expect(await deliver()).toEqual({ sent: 0, failed: 1 });
    expect(await deliver()).toEqual({ sent: 0, failed: 0 });
    clock.pass(1);
    state.failures = 1;
    await deliver();
    clock.pass(1);
    expect(await deliver()).toEqual({ sent: 0, failed: 0 });
    clock.pass(1);
    expect(await deliver()).toEqual({ sent: 1, failed: 0 });
    expect(taken.map(({ key }) => key)).toEqual(["a#1", "a#2", "a#3", "a#4"]);
  });

  it("is given up after about two days of refusals, once, and says so", async () => {
    const { clock, outbox, state, delivery } = setUp();
    await outbox.queue(fictionalPost("a"));
    state.failures = Number.POSITIVE_INFINITY;
    const deliver = delivery();
    const began = Date.parse(clock.now());
    while (state.gaveUp.length === 0) {
      await deliver();
      clock.pass(30);
    }
    expect(state.gaveUp).toEqual(["a"]);
    expect((Date.parse(clock.now()) - began) / 3_600_000).toBeGreaterThan(36);
    expect(await outbox.posts("a")).toMatchObject([{ state: "failed", trouble: "not taken" }]);
    clock.pass(10_000);
    expect(await deliver()).toEqual({ sent: 0, failed: 0 });
  });

  it("is posted by one of two processes that look at once", async () => {
    const { outbox, taken, delivery } = setUp();
    for (const id of ["a", "b", "c"]) await outbox.queue(fictionalPost(id, id));
    const counts = await Promise.all([delivery()(), delivery()()]);
    expect(counts.reduce((sum, { sent }) => sum + sent, 0)).toBe(3);
    expect(taken).toHaveLength(6);
    expect(new Set(taken.map(({ key }) => key)).size).toBe(6);
  });
});

describe("a process that dies between handing a part over and recording it", () => {
  const dieAfterFirstPart = async (arrived: "no" | "unknown" | "yes") => {
    const all = setUp(arrived);
    await all.outbox.queue(fictionalPost("a"));
    let dead = false;
    const mortal: typeof all.outbox = {
      ...all.outbox,
      record: async (...held) => {
        if (dead || all.taken.length > 0) {
          dead = true;
          throw new Error("killed");
        }
        return all.outbox.record(...held);
      },
    };
    await all
      .delivery(mortal)()
      .catch(() => {});
    expect(all.taken.map(({ key }) => key)).toEqual(["a#1"]);
    all.clock.pass(5);
    expect(await all.delivery()()).toEqual({ sent: 0, failed: 0 });
    all.clock.pass(10);
    expect(await all.delivery()()).toEqual({ sent: 1, failed: 0 });
    return all.taken;
  };
  it("leaves no double where the platform can say that it arrived", async () => {
    expect((await dieAfterFirstPart("yes")).map(({ key }) => key)).toEqual(["a#1", "a#2"]);
  });
  it("leaves no gap where the platform says that it did not arrive", async () => {
    expect((await dieAfterFirstPart("no")).map(({ key }) => key)).toEqual(["a#1", "a#1", "a#2"]);
  });
  it("is followed by a part that says it may be a repeat where the platform cannot say", async () => {
    const taken = await dieAfterFirstPart("unknown");
    expect(taken.map(({ words }) => words.includes("may be a repeat"))).toEqual([false, true, false]);
  });
});
