import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { rich, type Stand, startStand } from "./simulator-stand.ts";

/** Each rule of the simulated Slack bites: what breaks it is refused in Slack's own words, and its neighbour passes. */
let stand: Stand;
beforeEach(async () => {
  stand = await startStand();
});
afterEach(() => stand.sim.close());

describe("calls", () => {
  it("a right one is taken", async () => {
    expect(await stand.post()).toMatchObject({ ok: true, channel: stand.channel.id });
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
    expect(await stand.call(method, args)).toMatchObject({ ok: false, error });
  });

  it("an unknown method is remembered, so that a test can fail on it", async () => {
    await stand.call("chat.postTelepathy", {});
    expect(stand.sim.api.unknown).toEqual(["chat.postTelepathy"]);
  });

  it.each([
    ["no token", "", "not_authed"],
    ["a wrong token", "xoxb-wrong", "invalid_auth"],
  ])("%s is refused", async (_claim, token, error) => {
    expect(await stand.call("auth.test", {}, token)).toMatchObject({ ok: false, error });
  });

  it("a revoked token is refused", async () => {
    stand.sim.workspace.tokens.set(stand.sim.botToken, "revoked");
    expect(await stand.post()).toMatchObject({ error: "token_revoked" });
  });

  it("torn JSON in a form is refused", async () => {
    expect(await stand.post({ blocks: "[{" })).toMatchObject({ error: "invalid_form_data" });
  });

  it("a message without text and blocks is refused", async () => {
    expect(await stand.call("chat.postMessage", { channel: stand.channel.id })).toMatchObject({ error: "no_text" });
  });
});

describe("membership", () => {
  it.each([
    ["a public channel without the app", "public", "not_in_channel"],
    ["a private channel without the app", "private", "channel_not_found"],
  ] as const)("%s is refused", async (_claim, kind, error) => {
    const other = stand.sim.workspace.addChannel("other", [stand.ann.id], kind);
    expect(await stand.post({ channel: other.id })).toMatchObject({ error });
  });

  it("an archived channel is refused", async () => {
    stand.channel.archived = true;
    expect(await stand.post()).toMatchObject({ error: "is_archived" });
  });

  it("an ephemeral message in a thread without replies is taken and seen by nobody, in one with replies by its reader", async () => {
    const { sim, ann, channel } = stand;
    const { ts } = await stand.post();
    const whisper = () =>
      stand.call("chat.postEphemeral", { channel: channel.id, user: ann.id, text: "psst", thread_ts: ts });
    const seen = () => sim.workspace.messages.filter(({ onlyFor }) => onlyFor === ann.id).length;
    expect(await whisper()).toMatchObject({ ok: true });
    expect(seen()).toBe(0);
    sim.workspace.keep({ channel: channel.id, user: ann.id, text: "a reply", threadTs: ts ?? "", via: "person" });
    await whisper();
    expect(seen()).toBe(1);
  });

  it("an ephemeral message to somebody outside is refused", async () => {
    const bob = stand.sim.workspace.addUser("Bob Example");
    expect(
      await stand.call("chat.postEphemeral", { channel: stand.channel.id, user: bob.id, text: "x" }),
    ).toMatchObject({
      error: "user_not_in_channel",
    });
  });
});

describe("rate limits", () => {
  it("a second post to a channel within a second is slowed down, to another channel it is not", async () => {
    const other = stand.sim.workspace.addChannel("other", [stand.sim.workspace.bot.id]);
    await stand.post();
    expect(await stand.post()).toMatchObject({ status: 429, retryAfter: "1" });
    expect(await stand.post({ channel: other.id })).toMatchObject({ ok: true });
    stand.advance(1_001);
    expect(await stand.post()).toMatchObject({ ok: true });
  });

  it("the 21st stream within a minute is slowed down", async () => {
    const start = () =>
      stand.call("chat.startStream", { channel: stand.sim.workspace.direct(stand.ann.id).id, thread_ts: "1.1" });
    for (let count = 0; count < 20; count++) expect(await start()).toMatchObject({ ok: true });
    expect(await start()).toMatchObject({ status: 429 });
    stand.advance(60_001);
    expect(await start()).toMatchObject({ ok: true });
  });

  it("a planned fault meets exactly the calls it was planned for", async () => {
    stand.sim.api.fault("chat.postMessage", { status: 503 });
    expect(await stand.post()).toMatchObject({ status: 503 });
    expect(await stand.post()).toMatchObject({ ok: true });
  });
});

describe("streams", () => {
  const start = (more: object = {}) =>
    stand.call("chat.startStream", {
      channel: stand.channel.id,
      thread_ts: "1.1",
      recipient_user_id: stand.ann.id,
      recipient_team_id: stand.sim.workspace.teamId,
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
      await stand.call("chat.appendStream", {
        channel: stand.channel.id,
        ts,
        chunks: [{ ...task, status: "complete" }],
      }),
    ).toMatchObject({ ok: true });
    expect(
      await stand.call("chat.stopStream", { channel: stand.channel.id, ts, blocks: [rich("done")] }),
    ).toMatchObject({
      ok: true,
    });
    expect(
      await stand.call("chat.appendStream", { channel: stand.channel.id, ts, markdown_text: "more" }),
    ).toMatchObject({
      error: "message_not_in_streaming_state",
    });
    expect(await stand.call("chat.stopStream", { channel: stand.channel.id, ts })).toMatchObject({
      error: "message_not_in_streaming_state",
    });
  });

  it("an ordinary message cannot be appended to", async () => {
    const { ts } = await stand.post();
    expect(await stand.call("chat.appendStream", { channel: stand.channel.id, ts, markdown_text: "x" })).toMatchObject({
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
