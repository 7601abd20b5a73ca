import { describe, expect, it } from "vitest";
import { RedflagError } from "../../../src/core/errors.ts";
import type { Handler } from "../../../src/ports/chat.ts";
import { memoryQueue } from "../../support/memory-queue.ts";
import { memoryExpiring } from "../../support/memory-stores.ts";
import { TENANT } from "../../support/teams/playground.ts";
import { reply } from "../../support/teams/replies.ts";
import { waitUntil } from "../../support/teams/wait.ts";
import { inChannel, onTheWire } from "../../support/teams/wire.ts";

const { botThat, failNext, left, message } = onTheWire();
const never = new Promise<never>(() => {});
const texts = (): readonly string[] =>
  left()
    .filter(({ status, body }) => status === 201 && body.type === "message")
    .map(({ body }) => String(body.text));
const saying = (text: string) => reply({ blocks: [{ kind: "paragraph", text: [{ text }] }] });
const echo: Handler = async ({ body }, responder) => {
  if (body.kind === "message") await responder.send(saying(`heard ${body.text}`));
};

/** Two replicas over one store and one queue. */
const startPair = async (handle: Handler, otherHandle: Handler = handle) => {
  const [expiring, queue] = [memoryExpiring(), memoryQueue()];
  const [first, second] = [queue.replica(), queue.replica()];
  const one = await botThat(handle, { expiring, queue: first });
  const other = await botThat(otherHandle, { expiring, queue: second });
  await one.teams.start();
  await other.teams.start();
  const quiet = async (): Promise<void> => {
    for (let still = 0; still < 20; ) {
      still = (await first.depth("teams")) === 0 ? still + 1 : 0;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  };
  return { one, other, first, quiet };
};

describe("two replicas behind one address", () => {
  it("answer each message once and a conversation in its order, whichever takes it in and however often", async () => {
    const { one, other, quiet } = await startPair(echo);
    const asked = Array.from({ length: 12 }, (_, index) => message({ text: `question ${index}` }));
    for (const [index, activity] of asked.entries()) {
      expect((await (index % 2 === 0 ? one : other).post(activity)).status).toBe(200);
      expect((await (index % 2 === 0 ? other : one).post(activity)).status).toBe(200);
    }
    await quiet();
    expect(texts()).toEqual(asked.map((_, index) => `heard question ${index}`));
    expect([one.incoming.length, other.incoming.length].every((count) => count > 0)).toBe(true);
  });

  it("a button inside a dialog is answered by the replica that it came to, within the call", async () => {
    const { one, quiet } = await startPair(echo);
    const fetched = await one.post(message({ type: "invoke", name: "task/fetch", value: {}, text: undefined }));
    expect(await fetched.json()).toHaveProperty("task");
    await quiet();
  });

  it("what was remembered by one can be posted to by the other, also after the bot was removed and added again", async () => {
    const { one, other, quiet } = await startPair(echo);
    const added = (action: string) => message({ type: "installationUpdate", action, text: undefined });
    await one.post(message({ text: "hello" }));
    await quiet();
    const target = { workspaceId: TENANT.tenantId, channelId: String(one.incoming[0]?.channelId) };
    await other.post(added("remove"));
    await quiet();
    await expect(one.teams.post(target, saying("digest"))).rejects.toThrow(/not in that Teams conversation/);
    await one.post(message({ text: "hello again" }));
    await one.post(message({ text: "and again" }));
    await quiet();
    await other.teams.post(target, saying("digest"));
    expect(texts().at(-1)).toBe("digest");
  });
});

describe("a replica that is killed", () => {
  it("before it answered: the other answers, without a word about it", async () => {
    const { one, first, quiet } = await startPair(() => never, echo);
    await one.post(message({ text: "hello" }));
    first.die();
    await quiet();
    expect(texts()).toEqual(["heard hello"]);
  });

  it("after it posted: the answer comes again and says that it may be a repeat", async () => {
    const posted = Promise.withResolvers<void>();
    const handle: Handler = async (incoming, responder) => {
      await echo(incoming, responder);
      posted.resolve();
      await never;
    };
    const { one, first, quiet } = await startPair(handle, echo);
    await one.post(message({ text: "hello" }));
    await posted.promise;
    first.die();
    await quiet();
    expect(texts()[0]).toBe("heard hello");
    expect(texts()[1]).toMatch(/This may be a repeat[\s\S]*heard hello/);
    expect(texts()).toHaveLength(2);
  });
});

describe("what fails for a moment", () => {
  it("at the queue: Teams is asked to deliver again", async () => {
    const queue = memoryQueue().replica();
    let refusals = 1;
    const bot = await botThat(echo, {
      queue: {
        ...queue,
        put: (kind, work) =>
          refusals-- > 0 ? Promise.reject(new RedflagError("storage", "Postgres is away.")) : queue.put(kind, work),
      },
    });
    await bot.teams.start();
    const asked = message({ text: "hello" });
    expect([(await bot.post(asked)).status, (await bot.post(asked)).status]).toEqual([503, 200]);
    await waitUntil("an answer", () => texts().length > 0);
    expect(texts()).toEqual(["heard hello"]);
  });

  it("at the store: it is tried again instead of telling the person", async () => {
    let failures = 2;
    const { one, quiet } = await startPair(async (incoming, responder) => {
      if (failures-- > 0) throw new RedflagError("storage", "Postgres is away.");
      await echo(incoming, responder);
    });
    await one.post(message({ text: "hello" }));
    await quiet();
    expect(texts()).toEqual(["heard hello"]);
  });

  it("at Teams: what Teams has refused is no repeat when it is taken", async () => {
    const { one, quiet } = await startPair(echo);
    failNext(...Array(4).fill({ status: 504 }));
    await one.post(message({ text: "hello" }));
    await quiet();
    expect(texts()).toEqual(["heard hello"]);
  });

  it("and what Teams refuses for good is not tried again", async () => {
    const { one, quiet } = await startPair(echo);
    failNext({ status: 401 });
    await one.post(message({ text: "hello" }));
    await quiet();
    expect(left().map(({ status }) => status)).toEqual([401]);
  });
});

describe("a message that is taken back on another replica while it is answered", () => {
  const held = (until: Promise<void>): Handler => {
    return async (incoming, responder) => {
      if (incoming.body.kind === "message" && incoming.body.text === "old") await until;
      await echo(incoming, responder);
    };
  };

  it("by its deletion is not answered", async () => {
    const gate = Promise.withResolvers<void>();
    const { one, other, quiet } = await startPair(held(gate.promise));
    const asked = message({ text: "old" });
    await one.post(asked);
    await other.post({ ...asked, type: "messageDelete", text: undefined });
    gate.resolve();
    await quiet();
    expect(texts()).toEqual([]);
  });

  it("by its edit: only the new words are answered, in a channel too", async () => {
    const gate = Promise.withResolvers<void>();
    const { one, other, quiet } = await startPair(held(gate.promise));
    const asked = message({
      ...inChannel,
      text: "<at>Redflag</at> old",
      entities: [
        {
          type: "mention",
          text: "<at>Redflag</at>",
          mentioned: { ...Object(message().recipient) },
        },
      ],
    });
    await one.post(asked);
    const channelData = { ...inChannel.channelData, eventType: "editMessage" };
    await other.post({ ...asked, type: "messageUpdate", text: "<at>Redflag</at> new", channelData, timestamp: "2" });
    gate.resolve();
    await quiet();
    expect(texts()).toEqual(["heard new"]);
  });
});
