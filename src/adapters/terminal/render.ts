import { dayInProse } from "../../core/dates.ts";
import { chartBlocks, type Reply, type ReplyBlock, type Rich, textOf } from "../../core/reply.ts";

const WIDTH = 100;

/** A reply as plain text for a terminal, with its numbered sources. No escape codes, and none pass through from the data. */
export const renderText = (reply: Reply): string => {
  const blocks = reply.blocks.map(blockText).filter((text) => text !== "");
  const sources = reply.citations.map((c) => {
    const date = c.publishedOn ? dayInProse(c.publishedOn) : "date not given";
    const read = c.linkedSource ? ` (source read: ${c.linkedSource})` : "";
    return `${wrap(`[${c.number}] ${c.title}. ${c.publisher}, ${date}.`, "    ")}\n    ${printable(c.url)}${read}\n${wrap(`“${c.quote}”`, "    ", "    ")}`;
  });
  return [...blocks, ...(sources.length > 0 ? [`Sources\n${sources.join("\n")}`] : [])].join("\n\n");
};

const blockText = (block: ReplyBlock): string => {
  switch (block.kind) {
    case "headline":
    case "paragraph":
      return wrap(line(block.text));
    case "quote":
      return wrap(line(block.text), "  | ", "  | ");
    case "note":
      return wrap(line(block.text));
    case "list":
      return block.items.map((item) => wrap(`- ${line(item)}`, "  ")).join("\n");
    case "fields":
      return block.rows.map((row) => wrap(`${row.label}: ${line(row.value)}`, "  ")).join("\n");
    case "chart":
      return chartBlocks(block.chart).map(blockText).join("\n");
    case "divider":
      return "---";
    case "actions":
    case "choices":
      return "";
  }
};

/** Links are written out behind their words. */
const line = (rich: Rich): string =>
  printable(textOf(rich.map((span) => (span.href ? { text: `${span.text} (${span.href})` } : span))));

/** Control characters (escape codes among them) become spaces; bidi overrides vanish. */
const printable = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out here
  text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, " ").replace(/[\u202a-\u202e\u2066-\u2069]/g, "");

const wrap = (text: string, indent = "", first = ""): string => {
  const lines: string[] = [];
  let current = first;
  for (const word of text.split(" ")) {
    const joined = current.trim() === "" ? current + word : `${current} ${word}`;
    if (joined.length > WIDTH && current.trim() !== "") {
      lines.push(current);
      current = indent + word;
    } else current = joined;
  }
  return [...lines, current].join("\n");
};
