import type { types } from "@slack/bolt";
import type { Citation } from "../../core/answer.ts";
import { type Chart, chartInWords } from "../../core/chart.ts";
import { type Action, chartBlocks, type Reply, type ReplyBlock, type Rich, textOf } from "../../core/reply.ts";
import { choiceBlocks } from "./choices.ts";
import { LIMITS } from "./limits.ts";
import { escapeText, withoutOverrides } from "./plain-text.ts";
import { type Piece, pieces, richBlock, runs, section } from "./rich-text.ts";
import { quoteBlocks, sourceBlocks } from "./sources.ts";

/** One message as Slack takes it. `text` is what notifications and screen readers get. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly types.KnownBlock[];
  /** The same without its pictures, for when Slack does not take them; absent where there are none. */
  readonly withoutPictures?: readonly types.KnownBlock[];
}

/** Slack's ids of the files that show charts; a chart that is not there is written as lines. */
export type Pictures = ReadonlyMap<Chart, string>;

const NO_PICTURES: Pictures = new Map();

/** A reply as one message, or several below Slack's limits. Every block and every citation is in exactly one of them. */
export const toMessages = (reply: Reply, pictures: Pictures = NO_PICTURES): readonly SlackMessage[] => {
  const blocks = [...bodyBlocks(reply, pictures), ...sourceBlocks(reply.citations), ...quoteBlocks(reply.citations)];
  if (reply.aiGenerated)
    blocks.push(smallPrint("Written by a language model; every cited sentence was checked against its source."));
  const packed = pack([...blocks, ...feedback(reply.feedbackFor)]);
  const text = escapeText(shorten(reply.summary || firstWords(reply), LIMITS.summaryCharacters));
  return packed.map((part, index) => ({
    text: index === 0 ? text : `${text} (part ${index + 1} of ${packed.length})`,
    blocks: part,
    ...withoutPictures(part, reply, pictures),
  }));
};

/** A reply as the blocks of a view (App Home, modal): one surface, so what does not fit is cut and said. */
export const toViewBlocks = (reply: Reply): types.KnownBlock[] => {
  const all = [...bodyBlocks(reply), ...sourceBlocks(reply.citations)];
  if (all.length <= LIMITS.blocksPerView) return all;
  return [...all.slice(0, LIMITS.blocksPerView - 1), smallPrint("Shortened: there is more than fits on this page.")];
};

const bodyBlocks = (reply: Reply, pictures: Pictures = NO_PICTURES): types.KnownBlock[] =>
  reply.blocks.flatMap((block) => toBlocks(block, reply.citations, pictures));

const withoutPictures = (
  part: readonly types.KnownBlock[],
  reply: Reply,
  pictures: Pictures,
): Pick<SlackMessage, "withoutPictures"> => {
  if (!part.some(({ type }) => type === "image")) return {};
  const written = new Map(
    [...pictures].map(([chart, id]) => [id, bodyBlocks({ ...reply, blocks: [{ kind: "chart", chart }] })] as const),
  );
  const blocks = part.flatMap((block) => (block.type === "image" ? (written.get(fileOf(block)) ?? []) : [block]));
  return { withoutPictures: blocks };
};

const fileOf = (block: types.ImageBlock): string =>
  "slack_file" in block && "id" in block.slack_file ? (block.slack_file.id ?? "") : "";

const toBlocks = (
  block: ReplyBlock,
  citations: readonly Citation[],
  pictures: Pictures,
): readonly types.KnownBlock[] => {
  switch (block.kind) {
    case "headline":
      return paragraph(pieces(emphasised(block.text), citations));
    case "paragraph":
      return paragraph(pieces(block.text, citations));
    case "list":
      return list(block.items.map((item) => pieces(item, citations)));
    case "fields":
      return lines(block.rows.map((row) => pieces([{ text: `${row.label}: `, bold: true }, ...row.value], citations)));
    case "quote":
      return runs(pieces(block.text, citations), LIMITS.charactersPerBlock).map((run) =>
        richBlock([{ type: "rich_text_quote", elements: [...run] }]),
      );
    case "note":
      return note(block.text, citations);
    case "chart": {
      const id = pictures.get(block.chart);
      if (id === undefined) return chartBlocks(block.chart).flatMap((one) => toBlocks(one, citations, pictures));
      const words = withoutOverrides(chartInWords(block.chart));
      return [{ type: "image", slack_file: { id }, alt_text: shorten(words, LIMITS.altTextCharacters) }];
    }
    case "actions":
      return actions(block.actions);
    case "choices":
      return choiceBlocks(block);
    case "divider":
      return [{ type: "divider" }];
  }
};

/** A headline with no bold part of its own is bold as a whole. */
const emphasised = (rich: Rich): Rich =>
  rich.some((span) => span.bold) ? rich : rich.map((span) => ({ ...span, bold: true }));

const paragraph = (made: readonly Piece[]): readonly types.KnownBlock[] =>
  runs(made, LIMITS.charactersPerBlock).map((run) => richBlock([section(run)]));

