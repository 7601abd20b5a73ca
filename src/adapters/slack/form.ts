import type { types } from "@slack/bolt";
import type { Form, FormField, FormOption } from "../../core/form.ts";
import type { FormMemo } from "./incoming.ts";
import { LIMITS } from "./limits.ts";
import { withoutOverrides } from "./plain-text.ts";
import { VIEWS } from "./surface.ts";

const words = (text: string, most: number = LIMITS.charactersPerBlock): types.PlainTextElement => {
  const shown = withoutOverrides(text);
  return { type: "plain_text", text: shown.length > most ? `${shown.slice(0, most - 1)}…` : shown, emoji: false };
};

/** A form as a modal. What it is about and where it was opened travel with it. */
export const modalOf = (form: Form, memo: Omit<FormMemo, "submits" | "value">): types.ModalView => {
  const carried: FormMemo = { ...memo, submits: form.submits, value: form.value };
  return {
    type: "modal",
    callback_id: VIEWS.form,
    title: words(form.title, LIMITS.modalTitleCharacters),
    submit: words(form.button, LIMITS.modalTitleCharacters),
    close: words("Cancel"),
    private_metadata: JSON.stringify(carried).slice(0, LIMITS.privateMetadataCharacters),
    blocks: form.fields.map(
      (field): types.InputBlock => ({
        type: "input",
        block_id: field.name,
        label: words(field.label),
        element: elementOf(field),
        optional: !field.required,
        ...(field.hint === null ? {} : { hint: words(field.hint) }),
      }),
    ),
  };
};

const elementOf = (field: FormField): types.InputBlockElement => {
  switch (field.kind) {
    case "text":
      return {
        type: "plain_text_input",
        action_id: field.name,
        max_length: Math.min(field.maxCharacters, LIMITS.inputCharacters),
        ...(field.lines ? { multiline: true } : {}),
        ...(field.value === "" ? {} : { initial_value: field.value }),
      };
    case "choice": {
      const options = field.options.map(optionOf);
      const initial = options.find(({ value }) => value === field.value);
      return {
        type: "static_select",
        action_id: field.name,
        options,
        ...(initial === undefined ? {} : { initial_option: initial }),
      };
    }
    case "choices":
      return { type: "multi_static_select", action_id: field.name, options: field.options.map(optionOf) };
  }
};

const optionOf = ({ label, value }: FormOption): types.PlainTextOption => ({
  text: words(label, LIMITS.optionTextCharacters),
  value,
});

/** What `modalOf` put into the view. A memo that cannot be read sends the answer to the person directly, and is no form of ours. */
export const readMemo = (metadata: string | undefined): FormMemo => {
  try {
    const memo: Partial<FormMemo> = JSON.parse(metadata ?? "{}");
    return {
      channelId: typeof memo.channelId === "string" ? memo.channelId : null,
      responseUrl: typeof memo.responseUrl === "string" ? memo.responseUrl : null,
      submits: typeof memo.submits === "string" ? memo.submits : "",
      value: typeof memo.value === "string" ? memo.value : "",
    };
  } catch {
    return { channelId: null, responseUrl: null, submits: "", value: "" };
  }
};
