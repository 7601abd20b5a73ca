import { isDeepStrictEqual } from "node:util";
import { BLOCK_KIT } from "./limits.ts";
import { isRecord, type Json, records } from "./model.ts";
import type { Checker } from "./rules.ts";

const PLAIN = ["plain_text"];
const ANY_TEXT = ["plain_text", "mrkdwn"];

const button = (check: Checker, path: string, one: Json): void => {
  check.keys(path, one, ["type", "text", "action_id", "value", "url", "style", "confirm", "accessibility_label"]);
  check.text(`${path}.text`, one.text, PLAIN, BLOCK_KIT.buttonText);
  if (one.value !== undefined) check.string(`${path}.value`, one.value, BLOCK_KIT.buttonValue);
  if (one.url !== undefined) check.url(`${path}.url`, one.url);
  if (one.style !== undefined && one.style !== "primary" && one.style !== "danger")
    check.wrong(`${path}.style`, "must be primary or danger");
};

const feedback = (check: Checker, path: string, one: Json): void => {
  check.keys(path, one, ["type", "action_id", "positive_button", "negative_button"]);
  for (const side of ["positive_button", "negative_button"]) {
    const half = one[side];
    if (!isRecord(half)) {
      check.wrong(`${path}.${side}`, "is required");
      continue;
    }
    check.text(`${path}.${side}.text`, half.text, PLAIN, BLOCK_KIT.buttonText);
    check.string(`${path}.${side}.value`, half.value, BLOCK_KIT.buttonValue);
  }
};

const options = (check: Checker, path: string, one: Json): void => {
  for (const [index, option] of check.list(`${path}.options`, one.options, BLOCK_KIT.options).entries()) {
    check.text(`${path}.options[${index}].text`, option.text, ANY_TEXT, BLOCK_KIT.optionText);
    check.string(`${path}.options[${index}].value`, option.value, BLOCK_KIT.optionValue);
  }
};

/** The question before a button or a select takes effect. */
const confirmation = (check: Checker, path: string, value: unknown): void => {
  if (value === undefined) return;
  if (!isRecord(value)) {
    check.wrong(path, "must be a confirmation");
    return;
  }
  check.keys(path, value, ["title", "text", "confirm", "deny", "style"]);
  check.text(`${path}.title`, value.title, PLAIN, BLOCK_KIT.confirmTitle);
  check.text(`${path}.text`, value.text, PLAIN, BLOCK_KIT.confirmText);
  check.text(`${path}.confirm`, value.confirm, PLAIN, BLOCK_KIT.confirmButton);
  check.text(`${path}.deny`, value.deny, PLAIN, BLOCK_KIT.confirmButton);
};

/** Slack takes an initial option only when it equals one of the options in every part. */
const initialOption = (check: Checker, path: string, one: Json): void => {
  if (one.initial_option === undefined) return;
  const same = records(one.options).some((option) => isDeepStrictEqual(option, one.initial_option));
  if (!same) check.wrong(`${path}.initial_option`, "must be one of the options");
};

const image = (check: Checker, path: string, one: Json): void => {
  check.keys(path, one, ["type", "image_url", "alt_text", "slack_file"]);
  check.url(`${path}.image_url`, one.image_url);
  check.string(`${path}.alt_text`, one.alt_text, BLOCK_KIT.altText);
};

const plainInput = (check: Checker, path: string, one: Json): void => {
  check.keys(path, one, [
    "type",
    "action_id",
    "initial_value",
    "multiline",
    "min_length",
    "max_length",
    "placeholder",
    "focus_on_load",
    "dispatch_action_config",
  ]);
  for (const key of ["min_length", "max_length"])
    if (one[key] !== undefined && !(Number(one[key]) >= 0 && Number(one[key]) <= BLOCK_KIT.plainTextInput))
      check.wrong(`${path}.${key}`, "must be 0..3000");
};

type Rule = (check: Checker, path: string, one: Json) => void;

/** Known elements. One that is not here is refused, so that a new one is looked up before it is used. */
const ELEMENTS: Readonly<Record<string, Rule>> = {
  button,
  feedback_buttons: feedback,
  static_select: (check, path, one) => {
    check.keys(path, one, ["type", "action_id", "options", "initial_option", "placeholder", "confirm"]);
    options(check, path, one);
    initialOption(check, path, one);
  },
  multi_static_select: (check, path, one) => {
    check.keys(path, one, [
      "type",
      "action_id",
      "options",
      "initial_options",
      "placeholder",
      "confirm",
      "max_selected_items",
    ]);
    options(check, path, one);
  },
  overflow: options,
  plain_text_input: plainInput,
  file_input: (check, path, one) => {
    check.keys(path, one, ["type", "action_id", "filetypes", "max_files"]);
    if (one.max_files !== undefined && !(Number(one.max_files) >= 1 && Number(one.max_files) <= 10))
      check.wrong(`${path}.max_files`, "must be 1..10");
  },
  datepicker: (check, path, one) =>
    check.keys(path, one, ["type", "action_id", "initial_date", "placeholder", "confirm"]),
  image,
};

/** One element where only `allowed` types may stand. */
export const element = (check: Checker, path: string, value: unknown, allowed: readonly string[]): void => {
  if (!isRecord(value)) {
    check.wrong(path, "must be an element");
    return;
  }
  const type = String(value.type);
  const rule = ELEMENTS[type];
  if (!allowed.includes(type) || rule === undefined) {
    check.wrong(`${path}.type`, `${type} is not allowed here`);
    return;
  }
  check.id(`${path}.action_id`, value.action_id);
  confirmation(check, `${path}.confirm`, value.confirm);
  rule(check, path, value);
};

export const ACTION_ELEMENTS = ["button", "static_select", "overflow", "datepicker"];
export const INPUT_ELEMENTS = ["file_input", "multi_static_select", "plain_text_input", "static_select", "datepicker"];
