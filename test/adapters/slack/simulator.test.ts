import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Delivery } from "../../support/slack/delivery.ts";
import type { AppGrant, Channel, User } from "../../support/slack/model.ts";
import { type Simulator, startSimulator } from "../../support/slack/simulator.ts";

/** Each rule of the simulated Slack bites: what breaks it is refused in Slack's own words, and its neighbour passes. */

const GRANT: AppGrant = {
  scopes: ["chat:write", "assistant:write", "app_mentions:read", "im:history", "channels:history"],
  events: ["app_mention", "message.im", "message.channels"],
  commands: ["/screen"],
  shortcuts: ["screen_message"],
};

let sim: Simulator;
let ann: User;
let channel: Channel;
let aheadMs = 0;

beforeEach(async () => {
  aheadMs = 0;
  sim = await startSimulator({
    grant: GRANT,
    nowMs: () => Date.now() + aheadMs,
    ackDeadlineMs: 200,
    retryDelaysMs: [0, 0, 0],
  });
  ann = sim.workspace.addUser("Ann Example");
  channel = sim.workspace.addChannel("general", [ann.id, sim.workspace.bot.id]);
});
afterEach(() => sim.close());

const call = async (method: string, args: Record<string, unknown>, token = sim.botToken) => {
  const form = new URLSearchParams(
    Object.entries(args).map(([key, value]): [string, string] => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
  const response = await fetch(sim.apiUrl + method, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}` },
    body: form,
  });
  const body: { ok: boolean; error?: string; [key: string]: unknown } = await response.json();
  return { ...body, status: response.status, retryAfter: response.headers.get("retry-after") };
};
const post = (more: Record<string, unknown> = {}) =>
  call("chat.postMessage", { channel: channel.id, text: "hello", ...more });
const rich = (text: string) => ({
  type: "rich_text",
  elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }],
});
const plain = (text: string) => ({ type: "plain_text", text });
const button = (more: object = {}) => ({ type: "button", text: plain("Go"), action_id: "go", ...more });

describe("calls", () => {
  it("a right one is taken", async () => {
    expect(await post()).toMatchObject({ ok: true, channel: channel.id });
  });

  it.each([
    ["an unknown method", "chat.postTelepathy", {}, "unknown_method"],
    ["an unknown argument", "chat.postMessage", { channel: "C", text: "x", colour: "red" }, "invalid_arguments"],
    ["an unknown channel", "chat.postMessage", { channel: "C0NOWHERE", text: "x" }, "channel_not_found"],
    [
      "a method whose scope was not granted",
      "files.getUploadURLExternal",
      { filename: "a", length: "1" },
      "missing_scope",
    ],
    ["Socket Mode with a bot token", "apps.connections.open", {}, "not_allowed_token_type"],
  ])("%s is refused", async (_claim, method, args, error) => {
    expect(await call(method, args)).toMatchObject({ ok: false, error });
  });

  it("an unknown method is remembered, so that a test can fail on it", async () => {
    await call("chat.postTelepathy", {});
    expect(sim.api.unknown).toEqual(["chat.postTelepathy"]);
  });

  it.each([
    ["no token", "", "not_authed"],
    ["a wrong token", "xoxb-wrong", "invalid_auth"],
  ])("%s is refused", async (_claim, token, error) => {
    expect(await call("auth.test", {}, token)).toMatchObject({ ok: false, error });
  });

  it("a revoked token is refused", async () => {
    sim.workspace.tokens.set(sim.botToken, "revoked");
    expect(await post()).toMatchObject({ error: "token_revoked" });
  });

  it("torn JSON in a form is refused", async () => {
    expect(await post({ blocks: "[{" })).toMatchObject({ error: "invalid_form_data" });
  });

  it("a message without text and blocks is refused", async () => {
    expect(await call("chat.postMessage", { channel: channel.id })).toMatchObject({ error: "no_text" });
  });
});

describe("membership", () => {
  it.each([
    ["a public channel without the app", "public", "not_in_channel"],
    ["a private channel without the app", "private", "channel_not_found"],
  ] as const)("%s is refused", async (_claim, kind, error) => {
    const other = sim.workspace.addChannel("other", [ann.id], kind);
    expect(await post({ channel: other.id })).toMatchObject({ error });
  });

  it("an archived channel is refused", async () => {
    channel.archived = true;
    expect(await post()).toMatchObject({ error: "is_archived" });
  });

  it("an ephemeral message to somebody outside is refused", async () => {
    const bob = sim.workspace.addUser("Bob Example");
    expect(await call("chat.postEphemeral", { channel: channel.id, user: bob.id, text: "x" })).toMatchObject({
      error: "user_not_in_channel",
    });
  });
});

describe("Block Kit", () => {
  const many = <One>(count: number, one: (index: number) => One): One[] =>
    Array.from({ length: count }, (_, index) => one(index));
  it.each([
    ["50 blocks", many(50, () => ({ type: "divider" })), true],
    ["51 blocks", many(51, () => ({ type: "divider" })), false],
    ["a section of 3,000 characters", [{ type: "section", text: plain("x".repeat(3_000)) }], true],
    ["a section of 3,001 characters", [{ type: "section", text: plain("x".repeat(3_001)) }], false],
    ["an empty text", [{ type: "section", text: plain("") }], false],
    ["10 fields", [{ type: "section", fields: many(10, () => plain("f")) }], true],
    ["11 fields", [{ type: "section", fields: many(11, () => plain("f")) }], false],
    ["a field of 2,001 characters", [{ type: "section", fields: [plain("x".repeat(2_001))] }], false],
    ["a header of 150 characters", [{ type: "header", text: plain("x".repeat(150)) }], true],
    ["a header of 151 characters", [{ type: "header", text: plain("x".repeat(151)) }], false],
    ["a header in mrkdwn", [{ type: "header", text: { type: "mrkdwn", text: "x" } }], false],
    ["25 buttons", [{ type: "actions", elements: many(25, (index) => button({ action_id: `b${index}` })) }], true],
    ["26 buttons", [{ type: "actions", elements: many(26, (index) => button({ action_id: `b${index}` })) }], false],
    ["two buttons with one action_id", [{ type: "actions", elements: [button(), button()] }], false],
    [
      "a button text of 76 characters",
      [{ type: "actions", elements: [button({ text: plain("x".repeat(76)) })] }],
      false,
    ],
    [
      "a button value of 2,001 characters",
      [{ type: "actions", elements: [button({ value: "x".repeat(2_001) })] }],
      false,
    ],
    ["a button with an unknown style", [{ type: "actions", elements: [button({ style: "huge" })] }], false],
    ["an unknown block", [{ type: "hologram" }], false],
    ["an unknown property", [{ type: "divider", colour: "red" }], false],
    [
      "an input in a message",
      [{ type: "input", label: plain("x"), element: { type: "plain_text_input", action_id: "x" } }],
      false,
    ],
    ["rich text", [rich("hello <!channel>")], true],
    ["an empty rich text element", [rich("")], false],
    [
      "a rich text link to javascript:",
      [
        {
          type: "rich_text",
          elements: [{ type: "rich_text_section", elements: [{ type: "link", url: "javascript:x", text: "x" }] }],
        },
      ],
      false,
    ],
    ["rich text inside a container", [{ type: "container", title: plain("t"), child_blocks: [rich("x")] }], false],
    [
      "10 sections inside a container",
      [{ type: "container", title: plain("t"), child_blocks: many(10, () => ({ type: "section", text: plain("x") })) }],
      true,
    ],
    [
      "11 sections inside a container",
      [{ type: "container", title: plain("t"), child_blocks: many(11, () => ({ type: "section", text: plain("x") })) }],
      false,
    ],
    [
      "a container folded but not foldable",
      [{ type: "container", title: plain("t"), default_collapsed: true, child_blocks: [{ type: "divider" }] }],
      false,
    ],
    [
      "two blocks with one block_id",
      [
        { type: "divider", block_id: "a" },
        { type: "divider", block_id: "a" },
      ],
      false,
    ],
  ])("%s", async (_claim, blocks, taken) => {
    expect(await post({ blocks })).toMatchObject(taken ? { ok: true } : { ok: false, error: "invalid_blocks" });
  });

  it("more than 13,200 characters over all blocks are refused, although each block is right", async () => {
    const blocks = (count: number) => many(count, () => ({ type: "section", text: plain("x".repeat(2_640)) }));
    expect(await post({ blocks: blocks(6) })).toMatchObject({ error: "msg_blocks_too_long" });
    expect(await post({ blocks: blocks(5) })).toMatchObject({ ok: true });
  });
});

describe("rate limits", () => {
  it("a second post to a channel within a second is slowed down, to another channel it is not", async () => {
    const other = sim.workspace.addChannel("other", [sim.workspace.bot.id]);
    await post();
    expect(await post()).toMatchObject({ status: 429, retryAfter: "1" });
    expect(await post({ channel: other.id })).toMatchObject({ ok: true });
    aheadMs += 1_001;
    expect(await post()).toMatchObject({ ok: true });
  });

  it("the 21st stream within a minute is slowed down", async () => {
    const start = () => call("chat.startStream", { channel: sim.workspace.direct(ann.id).id, thread_ts: "1.1" });
    for (let count = 0; count < 20; count++) expect(await start()).toMatchObject({ ok: true });
    expect(await start()).toMatchObject({ status: 429 });
    aheadMs += 60_001;
    expect(await start()).toMatchObject({ ok: true });
  });

  it("a planned fault meets exactly the calls it was planned for", async () => {
    sim.api.fault("chat.postMessage", { status: 503 });
    expect(await post()).toMatchObject({ status: 503 });
    expect(await post()).toMatchObject({ ok: true });
  });
});

describe("streams", () => {
  const start = (more: object = {}) =>
    call("chat.startStream", {
      channel: channel.id,
      thread_ts: "1.1",
      recipient_user_id: ann.id,
      recipient_team_id: sim.workspace.teamId,
      ...more,
    });
  const task = { type: "task_update", id: "1", title: "Searching", status: "in_progress" };

  it("in a channel a stream needs the person and the team it is for", async () => {
    expect(await start({ recipient_user_id: "" })).toMatchObject({ error: "missing_recipient_user_id" });
    expect(await start({ recipient_team_id: "" })).toMatchObject({ error: "missing_recipient_team_id" });
    expect(await start()).toMatchObject({ ok: true });
  });

  it("start, append and stop follow each other; after the stop nothing can be appended", async () => {
    const { ts } = await start({ chunks: [task] });
    expect(
      await call("chat.appendStream", { channel: channel.id, ts, chunks: [{ ...task, status: "complete" }] }),
    ).toMatchObject({ ok: true });
    expect(await call("chat.stopStream", { channel: channel.id, ts, blocks: [rich("done")] })).toMatchObject({
      ok: true,
    });
    expect(await call("chat.appendStream", { channel: channel.id, ts, markdown_text: "more" })).toMatchObject({
      error: "message_not_in_streaming_state",
    });
    expect(await call("chat.stopStream", { channel: channel.id, ts })).toMatchObject({
      error: "message_not_in_streaming_state",
    });
  });

  it("an ordinary message cannot be appended to", async () => {
    const { ts } = await post();
    expect(await call("chat.appendStream", { channel: channel.id, ts, markdown_text: "x" })).toMatchObject({
      error: "message_not_in_streaming_state",
    });
  });

  it.each([
    ["an unknown chunk", { type: "confetti" }],
    ["a task without a title", { ...task, title: "" }],
    ["a task with an unknown status", { ...task, status: "maybe" }],
  ])("%s is refused", async (_claim, chunk) => {
    expect(await start({ chunks: [chunk] })).toMatchObject({ error: "invalid_chunks" });
  });
});

describe("prompts and views", () => {
  const prompts = (count: number) => Array.from({ length: count }, () => ({ title: "t", message: "m" }));
  it("four prompts are taken, five are refused", async () => {
    const direct = sim.workspace.direct(ann.id);
    expect(
      await call("assistant.threads.setSuggestedPrompts", { channel_id: direct.id, prompts: prompts(5) }),
    ).toMatchObject({ ok: false });
    expect(
      await call("assistant.threads.setSuggestedPrompts", { channel_id: direct.id, prompts: prompts(4) }),
    ).toMatchObject({ ok: true });
    expect(sim.workspace.prompts.get(direct.id)).toHaveLength(4);
  });

  it("prompts with a thread_ts are taken and shown to nobody, as under agent_view", async () => {
    const direct = sim.workspace.direct(ann.id);
    expect(
      await call("assistant.threads.setSuggestedPrompts", {
        channel_id: direct.id,
        thread_ts: "1.1",
        prompts: prompts(1),
      }),
    ).toMatchObject({ ok: true });
    expect(sim.workspace.prompts.has(direct.id)).toBe(false);
  });

  const view = {
    type: "modal",
    title: plain("Form"),
    submit: plain("Go"),
    blocks: [{ type: "input", label: plain("x"), element: { type: "plain_text_input", action_id: "x" } }],
  };
  const triggerOf = (delivery: Delivery): unknown => delivery.envelope.payload.trigger_id;
  const press = async () => {
    sim.post.use(() => Promise.resolve({ status: 200, ackMs: 1, body: "" }));
    return triggerOf(await sim.people.command(ann.id, channel.id, "/screen", "x"));
  };

  it("a trigger opens one view within three seconds", async () => {
    const trigger = await press();
    expect(await call("views.open", { trigger_id: trigger, view })).toMatchObject({ ok: true });
    expect(await call("views.open", { trigger_id: trigger, view })).toMatchObject({ error: "exchanged_trigger_id" });
    const late = await press();
    aheadMs += 3_001;
    expect(await call("views.open", { trigger_id: late, view })).toMatchObject({ error: "expired_trigger_id" });
    expect(await call("views.open", { trigger_id: "1.1", view })).toMatchObject({ error: "invalid_trigger_id" });
  });

  it.each([
    ["a title of 25 characters", { ...view, title: plain("x".repeat(25)) }],
    ["inputs without a submit button", { ...view, submit: undefined }],
    ["private_metadata of 3,001 characters", { ...view, private_metadata: "x".repeat(3_001) }],
    ["101 blocks", { ...view, blocks: Array.from({ length: 101 }, () => ({ type: "divider" })) }],
  ])("a modal with %s is refused", async (_claim, wrong) => {
    expect(await call("views.open", { trigger_id: await press(), view: wrong })).toMatchObject({
      error: "invalid_arguments",
    });
  });
});

describe("delivery", () => {
  it("an event that is not acknowledged is delivered three more times, with its number and reason", async () => {
    const seen: unknown[] = [];
    sim.post.use((_envelope, retry) => {
      seen.push(retry);
      return Promise.resolve({ status: null, ackMs: null, body: "" });
    });
    await sim.people.say(ann.id, channel.id, "anyone?");
    expect(seen).toEqual([null, 1, 2, 3].map((num) => (num === null ? null : { num, reason: "http_timeout" })));
    expect(sim.post.deliveries[0]?.acked).toBe(false);
  });

  it("a command that is not acknowledged is not delivered again", async () => {
    let tries = 0;
    sim.post.use(() => {
      tries += 1;
      return Promise.resolve({ status: 500, ackMs: 1, body: "" });
    });
    await sim.people.command(ann.id, channel.id, "/screen", "x");
    expect(tries).toBe(1);
  });

  it("an unknown command and an unknown shortcut cannot be used", () => {
    expect(() => sim.people.command(ann.id, channel.id, "/launch", "")).toThrow("not a valid command");
    expect(() => sim.people.globalShortcut(ann.id, "launch")).toThrow("no shortcut");
  });

  it("a message in a channel without the app causes no event", async () => {
    const other = sim.workspace.addChannel("other", [ann.id]);
    await sim.people.say(ann.id, other.id, `<@${sim.workspace.bot.id}> hello`);
    expect(sim.post.deliveries).toEqual([]);
  });

  it("a mention in a channel causes a message and an app_mention", async () => {
    sim.post.use(() => Promise.resolve({ status: 200, ackMs: 1, body: "" }));
    await sim.people.say(ann.id, channel.id, `<@${sim.workspace.bot.id}> hello`);
    const types = sim.post.deliveries.map(({ envelope }) => (envelope.payload.event as { type: string }).type);
    expect(types).toEqual(["message", "app_mention"]);
  });
});

describe("response_url", () => {
  const url = async () => {
    sim.post.use(() => Promise.resolve({ status: 200, ackMs: 1, body: "" }));
    const { envelope } = await sim.people.command(ann.id, channel.id, "/screen", "x");
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
    aheadMs += 30 * 60_000 + 1;
    expect(await (await send(to, { text: "x" })).text()).toBe("expired_url");
  });

  it("shows a message to one person unless it says in_channel", async () => {
    const to = await url();
    await send(to, { text: "for one" });
    await send(to, { text: "for all", response_type: "in_channel" });
    expect(sim.answers(channel.id).map(({ onlyFor }) => onlyFor)).toEqual([ann.id, null]);
  });
});
