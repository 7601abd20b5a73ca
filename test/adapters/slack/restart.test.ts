import { afterEach, describe, expect, it, vi } from "vitest";
import { makeJournal } from "../../../src/adapters/slack/journal.ts";
import type { Handler } from "../../../src/ports/chat.ts";
import { memoryExpiring } from "../../support/memory-stores.ts";
import type { Message } from "../../support/slack/model.ts";
import { openQuestion } from "../../support/slack/open-question.ts";
import { type Bench, echo, startBench } from "./harness.ts";

const open: Bench[] = [];
const start = async (...args: Parameters<typeof startBench>): Promise<Bench> => {
  const bench = await startBench(...args);
  open.push(bench);
  return bench;
};
/** A handler that never comes to an answer, as in a process that is killed. */
const stuck: Handler = () => new Promise(() => {});

afterEach(async () => {
  // Benches with a stuck handler cannot be waited for; closing their Slack ends their connections.
  await open.splice(0)[0]?.sim.close();
});

const ASK_AGAIN = "Please ask again";
const answersTo = (bench: Bench, user: string): readonly Message[] =>
  bench.sim.workspace.messages.filter(
    (message) =>
      message.user === bench.sim.workspace.bot.id &&
      (message.onlyFor === user || message.channel === bench.sim.workspace.direct(user).id),
  );

describe("a process that is stopped", () => {
  it("answers the event of a request that was still being read", async () => {
    const holding: (() => void)[] = [];
    const bench = await start("http", async (incoming, responder) => {
      await new Promise<void>((resolve) => void holding.push(resolve));
      await echo(incoming, responder);
    });
    let allRead = (): void => undefined;
    const received = new Promise<void>((resolve) => {
      allRead = resolve;
    });
    let over = false;
    const stopped = bench.slack.stop(received).then(() => {
      over = true;
    });
    await bench.sim.people.say(bench.ann.id, bench.direct.id, "hello");
    allRead();
    await vi.waitFor(() => expect(holding).toHaveLength(1));
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(over).toBe(false);
    holding[0]?.();
    await stopped;
    expect(bench.sim.answers(bench.direct.id)).toHaveLength(1);
  });
});

describe("a process that is killed while it answers", () => {
  it("leaves nobody of 100 askers without a word, and tells each of them once", async () => {
    const first = await start("http", stuck);
    const { sim, channel, expiring } = first;
    const people = Array.from({ length: 100 }, (_, index) => sim.workspace.addUser(`Person ${index}`));
    for (const { id } of people) channel.members.add(id);
    await Promise.all(
      people.map(({ id }, index) => {
        if (index % 3 === 0) return sim.people.command(id, channel.id, "/ask", "what is listed?");
        if (index % 3 === 1) return sim.people.say(id, sim.workspace.direct(id).id, "what is listed?");
        return sim.people.say(id, channel.id, `<@${sim.workspace.bot.id}> what is listed?`);
      }),
    );
    expect(first.heard).toHaveLength(100);
    const before = [...sim.post.deliveries];

    const second = await start("http", echo, { sim, expiring });
    for (const { id } of people) {
      const told = answersTo(second, id);
      expect(told.map(({ text }) => text.includes(ASK_AGAIN))).toEqual([true]);
    }
    for (const delivery of before) await sim.redeliver(delivery);
    await second.slack.stop();
    expect(second.heard).toEqual([]);
    const third = await start("http", echo, { sim, expiring });
    expect(people.filter(({ id }) => answersTo(third, id).length !== 1)).toEqual([]);
  });

  it("tells an asker once, however often it is restarted", async () => {
    const first = await start("http", stuck);
    const { sim, ann, direct, expiring } = first;
    await sim.people.say(ann.id, direct.id, "what is listed?");
    for (let restart = 0; restart < 3; restart++) {
      await start("http", echo, { sim, expiring });
      // Past the pace of one post a second, which would hide a second word.
      first.advance(2_000);
    }
    expect(sim.answers(direct.id)).toHaveLength(1);
  });

  it("tells nobody anything when every question was answered", async () => {
    const first = await start("http", echo);
    const { sim, ann, direct, expiring } = first;
    await sim.people.say(ann.id, direct.id, "hello");
    await first.slack.stop();
    await start("http", echo, { sim, expiring });
    expect(sim.answers(direct.id).map(({ text }) => text)).toEqual(["Heard: hello"]);
  });

  it("says nothing about a question that was put on record but not acknowledged: it is delivered again and answered", async () => {
    const expiring = memoryExpiring();
    const probe = await start("http", echo, { expiring });
    const { sim, ann, direct } = probe;
    const ts = sim.workspace.nextTs();
    const journal = makeJournal(expiring, "main", { info: () => {}, warn: () => {}, error: () => {} });
    const key = `message:${sim.workspace.teamId}:${direct.id}:${ts}`;
    await journal.open({
      key,
      workspaceId: sim.workspace.teamId,
      enterpriseId: null,
      channelId: direct.id,
      threadTs: ts,
      userId: ann.id,
      responseUrl: null,
    });
    const second = await start("http", echo, { sim, expiring });
    expect(sim.answers(direct.id)).toEqual([]);
    await sim.post.deliver({
      kind: "events_api",
      payload: {
        type: "event_callback",
        team_id: sim.workspace.teamId,
        event_id: "Ev1",
        event: { type: "message", channel_type: "im", channel: direct.id, user: ann.id, text: "hello", ts },
      },
    });
    await second.slack.stop();
    expect(sim.answers(direct.id).map(({ text }) => text)).toEqual(["Heard: hello"]);
  });
});

