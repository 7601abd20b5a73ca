import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Delivery } from "../../support/slack/delivery.ts";
import { plain, rich, type Stand, startStand, times } from "./simulator-stand.ts";

/** Each rule of the simulated Slack bites: what breaks it is refused in Slack's own words, and its neighbour passes. */
let stand: Stand;
beforeEach(async () => {
  stand = await startStand();
});
afterEach(() => stand.sim.close());

const button = (more: object = {}) => ({ type: "button", text: plain("Go"), action_id: "go", ...more });

const option = (value: string) => ({ text: plain(`Option ${value.slice(0, 9)}`), value });
const choice = (more: Readonly<Record<string, unknown>>) => ({
  type: "section",
  text: plain("Choose"),
  accessory: { type: "static_select", action_id: "c", options: [option("a"), option("b")], ...more },
});
const confirm = (title = "Sure?") => ({
  title: plain(title),
  text: plain("It changes something."),
  confirm: plain("Yes"),
  deny: plain("No"),
});

describe("Block Kit", () => {
  it.each([
    ["50 blocks", times(50, () => ({ type: "divider" })), true],
    ["51 blocks", times(51, () => ({ type: "divider" })), false],
    ["a section of 3,000 characters", [{ type: "section", text: plain("x".repeat(3_000)) }], true],
    ["a section of 3,001 characters", [{ type: "section", text: plain("x".repeat(3_001)) }], false],
    ["an empty text", [{ type: "section", text: plain("") }], false],
    ["10 fields", [{ type: "section", fields: times(10, () => plain("f")) }], true],
    ["11 fields", [{ type: "section", fields: times(11, () => plain("f")) }], false],
    ["a field of 2,001 characters", [{ type: "section", fields: [plain("x".repeat(2_001))] }], false],
    ["a header of 150 characters", [{ type: "header", text: plain("x".repeat(150)) }], true],
    ["a header of 151 characters", [{ type: "header", text: plain("x".repeat(151)) }], false],
    ["a header in mrkdwn", [{ type: "header", text: { type: "mrkdwn", text: "x" } }], false],
    ["25 buttons", [{ type: "actions", elements: times(25, (index) => button({ action_id: `b${index}` })) }], true],
    ["26 buttons", [{ type: "actions", elements: times(26, (index) => button({ action_id: `b${index}` })) }], false],
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
    ["a select whose initial option is one of its options", [choice({ initial_option: option("a") })], true],
    ["a select whose initial option is none of its options", [choice({ initial_option: option("c") })], false],
    ["a select without options", [choice({ options: [] })], false],
    ["101 options", [choice({ options: times(101, (index) => option(`o${index}`)) })], false],
    ["an option value of 151 characters", [choice({ options: [option("x".repeat(151))] })], false],
    ["a question before a select", [choice({ confirm: confirm() })], true],
    ["a question with a title of 101 characters", [choice({ confirm: confirm("x".repeat(101)) })], false],
    ["a question without its button", [choice({ confirm: { ...confirm(), deny: undefined } })], false],
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
      [
        {
          type: "container",
          title: plain("t"),
          child_blocks: times(10, () => ({ type: "section", text: plain("x") })),
        },
      ],
      true,
    ],
    [
      "11 sections inside a container",
      [
        {
          type: "container",
          title: plain("t"),
          child_blocks: times(11, () => ({ type: "section", text: plain("x") })),
        },
      ],
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
    expect(await stand.post({ blocks })).toMatchObject(taken ? { ok: true } : { ok: false, error: "invalid_blocks" });
  });

  it("more than 13,200 characters over all blocks are refused, although each block is right", async () => {
    const blocks = (count: number) => times(count, () => ({ type: "section", text: plain("x".repeat(2_640)) }));
    expect(await stand.post({ blocks: blocks(6) })).toMatchObject({ error: "msg_blocks_too_long" });
    expect(await stand.post({ blocks: blocks(5) })).toMatchObject({ ok: true });
  });
});

describe("prompts and views", () => {
  const prompts = (count: number) => Array.from({ length: count }, () => ({ title: "t", message: "m" }));
  it("four prompts are taken, five are refused", async () => {
    const direct = stand.sim.workspace.direct(stand.ann.id);
    expect(
      await stand.call("assistant.threads.setSuggestedPrompts", { channel_id: direct.id, prompts: prompts(5) }),
    ).toMatchObject({ ok: false });
    expect(
      await stand.call("assistant.threads.setSuggestedPrompts", { channel_id: direct.id, prompts: prompts(4) }),
    ).toMatchObject({ ok: true });
    expect(stand.sim.workspace.prompts.get(direct.id)).toHaveLength(4);
  });

  it("prompts with a thread_ts are taken and shown to nobody, as under agent_view", async () => {
    const direct = stand.sim.workspace.direct(stand.ann.id);
    expect(
      await stand.call("assistant.threads.setSuggestedPrompts", {
        channel_id: direct.id,
        thread_ts: "1.1",
        prompts: prompts(1),
      }),
    ).toMatchObject({ ok: true });
    expect(stand.sim.workspace.prompts.has(direct.id)).toBe(false);
  });

  const view = {
    type: "modal",
    title: plain("Form"),
    submit: plain("Go"),
    blocks: [{ type: "input", label: plain("x"), element: { type: "plain_text_input", action_id: "x" } }],
  };
  const triggerOf = (delivery: Delivery): unknown => delivery.envelope.payload.trigger_id;
  const press = async () => {
    stand.sim.post.use(() => Promise.resolve({ status: 200, ackMs: 1, body: "" }));
    return triggerOf(await stand.sim.people.command(stand.ann.id, stand.channel.id, "/screen", "x"));
  };

  it("a trigger opens one view within three seconds", async () => {
    const trigger = await press();
    expect(await stand.call("views.open", { trigger_id: trigger, view })).toMatchObject({ ok: true });
    expect(await stand.call("views.open", { trigger_id: trigger, view })).toMatchObject({
      error: "exchanged_trigger_id",
    });
    const late = await press();
    stand.advance(3_001);
    expect(await stand.call("views.open", { trigger_id: late, view })).toMatchObject({ error: "expired_trigger_id" });
    expect(await stand.call("views.open", { trigger_id: "1.1", view })).toMatchObject({ error: "invalid_trigger_id" });
  });

  it.each([
    ["a title of 25 characters", { ...view, title: plain("x".repeat(25)) }],
    ["inputs without a submit button", { ...view, submit: undefined }],
    ["private_metadata of 3,001 characters", { ...view, private_metadata: "x".repeat(3_001) }],
    ["101 blocks", { ...view, blocks: Array.from({ length: 101 }, () => ({ type: "divider" })) }],
  ])("a modal with %s is refused", async (_claim, wrong) => {
    expect(await stand.call("views.open", { trigger_id: await press(), view: wrong })).toMatchObject({
      error: "invalid_arguments",
    });
  });
});