const list = (items: readonly (readonly Piece[])[]): readonly types.KnownBlock[] =>
  grouped(items).map((group) =>
    richBlock([{ type: "rich_text_list", style: "bullet", elements: group.map((run) => section(run)) }]),
  );

const lines = (rows: readonly (readonly Piece[])[]): readonly types.KnownBlock[] =>
  grouped(rows).map((group) => richBlock(group.map((run) => section(run))));

/** Rows gathered so that each group stays below the limit of one block; a row too long for that is cut. */
const grouped = (rows: readonly (readonly Piece[])[]): readonly (readonly (readonly Piece[])[])[] => {
  const groups: (readonly Piece[])[][] = [];
  let room = 0;
  for (const run of rows.flatMap((row) => runs(row, LIMITS.charactersPerBlock))) {
    const size = charactersOf(run);
    if (groups.length === 0 || size > room) {
      groups.push([]);
      room = LIMITS.charactersPerBlock;
    }
    groups.at(-1)?.push(run);
    room -= size;
  }
  return groups;
};

/** Small print. A context block takes no rich text, so a note with links is an ordinary paragraph in italics. */
const note = (rich: Rich, citations: readonly Citation[]): readonly types.KnownBlock[] => {
  const made = pieces(rich, citations);
  if (made.every((one) => one.type === "text")) return cut(textOf(rich)).map(smallPrint);
  return paragraph(
    pieces(
      rich.map((span) => ({ ...span, italic: true })),
      citations,
    ),
  );
};

const smallPrint = (text: string): types.KnownBlock => ({
  type: "context",
  elements: [{ type: "plain_text", text: withoutOverrides(text), emoji: false }],
});

const cut = (text: string): readonly string[] =>
  runs([{ type: "text", text }], LIMITS.charactersPerBlock).map((run) => run.map((one) => one.text ?? "").join(""));

const actions = (all: readonly Action[]): readonly types.KnownBlock[] => {
  const buttons = all.map(
    (action, index): types.Button => ({
      type: "button",
      action_id: actionId(action.id, index),
      text: {
        type: "plain_text",
        text: shorten(withoutOverrides(action.label), LIMITS.buttonTextCharacters),
        emoji: false,
      },
      // Slack refuses an empty value.
      ...(action.value === "" ? {} : { value: action.value.slice(0, LIMITS.buttonValueCharacters) }),
      ...(action.style === undefined ? {} : { style: action.style }),
    }),
  );
  const blocks: types.KnownBlock[] = [];
  for (let at = 0; at < buttons.length; at += LIMITS.actionsPerBlock)
    blocks.push({ type: "actions", elements: buttons.slice(at, at + LIMITS.actionsPerBlock) });
  return blocks;
};

/** Slack wants ids that are unique in a block; two "watch" buttons become "watch#0" and "watch#1". */
const actionId = (id: string, index: number): string => `${id}#${index}`;
/** "watch#1" -> "watch". */
export const intentOf = (id: string): string => id.replace(/#\d+$/, "");

const feedback = (ref: string | null): readonly types.KnownBlock[] => {
  if (ref === null) return [];
  const button = (text: string, rating: string) => ({
    text: { type: "plain_text" as const, text, emoji: false },
    value: `${rating}:${ref}`.slice(0, LIMITS.buttonValueCharacters),
  });
  return [
    {
      type: "context_actions",
      elements: [
        {
          type: "feedback_buttons",
          action_id: "feedback",
          positive_button: button("Helpful", "helpful"),
          negative_button: button("Not helpful", "not-helpful"),
        },
      ],
    },
  ];
};

/** Fills message after message, keeping the order. */
const pack = (blocks: readonly types.KnownBlock[]): readonly (readonly types.KnownBlock[])[] => {
  const parts: types.KnownBlock[][] = [[]];
  let room: number = LIMITS.charactersPerMessage;
  for (const block of blocks) {
    const size = charactersOf(block);
    const last = parts.at(-1) ?? [];
    if (last.length > 0 && (last.length >= LIMITS.blocksPerMessage || size > room)) {
      parts.push([]);
      room = LIMITS.charactersPerMessage;
    }
    parts.at(-1)?.push(block);
    room -= size;
  }
  return parts;
};

/** Characters a message is charged for: every string that is shown, linked or sent back, but no type names. */
export const charactersOf = (value: unknown, key = ""): number => {
  if (typeof value === "string") return NOT_CHARGED.has(key) ? 0 : value.length;
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + charactersOf(one, key), 0);
  if (typeof value === "object" && value !== null)
    return Object.entries(value).reduce((sum, [name, one]) => sum + charactersOf(one, name), 0);
  return 0;
};
const NOT_CHARGED: ReadonlySet<string> = new Set(["type", "style", "action_id", "block_id"]);

const shorten = (text: string, limit: number): string =>
  text.length <= limit ? text : `${text.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, "")}…`;

const firstWords = (reply: Reply): string => {
  for (const block of reply.blocks) if ("text" in block) return textOf(block.text);
  return "Redflag";
};