describe("the record of open questions", () => {
  it("gathers writes: a thousand questions at once cost far fewer than a thousand writes", async () => {
    const store = memoryExpiring();
    let writes = 0;
    const counting = {
      ...store,
      set: async (...args: Parameters<typeof store.set>) => {
        writes += 1;
        await new Promise((resolve) => setImmediate(resolve));
        return store.set(...args);
      },
    };
    const started = () => makeJournal(counting, "main", { info: () => {}, warn: () => {}, error: () => {} });
    const journal = started();
    const question = (index: number) => openQuestion(`k${index}`);
    await Promise.all(Array.from({ length: 1_000 }, (_, index) => journal.open(question(index))));
    expect(writes).toBeLessThan(200);
    expect(await started().leftovers()).toHaveLength(1_000);
    for (let index = 0; index < 1_000; index++) journal.close(`k${index}`);
    await journal.settled();
    expect(await started().leftovers()).toEqual([]);
  });

  it("keeps what an earlier process left until its author was told, also when it is written to meanwhile", async () => {
    const store = memoryExpiring();
    const started = () => makeJournal(store, "main", { info: () => {}, warn: () => {}, error: () => {} });
    const first = started();
    for (let index = 0; index < 100; index++) await first.open(openQuestion(`old${index}`));
    // Killed; the next one is killed too while it tells the first ones.
    const second = started();
    await second.leftovers();
    for (let index = 0; index < 100; index++) await second.open(openQuestion(`new${index}`));
    for (let index = 0; index < 30; index++) await second.forget(`old${index}`);
    const left = (await started().leftovers()).map(({ key }) => key);
    expect(left.filter((key) => key.startsWith("old"))).toHaveLength(70);
    expect(left.filter((key) => key.startsWith("new"))).toHaveLength(100);
  });

  it("a store that refuses does not keep a question from being answered", async () => {
    const broken = {
      ...memoryExpiring(),
      set: () => Promise.reject(new Error("disk full")),
      claim: () => Promise.reject(new Error("disk full")),
    };
    const bench = await start("http", echo, { expiring: broken });
    await bench.sim.people.say(bench.ann.id, bench.direct.id, "hello");
    await bench.slack.stop();
    expect(bench.sim.answers(bench.direct.id)).toHaveLength(1);
    expect(bench.logged.join("\n")).toContain("The store could not be asked");
  });
});
