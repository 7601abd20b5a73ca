import type { types } from "@slack/bolt";
import type { FormMemo } from "./incoming.ts";
import { LIMITS } from "./limits.ts";
import { VIEWS } from "./surface.ts";

const words = (text: string): types.PlainTextElement => ({ type: "plain_text", text, emoji: false });

const input = (
  name: string,
  label: string,
  element: types.InputBlockElement,
  more: { optional: boolean; hint?: string },
): types.InputBlock => ({
  type: "input",
  block_id: name,
  label: words(label),
  element,
  optional: more.optional,
  ...(more.hint === undefined ? {} : { hint: words(more.hint) }),
});

const KINDS: readonly (readonly [value: string, label: string])[] = [
  ["person", "Person"],
  ["organisation", "Organisation"],
  ["vessel", "Vessel"],
  ["aircraft", "Aircraft"],
  ["address", "Crypto address"],
];

/** The form for a full subject: fields name, kind, dob, country and addresses. */
export const subjectForm = (memo: FormMemo, name = ""): types.ModalView => ({
  type: "modal",
  callback_id: VIEWS.subject,
  title: words("Screen a subject"),
  submit: words("Screen"),
  close: words("Cancel"),
  private_metadata: JSON.stringify(memo).slice(0, LIMITS.privateMetadataCharacters),
  blocks: [
    input(
      "name",
      "Name or address",
      {
        type: "plain_text_input",
        action_id: "name",
        max_length: 300,
        ...(name === "" ? {} : { initial_value: name.slice(0, 300) }),
      },
      { optional: false, hint: "As it is written in the document in front of you. Any script." },
    ),
    input(
      "kind",
      "Type",
      {
        type: "static_select",
        action_id: "kind",
        options: KINDS.map(([value, label]) => ({ text: words(label), value })),
      },
      { optional: true },
    ),
    input(
      "dob",
      "Date of birth",
      { type: "plain_text_input", action_id: "dob", max_length: 20 },
      { optional: true, hint: "1980, 1980-01 or 1980-01-31" },
    ),
    input(
      "country",
      "Country",
      { type: "plain_text_input", action_id: "country", max_length: 2, min_length: 2 },
      { optional: true, hint: "Two letters, for example KP" },
    ),
    input(
      "addresses",
      "Crypto addresses",
      { type: "plain_text_input", action_id: "addresses", multiline: true, max_length: 3_000 },
      { optional: true, hint: "One a line" },
    ),
  ],
});

/** What `subjectForm` put into the view. A memo that cannot be read sends the answer to the person directly. */
export const readMemo = (metadata: string | undefined): FormMemo => {
  try {
    const memo: Partial<FormMemo> = JSON.parse(metadata ?? "{}");
    return {
      channelId: typeof memo.channelId === "string" ? memo.channelId : null,
      responseUrl: typeof memo.responseUrl === "string" ? memo.responseUrl : null,
    };
  } catch {
    return { channelId: null, responseUrl: null };
  }
};
