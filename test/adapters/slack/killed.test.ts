import { describe, expect, it } from "vitest";
import { METADATA_TYPE } from "../../../src/adapters/slack/ledger.ts";
import { plain } from "../../../src/core/reply.ts";
import type { Handler } from "../../../src/ports/chat.ts";
import { echo, GRANT, reply } from "./harness.ts";
import { answered, endPairs, never, quiet, startPair, words } from "./pair.ts";

endPairs();

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
