import type { Citation } from "../../core/answer.ts";
import type { Reply, ReplyBlock } from "../../core/reply.ts";
import { adaptiveCard, cardElements, NO_PICTURES, type Pictures } from "./card.ts";
import { messageEntity } from "./citation-entity.ts";
import { bytesOf, LIMITS } from "./limits.ts";
import { escapeText, shortened } from "./markdown.ts";
import { joined, type Section, sectionsOf, sourceSection } from "./sections.ts";
import { packed } from "./split.ts";
import type { JsonObject, OutgoingActivity } from "./wire.ts";

/**
 * A reply as Teams messages, each under the size limit.
 *
 *     cites sources          -> text with [n] and the citation entity (citations work in text only), then a card with the buttons
 *     has fields or buttons  -> one Adaptive Card
 *     else                   -> text
 *
 * No message has both text and a card: Teams makes two of such a one and answers with one id or none, and then a thumb under it
 * could not be told to which answer it belongs.
 */
export const renderReply = (reply: Reply, pictures: Pictures = NO_PICTURES): readonly OutgoingActivity[] => {
  const inCard =
    reply.citations.length === 0 && reply.blocks.some((b) => ["fields", "actions", "choices"].includes(b.kind));
  return inCard ? renderCards(reply, pictures) : renderText(reply, pictures);
};

/** The whole reply as card elements, with the sources as lines: for dialogs, which have no text and no citation entity. */
export const replyElements = (reply: Reply): readonly JsonObject[] => [
  ...reply.blocks.flatMap((block) => cardElements(block)),
  ...reply.citations.flatMap((citation) => cardElements(sourceBlock(citation))),
];

const sourceBlock = ({ number, title, publisher, url }: Citation): ReplyBlock => ({
  kind: "note",
  text: [{ text: `[${number}] ` }, { text: title, href: url }, { text: `, ${publisher}` }],
});

const renderText = (reply: Reply, pictures: Pictures): readonly OutgoingActivity[] => {
  const sections = [...sectionsOf(reply.blocks, new Set(pictures.keys())), ...reply.citations.map(sourceSection)];
  const message = (group: readonly Section[]): OutgoingActivity => ({
    type: "message",
    text: joined(group),
    textFormat: "markdown",
    ...entitiesFor(reply, group),
  });
  // Both ends are reserved in every part, so that it fits whichever part turns out to be the first or last.
  const fits = (group: readonly Section[]): boolean =>
    bytesOf({ ...message(group), ...opening(reply), ...ending(reply) }) <= LIMITS.activityBytes;
  const text = sections.length > 0 ? sections : [{ markdown: escapeText(reply.summary) || "…", cites: [] }];
  return [...framed(reply, packed(text, fits).map(message)), ...buttons(reply, pictures)];
};

/** Buttons and pictures of a reply whose words went as text. */
const buttons = (reply: Reply, pictures: Pictures): readonly OutgoingActivity[] => {
  const left = reply.blocks.filter(
    (b) => b.kind === "actions" || b.kind === "choices" || (b.kind === "chart" && pictures.has(b.chart)),
  );
  const elements = left.flatMap((block) => cardElements(block, pictures));
  const message = (body: readonly JsonObject[]): OutgoingActivity => ({
    type: "message",
    attachments: [adaptiveCard(body)],
  });
  return elements.length === 0 ? [] : fitting(elements, message).map(message);
};

const renderCards = (reply: Reply, pictures: Pictures): readonly OutgoingActivity[] => {
  const elements = reply.blocks.flatMap((block) =>
    fittingBlocks(block).flatMap((part) => cardElements(part, pictures)),
  );
  const message = (body: readonly JsonObject[]): OutgoingActivity => ({
    type: "message",
    attachments: [adaptiveCard(body)],
    ...entitiesFor(reply, []),
  });
  const whole = (body: readonly JsonObject[]) => ({ ...message(body), ...opening(reply), ...ending(reply) });
  return framed(reply, fitting(elements, whole).map(message));
};

/** Elements in groups whose messages each stay under the limit. */
const fitting = (
  elements: readonly JsonObject[],
  message: (body: readonly JsonObject[]) => unknown,
): readonly (readonly JsonObject[])[] => {
  const groups: JsonObject[][] = [[]];
  for (const element of elements) {
    const group = groups.at(-1) ?? [];
    if (group.length > 0 && bytesOf(message([...group, element])) > LIMITS.activityBytes) groups.push([element]);
    else group.push(element);
  }
  return groups;
};

/** Characters of one run of a card; longer ones are cut into several elements, so that a card can be split between them. */
const RUN_CHARACTERS = 4_000;

const fittingBlocks = (block: ReplyBlock): readonly ReplyBlock[] => {
  if (block.kind !== "paragraph" && block.kind !== "quote" && block.kind !== "note") return [block];
  const long = block.text.some((span) => span.text.length > RUN_CHARACTERS);
  if (!long) return [block];
  return block.text.flatMap((span) =>
    (span.text.match(new RegExp(`[\\s\\S]{1,${RUN_CHARACTERS}}`, "gu")) ?? []).map((text) => ({
      ...block,
      text: [{ ...span, text }],
    })),
  );
};

const opening = (reply: Reply): Partial<OutgoingActivity> => ({
  summary: shortened(reply.summary, LIMITS.summaryCharacters),
});

/** Teams' own thumbs, under the last part of an answer that asks for feedback. */
const ending = (reply: Reply): Partial<OutgoingActivity> =>
  reply.feedbackFor === null ? {} : { channelData: { feedbackLoop: { type: "default" } } };

const framed = (reply: Reply, parts: readonly OutgoingActivity[]): readonly OutgoingActivity[] =>
  parts.map((part, index) => ({
    ...part,
    ...(index === 0 ? opening(reply) : {}),
    ...(index === parts.length - 1 ? ending(reply) : {}),
  }));

/** A part names the sources that its own text cites; beyond ten, the source lines name the rest. */
const entitiesFor = (reply: Reply, group: readonly Section[]): Pick<OutgoingActivity, "entities"> => {
  const used = new Set(group.flatMap((section) => section.cites));
  const entity = messageEntity(
    reply.citations.filter((citation) => used.has(citation.number)),
    reply.aiGenerated,
  );
  return entity ? { entities: [entity] } : {};
};
