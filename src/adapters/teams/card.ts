import { type Chart, chartInWords } from "../../core/chart.ts";
import { opensForm } from "../../core/form.ts";
import { type Action, type Choice, chartBlocks, type ReplyBlock, type Rich, type Span } from "../../core/reply.ts";
import { ACTION_KEY, isRecord, TARGETED_KEY } from "./incoming.ts";
import { LIMITS } from "./limits.ts";
import { safeUrl, withoutUnseen } from "./markdown.ts";
import type { JsonObject, OutgoingActivity } from "./wire.ts";

/**
 * Adaptive Cards. Every text is a RichTextBlock: its runs are shown as they are, so that text of documents, lists and people cannot
 * become markup there (a TextBlock or a Fact reads Markdown).
 */
export const adaptiveCard = (body: readonly JsonObject[], actions: readonly JsonObject[] = []): JsonObject => ({
  contentType: "application/vnd.microsoft.card.adaptive",
  content: {
    type: "AdaptiveCard",
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    version: LIMITS.cardVersion,
    msteams: { width: "Full" },
    body,
    ...(actions.length > 0 ? { actions } : {}),
  },
});

/** Charts as data addresses; one that is not there is written as lines. */
export type Pictures = ReadonlyMap<Chart, string>;

export const NO_PICTURES: Pictures = new Map();

/** The elements of one block; several, so that a card can be split between them. */
export const cardElements = (block: ReplyBlock, pictures: Pictures = NO_PICTURES): readonly JsonObject[] => {
  switch (block.kind) {
    case "headline":
      return [richText(block.text, { size: "Medium" })];
    case "paragraph":
      return [richText(block.text)];
    case "note":
      return [richText(block.text, { size: "Small", isSubtle: true })];
    case "quote":
      return [{ type: "Container", style: "emphasis", items: [richText(block.text)] }];
    case "list":
      return block.items.map((item) => richText([{ text: "• " }, ...item]));
    case "fields":
      return block.rows.map(({ label, value }) => richText([{ text: `${label}: `, bold: true }, ...value]));
    case "chart": {
      const url = pictures.get(block.chart);
      if (url === undefined) return chartBlocks(block.chart).flatMap((one) => cardElements(one));
      const altText = withoutUnseen(chartInWords(block.chart));
      return [{ type: "Image", url, altText, msteams: { allowExpand: true } }];
    }
    case "actions":
      return chunks(block.actions, LIMITS.actionsPerSet).map((actions) => ({
        type: "ActionSet",
        actions: actions.map(button),
      }));
    case "choices":
      return [
        ...block.choices.map(choiceSet),
        { type: "ActionSet", actions: [button({ id: block.id, label: block.save, value: "" })] },
      ];
    case "divider":
      return [{ type: "Container", separator: true, spacing: "Medium", items: [] }];
  }
};

const richText = (text: Rich, look: JsonObject = {}): JsonObject => ({
  type: "RichTextBlock",
  inlines: text.filter((span) => span.text !== "").map((span) => run(span, look)),
});

const run = (span: Span, look: JsonObject): JsonObject => {
  const url = span.href === undefined ? null : safeUrl(span.href);
  return {
    type: "TextRun",
    text: withoutUnseen(span.text),
    ...look,
    ...(span.bold ? { weight: "Bolder" } : {}),
    ...(span.italic ? { italic: true } : {}),
    ...(span.code ? { fontType: "Monospace" } : {}),
    ...(url ? { selectAction: { type: "Action.OpenUrl", url } } : {}),
  };
};

/** A label of an input is plain text, as are the titles of its choices. */
const choiceSet = ({ name, label, options, chosen }: Choice): JsonObject => ({
  type: "Input.ChoiceSet",
  id: name,
  label,
  style: "compact",
  choices: options.map((option) => ({ title: option.label, value: option.value })),
  ...(chosen === null ? {} : { value: chosen }),
});

const STYLES = { danger: "destructive", primary: "positive" } as const;

const button = ({ id, label, value, style }: Action): JsonObject => ({
  type: "Action.Submit",
  title: label,
  ...(style ? { style: STYLES[style] } : {}),
  data: {
    [ACTION_KEY]: { id, value },
    // A form is fetched with an invoke "task/fetch" first. Without the rest Teams shows "Your response was sent to the app" under every pressed button.
    msteams: opensForm(id) ? { type: "task/fetch" } : { feedback: { hide: true } },
  },
});

const chunks = <T>(items: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, n) => items.slice(n * size, (n + 1) * size));

/** The card with these elements above its own. */
export const withElementFirst = (activity: OutgoingActivity, elements: readonly JsonObject[]): OutgoingActivity => ({
  ...activity,
  attachments: (activity.attachments ?? []).map((attachment) => {
    const { content } = attachment;
    if (!isRecord(content) || !Array.isArray(content.body)) return attachment;
    return { ...attachment, content: { ...content, body: [...elements, ...content.body] } };
  }),
});

/**
 * Marks the buttons of a card that only one person sees: what they answer must not become public by accident, and Teams does not
 * say with a press where its card stood.
 */
export const withTargetedButtons = (activity: OutgoingActivity): OutgoingActivity =>
  activity.attachments === undefined
    ? activity
    : { ...activity, attachments: marked(activity.attachments) as readonly JsonObject[] };

const marked = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(marked);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      key === ACTION_KEY && isRecord(one) ? { ...one, [TARGETED_KEY]: true } : marked(one),
    ]),
  );
};
