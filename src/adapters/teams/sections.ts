import type { Citation } from "../../core/answer.ts";
import type { Chart } from "../../core/chart.ts";
import { dayInProse } from "../../core/dates.ts";
import { chartBlocks, type ReplyBlock, type Rich } from "../../core/reply.ts";
import { escapeText, lineOf, paragraphsOf, safeUrl } from "./markdown.ts";

/** A piece of markdown that may be followed by a message break, and the citations its text uses. */
export interface Section {
  readonly markdown: string;
  readonly cites: readonly number[];
}

/** The blocks that text can show, in order. Actions and charts that are `drawn` are left to the card. */
export const sectionsOf = (blocks: readonly ReplyBlock[], drawn: ReadonlySet<Chart> = new Set()): readonly Section[] =>
  blocks.flatMap((block) => sectionsOfBlock(block, drawn));

const sectionsOfBlock = (block: ReplyBlock, drawn: ReadonlySet<Chart>): readonly Section[] => {
  switch (block.kind) {
    case "headline":
    case "paragraph":
      return section(paragraphsOf(block.text), block.text);
    case "note":
      return section(paragraphsOf(block.text.map((span) => ({ ...span, italic: true }))), block.text);
    case "quote":
      return section(
        paragraphsOf(block.text)
          .split("\n")
          .map((line) => `> ${line}`.trimEnd())
          .join("\n"),
        block.text,
      );
    case "list":
      return block.items.flatMap((item) => section(`- ${lineOf(item)}`, item));
    case "fields":
      return block.rows.flatMap((row) => section(`**${escapeText(row.label)}:** ${lineOf(row.value)}`, row.value));
    case "chart":
      return drawn.has(block.chart) ? [] : sectionsOf(chartBlocks(block.chart));
    case "divider":
      return [{ markdown: "---", cites: [] }];
    case "actions":
    case "choices":
      return [];
  }
};

const section = (markdown: string, text: Rich): readonly Section[] =>
  markdown.replace(/^[>\s]+$/, "") === "" ? [] : [{ markdown, cites: citesIn(text) }];

const citesIn = (text: Rich): readonly number[] => text.flatMap((span) => (span.cite === undefined ? [] : span.cite));

/** "[1] [Title](https://…), US Treasury, 8 July 2025" */
export const sourceSection = (citation: Citation): Section => ({
  markdown: `[${citation.number}] ${sourceWords(citation)}`,
  cites: [citation.number],
});

const sourceWords = ({ title, url, publisher, publishedOn, linkedSource }: Citation): string => {
  const link = safeUrl(url);
  const name = escapeText(title.replace(/\s+/g, " "));
  return [
    link ? `[${name}](${link})` : name,
    escapeText(publisher),
    ...(publishedOn ? [dayInProse(publishedOn)] : []),
    ...(linkedSource ? [`link: ${escapeText(linkedSource)}`] : []),
  ].join(", ");
};

/** Items of one list stay together; everything else is a paragraph of its own. */
export const joined = (sections: readonly Section[]): string =>
  sections.reduce((text, { markdown }, index) => {
    if (index === 0) return markdown;
    const together = markdown.startsWith("- ") && (sections[index - 1]?.markdown.startsWith("- ") ?? false);
    return `${text}${together ? "\n" : "\n\n"}${markdown}`;
  }, "");
