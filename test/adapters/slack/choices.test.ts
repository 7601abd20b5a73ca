import { describe, expect, it } from "vitest";
import { toMessages } from "../../../src/adapters/slack/render.ts";
import type { Choice } from "../../../src/core/reply.ts";
import { blockProblems } from "../../support/slack/block-kit.ts";
import { reply } from "./harness.ts";

const option = (name: string) => ({ label: `Option ${name}`, value: `setting ${name}` });
const choice = (change: Partial<Choice> = {}): Choice => ({
  name: "setting",
  label: "A setting",
  options: [option("one"), option("two")],
  chosen: "setting two",
  ...change,
});
const shown = (choices: readonly Choice[]) => {
  const [message] = toMessages(
    reply("Settings", { blocks: [{ kind: "choices", id: "settings.set", choices, save: "Save", confirm: "Sure?" }] }),
  );
  return message?.blocks ?? [];
};

describe("choices in Slack", () => {
  it("are a select each, with what holds chosen and a question before the change", () => {
    const [first, second] = shown([choice(), choice({ name: "other" })]);
    expect(first).toMatchObject({
      type: "section",
      accessory: {
        type: "static_select",
        initial_option: { value: "setting two" },
        confirm: { text: { text: "Sure?" } },
      },
    });
    expect(JSON.stringify(first)).toContain('"action_id":"settings.set#0"');
    expect(JSON.stringify(second)).toContain('"action_id":"settings.set#1"');
  });

  it.each<[string, Partial<Choice>]>([
    ["with nothing chosen", { chosen: null }],
    ["with something chosen that is no option", { chosen: "setting none" }],
    [
      "with labels longer than Slack shows",
      { label: "x".repeat(4_000), options: [{ ...option("one"), label: "y".repeat(200) }] },
    ],
    [
      "with more options than Slack takes",
      { options: Array.from({ length: 150 }, (_, index) => option(String(index))) },
    ],
    ["with a value that Slack would not carry", { options: [option("one"), option("z".repeat(200))] }],
  ])("are taken by Slack %s", (_claim, change) => {
    expect(blockProblems(shown([choice(change)]), "message")).toEqual([]);
  });

  it("leave a value that Slack would cut to the typed command instead of setting something else", () => {
    const long = `setting ${"z".repeat(200)}`;
    const [block] = shown([choice({ options: [option("one"), { label: "Long", value: long }], chosen: long })]);
    expect(JSON.stringify(block)).not.toContain("zzz");
    expect(JSON.stringify(block)).not.toContain("initial_option");
  });
});
