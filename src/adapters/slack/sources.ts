import type { types } from "@slack/bolt";
import type { Citation } from "../../core/answer.ts";
import { dayInProse } from "../../core/dates.ts";
import type { Rich } from "../../core/reply.ts";
import { LIMITS } from "./limits.ts";
import { withoutOverrides } from "./plain-text.ts";
import { pieces, richBlock, runs, section, sizeOf } from "./rich-text.ts";

/** `[1] Title — Publisher, 8 July 2025`, the title linked. */
const sourceLine = (citation: Citation): Rich => [
  { text: `[${citation.number}] ` },
  { text: citation.title || citation.url, href: citation.url },
  {
    text: ` — ${citation.publisher}, ${citation.publishedOn === null ? "no date given" : dayInProse(citation.publishedOn)}`,
  },
  ...(citation.linkedSource === null ? [] : [{ text: ` (linked page: ${citation.linkedSource})` }]),
];

/** The numbered sources, one line each, in as few blocks as the limits allow. */
export const sourceBlocks = (citations: readonly Citation[]): readonly types.KnownBlock[] => {
  const blocks: types.RichTextBlock[] = [];
  let lines: types.RichTextSection[] = [];
  let room = LIMITS.charactersPerBlock;
  const close = (): void => {
    if (lines.length > 0) blocks.push(richBlock(lines));
    lines = [];
    room = LIMITS.charactersPerBlock;
  };
  for (const citation of citations) {
    for (const run of runs(pieces(sourceLine(citation), []), LIMITS.charactersPerBlock)) {
      const size = run.reduce((sum, made) => sum + sizeOf(made), 0);
      if (size > room) close();
      lines.push(section(run));
      room -= size;
    }
  }
  close();
  return blocks;
};

/**
 * The quoted passages behind the numbers, folded away until a person opens them. Children are plain-text sections: Slack's
 * validator refuses rich text inside a container although its reference lists it.
 */
export const quoteBlocks = (citations: readonly Citation[]): readonly types.KnownBlock[] => {
  const quoted = citations.filter((citation) => citation.quote.trim() !== "");
  const groups: Citation[][] = [];
  for (let at = 0; at < quoted.length; at += QUOTES_PER_CONTAINER)
    groups.push(quoted.slice(at, at + QUOTES_PER_CONTAINER));
  return groups.map((group) => ({
    type: "container",
    title: { type: "plain_text", text: containerTitle(group), emoji: false },
    is_collapsible: true,
    default_collapsed: true,
    child_blocks: group.map((citation) => ({
      type: "section" as const,
      text: { type: "plain_text" as const, text: quoteText(citation), emoji: false },
    })),
  }));
};

/** Fewer than Slack's ten, so that one container of long quotes stays well below the total of a message. */
const QUOTES_PER_CONTAINER = 5;
const QUOTE_CHARACTERS = 1_200;

const containerTitle = (group: readonly Citation[]): string => {
  const [first, last] = [group[0]?.number, group.at(-1)?.number];
  return first === last ? `Quoted passage [${first}]` : `Quoted passages [${first}] to [${last}]`;
};

const quoteText = (citation: Citation): string => {
  const quote = withoutOverrides(citation.quote);
  const short = quote.length > QUOTE_CHARACTERS ? `${quote.slice(0, QUOTE_CHARACTERS).trimEnd()} …` : quote;
  return `[${citation.number}] “${short}”`;
};
