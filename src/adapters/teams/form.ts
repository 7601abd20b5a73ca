import type { Form, FormField } from "../../core/form.ts";
import { adaptiveCard } from "./card.ts";
import { ACTION_KEY, isRecord } from "./incoming.ts";
import { withoutUnseen } from "./markdown.ts";
import type { JsonObject } from "./wire.ts";

/** What was filled in and what is wrong with it, by the name of the field. */
export interface Filled {
  readonly values: Readonly<Record<string, string>>;
  readonly faults: Readonly<Record<string, string>>;
}

const UNTOUCHED: Filled = { values: {}, faults: {} };

/** A form as a card of a dialog; shown again with what is wrong below each input. */
export const formCard = (form: Form, { values, faults }: Filled = UNTOUCHED): JsonObject =>
  adaptiveCard(
    form.fields.flatMap((field) => [
      input(field, values[field.name]),
      ...(faults[field.name] === undefined ? [] : [fault(faults[field.name] ?? "")]),
    ]),
    [
      {
        type: "Action.Submit",
        title: form.button,
        data: { [ACTION_KEY]: { id: form.submits, value: form.value, [FORM_KEY]: form.id } },
      },
    ],
  );

const input = (field: FormField, filled: string | undefined): JsonObject => {
  const asked = {
    id: field.name,
    label: field.hint === null ? field.label : `${field.label} (${field.hint})`,
    ...(field.required ? { isRequired: true, errorMessage: `${field.label} is missing.` } : {}),
  };
  switch (field.kind) {
    case "text": {
      const value = filled ?? field.value;
      return {
        type: "Input.Text",
        ...asked,
        maxLength: field.maxCharacters,
        ...(field.lines ? { isMultiline: true } : {}),
        ...(value === "" ? {} : { value }),
      };
    }
    case "choice":
    case "choices": {
      const value = filled ?? (field.kind === "choice" ? field.value : null);
      return {
        type: "Input.ChoiceSet",
        ...asked,
        style: field.kind === "choice" ? "compact" : "expanded",
        ...(field.kind === "choices" ? { isMultiSelect: true, wrap: true } : { placeholder: "Choose" }),
        choices: field.options.map((option) => ({ title: option.label, value: option.value })),
        ...(value === null ? {} : { value }),
      };
    }
  }
};

const fault = (sentence: string): JsonObject => ({
  type: "RichTextBlock",
  inlines: [{ type: "TextRun", text: withoutUnseen(sentence), color: "Attention", size: "Small" }],
});

/** Beside the action: the form that a submission came from. */
const FORM_KEY = "form";

/** Id of the form that was submitted; `null` for what is no form's. */
export const formIn = (data: unknown): string | null => {
  const ours = isRecord(data) ? data[ACTION_KEY] : null;
  return isRecord(ours) && typeof ours[FORM_KEY] === "string" ? ours[FORM_KEY] : null;
};
