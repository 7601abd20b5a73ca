import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Stand, startStand } from "./simulator-stand.ts";

/** Each rule of the simulated Slack bites: what breaks it is refused in Slack's own words, and its neighbour passes. */
let stand: Stand;
beforeEach(async () => {
  stand = await startStand();
});
afterEach(() => stand.sim.close());

describe("delivery", () => {
  it("an event that is not acknowledged is delivered three more times, with its number and reason", async () => {
    const seen: unknown[] = [];
    stand.sim.post.use((_envelope, retry) => {
      seen.push(retry);
      return Promise.resolve({ status: null, ackMs: null, body: "" });
    });
    await stand.sim.people.say(stand.ann.id, stand.channel.id, "anyone?");
    expect(seen).toEqual([null, 1, 2, 3].map((num) => (num === null ? null : { num, reason: "http_timeout" })));
    expect(stand.sim.post.deliveries[0]?.acked).toBe(false);
  });

  it("a command that is not acknowledged is not delivered again", async () => {
    let tries = 0;
    stand.sim.post.use(() => {
      tries += 1;
      return Promise.resolve({ status: 500, ackMs: 1, body: "" });
    });
    await stand.sim.people.command(stand.ann.id, stand.channel.id, "/screen", "x");
    expect(tries).toBe(1);
  });

  it("an unknown command and an unknown shortcut cannot be used", () => {
    expect(() => stand.sim.people.command(stand.ann.id, stand.channel.id, "/launch", "")).toThrow(
      "not a valid command",
    );
    expect(() => stand.sim.people.globalShortcut(stand.ann.id, "launch")).toThrow("no shortcut");
  });

  it("a message in a channel without the app causes no event", async () => {
    const other = stand.sim.workspace.addChannel("other", [stand.ann.id]);
    await stand.sim.people.say(stand.ann.id, other.id, `<@${stand.sim.workspace.bot.id}> hello`);
    expect(stand.sim.post.deliveries).toEqual([]);
  });

  it("an ordinary message, its edit, its preview and a join are told only where the app is a member", async () => {
    const { sim, ann, channel } = stand;
    stand.sim.post.use(() => Promise.resolve({ status: 200, ackMs: 1, body: "" }));
    const told = () =>
      sim.post.deliveries.splice(0).map(({ envelope }) => {
        const { event } = envelope.payload as { event: Record<string, unknown> };
        return event.subtype ?? event.type;
      });
    const live = async () => {
      const message = await sim.people.say(ann.id, channel.id, "lunch?");
      await sim.people.edit(message, "lunch!");
      await sim.people.preview(message);
      await sim.people.join(sim.workspace.addUser("Ben Example").id, channel.id);
      await sim.people.remove(message);
      return told();
    };
    expect(await live()).toEqual(["message", "message_changed", "message_changed", "channel_join", "message_deleted"]);
    channel.members.delete(sim.workspace.bot.id);
    expect(await live()).toEqual([]);
  });

  it("an edit tells the words before and after, a preview of a link the same words twice", async () => {
    const { sim, ann, channel } = stand;
    stand.sim.post.use(() => Promise.resolve({ status: 200, ackMs: 1, body: "" }));
    const message = await sim.people.say(ann.id, channel.id, "lunch?");
    await sim.people.edit(message, "lunch!");
    await sim.people.preview(message);
    const words = sim.post.deliveries.slice(1).map(({ envelope }) => {
      const { event } = envelope.payload as { event: Record<string, { text: string }> };
      return [event.previous_message?.text, event.message?.text];
    });
    expect(words).toEqual([
      ["lunch?", "lunch!"],
      ["lunch!", "lunch!"],
    ]);
  });

  it("a mention in a channel causes a message and an app_mention", async () => {
    stand.sim.post.use(() => Promise.resolve({ status: 200, ackMs: 1, body: "" }));
    await stand.sim.people.say(stand.ann.id, stand.channel.id, `<@${stand.sim.workspace.bot.id}> hello`);
    const types = stand.sim.post.deliveries.map(({ envelope }) => (envelope.payload.event as { type: string }).type);
    expect(types).toEqual(["message", "app_mention"]);
  });
});

describe("response_url", () => {
  const url = async () => {
    stand.sim.post.use(() => Promise.resolve({ status: 200, ackMs: 1, body: "" }));
    const { envelope } = await stand.sim.people.command(stand.ann.id, stand.channel.id, "/screen", "x");
    return String(envelope.payload.response_url);
  };
  const send = (to: string, body: object) =>
    fetch(to, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

  it("takes five messages and refuses the sixth", async () => {
    const to = await url();
    for (let count = 0; count < 5; count++) expect((await send(to, { text: "x" })).status).toBe(200);
    const sixth = await send(to, { text: "x" });
    expect([sixth.status, await sixth.text()]).toEqual([404, "used_url"]);
  });

  it("refuses after thirty minutes", async () => {
    const to = await url();
    stand.advance(30 * 60_000 + 1);
    expect(await (await send(to, { text: "x" })).text()).toBe("expired_url");
  });

  it("shows a message to one person unless it says in_channel", async () => {
    const to = await url();
    await send(to, { text: "for one" });
    await send(to, { text: "for all", response_type: "in_channel" });
    expect(stand.sim.answers(stand.channel.id).map(({ onlyFor }) => onlyFor)).toEqual([stand.ann.id, null]);
  });
});
