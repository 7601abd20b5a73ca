import type { types } from "@slack/bolt";
import type { Choice, ReplyBlock } from "../../core/reply.ts";
import { LIMITS } from "./limits.ts";
import { withoutOverrides } from "./plain-text.ts";

type Choices = Extract<ReplyBlock, { kind: "choices" }>;

/** A line with a select for each choice; choosing sends the action at once, after a question whether it is meant. */
export const choiceBlocks = ({ id, choices, confirm }: Choices): readonly types.KnownBlock[] =>
  choices.map((choice, index) => ({
    type: "section",
    text: plain(choice.label, LIMITS.charactersPerBlock),
    accessory: select(`${id}#${index}`, choice, confirm),
  }));

const select = (actionId: string, choice: Choice, confirm: string): types.StaticSelect => {
  // An option whose value Slack would not carry whole would set something else: it is left to the typed command.
  const options = choice.options
    .filter(({ value }) => value.length <= LIMITS.optionValueCharacters)
    .slice(0, LIMITS.optionsPerSelect)
    .map(({ label, value }) => ({ text: plain(label, LIMITS.optionTextCharacters), value }));
  const chosen = options.find(({ value }) => value === choice.chosen);
  return {
    type: "static_select",
    action_id: actionId,
    placeholder: plain("Choose", LIMITS.optionTextCharacters),
    options,
    ...(chosen === undefined ? {} : { initial_option: chosen }),
    confirm: {
      title: plain(choice.label, LIMITS.confirmTitleCharacters),
      text: plain(confirm, LIMITS.confirmTextCharacters),
      confirm: plain("Change", LIMITS.confirmButtonCharacters),
      deny: plain("Leave as it is", LIMITS.confirmButtonCharacters),
    },
  };
};

const plain = (text: string, most: number): types.PlainTextElement => {
  const shown = withoutOverrides(text);
  return { type: "plain_text", text: shown.length > most ? `${shown.slice(0, most - 1)}…` : shown, emoji: false };
};
