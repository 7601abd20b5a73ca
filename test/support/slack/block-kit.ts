import { ACTION_ELEMENTS, element, INPUT_ELEMENTS } from "./elements.ts";
import { BLOCK_KIT } from "./limits.ts";
import { isRecord, type Json, records } from "./model.ts";
import { richText } from "./rich-text.ts";
import { type Checker, makeChecker } from "./rules.ts";

type Surface = "home" | "message" | "modal";

const PLAIN = ["plain_text"];
const ANY_TEXT = ["plain_text", "mrkdwn"];

type Rule = (check: Checker, path: string, block: Json) => void;

const section: Rule = (check, path, block) => {
  check.keys(path, block, ["type", "block_id", "text", "fields", "accessory", "expand"]);
  if (block.text === undefined && block.fields === undefined) check.wrong(path, "needs text or fields");
  if (block.text !== undefined) check.text(`${path}.text`, block.text, ANY_TEXT, BLOCK_KIT.text);
  if (block.fields !== undefined)
    for (const [index, field] of check.list(`${path}.fields`, block.fields, BLOCK_KIT.fields).entries())
      check.text(`${path}.fields[${index}]`, field, ANY_TEXT, BLOCK_KIT.fieldText);
  if (block.accessory !== undefined)
    element(check, `${path}.accessory`, block.accessory, [...ACTION_ELEMENTS, "image"]);
};

const actions: Rule = (check, path, block) => {
  check.keys(path, block, ["type", "block_id", "elements"]);
  const seen = new Set<unknown>();
  for (const [index, one] of check.list(`${path}.elements`, block.elements, BLOCK_KIT.actions).entries()) {
    element(check, `${path}.elements[${index}]`, one, ACTION_ELEMENTS);
    if (one.action_id !== undefined && seen.has(one.action_id))
      check.wrong(`${path}.elements[${index}].action_id`, "must be unique in the block");
    seen.add(one.action_id);
  }
};

const context: Rule = (check, path, block) => {
  check.keys(path, block, ["type", "block_id", "elements"]);
  for (const [index, one] of check.list(`${path}.elements`, block.elements, BLOCK_KIT.contextElements).entries())
    if (one.type === "image") element(check, `${path}.elements[${index}]`, one, ["image"]);
    else check.text(`${path}.elements[${index}]`, one, ANY_TEXT, BLOCK_KIT.text);
};

const contextActions: Rule = (check, path, block) => {
  check.keys(path, block, ["type", "block_id", "elements"]);
  for (const [index, one] of check.list(`${path}.elements`, block.elements, BLOCK_KIT.contextActions).entries())
    element(check, `${path}.elements[${index}]`, one, ["feedback_buttons"]);
};

const input: Rule = (check, path, block) => {
  check.keys(path, block, ["type", "block_id", "label", "element", "hint", "optional", "dispatch_action"]);
  check.text(`${path}.label`, block.label, PLAIN, BLOCK_KIT.inputLabel);
  if (block.hint !== undefined) check.text(`${path}.hint`, block.hint, PLAIN, BLOCK_KIT.inputHint);
  element(check, `${path}.element`, block.element, INPUT_ELEMENTS);
};

/** What the live validator takes inside a container; the reference lists rich_text too, which it refuses. */
const IN_CONTAINER: ReadonlySet<string> = new Set(["actions", "context", "divider", "header", "image", "section"]);

const container: Rule = (check, path, block) => {
  check.keys(path, block, [
    "type",
    "block_id",
    "title",
    "subtitle",
    "child_blocks",
    "width",
    "icon",
    "is_collapsible",
    "default_collapsed",
    "has_header_divider",
  ]);
  check.text(`${path}.title`, block.title, PLAIN, BLOCK_KIT.containerTitle);
  if (block.default_collapsed === true && block.is_collapsible !== true)
    check.wrong(`${path}.default_collapsed`, "needs is_collapsible");
  for (const [index, child] of check
    .list(`${path}.child_blocks`, block.child_blocks, BLOCK_KIT.containerChildren)
    .entries()) {
    const at = `${path}.child_blocks[${index}]`;
    const rule = BLOCKS[String(child.type)];
    if (rule === undefined || !IN_CONTAINER.has(String(child.type)))
      check.wrong(`${at}.type`, `${String(child.type)} is not allowed in a container`);
    else rule(check, at, child);
  }
};

const SLACK_FILE = /^\{"id":"F[A-Z0-9]{8,}"\}$/;

const BLOCKS: Readonly<Record<string, Rule>> = {
  section,
  actions,
  context,
  context_actions: contextActions,
  input,
  container,
  rich_text: richText,
  divider: (check, path, block) => check.keys(path, block, ["type", "block_id"]),
  header: (check, path, block) => {
    check.keys(path, block, ["type", "block_id", "text"]);
    check.text(`${path}.text`, block.text, PLAIN, BLOCK_KIT.header);
  },
  image: (check, path, block) => {
    check.keys(path, block, ["type", "block_id", "image_url", "slack_file", "alt_text", "title"]);
    if ((block.image_url === undefined) === (block.slack_file === undefined))
      check.wrong(path, "needs either image_url or slack_file");
    if (block.image_url !== undefined) check.url(`${path}.image_url`, block.image_url);
    if (block.slack_file !== undefined && !SLACK_FILE.test(JSON.stringify(block.slack_file)))
      check.wrong(`${path}.slack_file`, "input must match regex pattern: ^[F][A-Z0-9]{8,}$");
    check.string(`${path}.alt_text`, block.alt_text, BLOCK_KIT.altText);
  },
  markdown: (check, path, block) => {
    check.keys(path, block, ["type", "block_id", "text"]);
    check.string(`${path}.text`, block.text, BLOCK_KIT.markdown);
  },
};

/** Blocks that a surface does not take. */
const NOT_ON: Readonly<Record<Surface, readonly string[]>> = {
  message: ["input"],
  modal: ["context_actions", "container", "markdown"],
  home: ["context_actions", "container", "markdown"],
};

/** What is wrong with these blocks; empty when Slack would take them. */
export const blockProblems = (value: unknown, surface: Surface): readonly string[] => {
  const check = makeChecker();
  const limit = surface === "message" ? BLOCK_KIT.message : BLOCK_KIT.view;
  const ids = new Set<unknown>();
  for (const [index, block] of check.list("blocks", value, limit).entries()) {
    const path = `blocks[${index}]`;
    const type = String(block.type);
    const rule = BLOCKS[type];
    if (rule === undefined || NOT_ON[surface].includes(type)) {
      check.wrong(`${path}.type`, `${type} is not allowed in a ${surface}`);
      continue;
    }
    check.id(`${path}.block_id`, block.block_id);
    if (block.block_id !== undefined && ids.has(block.block_id)) check.wrong(`${path}.block_id`, "must be unique");
    ids.add(block.block_id);
    rule(check, path, block);
  }
  const markdown = records(value).reduce(
    (sum, block) => sum + (block.type === "markdown" ? String(block.text).length : 0),
    0,
  );
  if (markdown > BLOCK_KIT.markdown)
    check.wrong("blocks", `markdown blocks hold at most ${BLOCK_KIT.markdown} characters together`);
  return check.problems;
};

/** Characters of text over all blocks, which Slack limits without saying so. */
export const textTotal = (value: unknown): number => {
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + textTotal(one), 0);
  if (!isRecord(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [key, one]) => sum + (key === "text" && typeof one === "string" ? one.length : textTotal(one)),
    0,
  );
};
