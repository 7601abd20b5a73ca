import { lexer, type Token, type Tokens } from "marked";
import type { Block } from "./layout.ts";

/** Markdown -> blocks without marks, links, images, raw HTML and footnotes. */
export const markdownBlocks = (markdown: string): readonly Block[] =>
  lexer(withoutFootnotes(markdown), { gfm: true }).flatMap(blocksOf);

/** "… to Iran.[^1][^2]" -> "… to Iran."; the definitions at the end go too. */
const withoutFootnotes = (markdown: string): string =>
  markdown.replace(/^\[\^[^\]]+\]:.*(?:\n {2,}.*)*$/gm, "").replace(/\[\^[^[\]]+\]/g, "");

const blocksOf = (token: Token): readonly Block[] => {
  switch (token.type) {
    case "heading":
      return [{ kind: "heading", level: (token as Tokens.Heading).depth, text: inline(token) }];
    case "paragraph":
      return [{ kind: "paragraph", text: inline(token) }];
    case "text":
      return [{ kind: "paragraph", text: inline(token) }];
    case "code":
      return (token as Tokens.Code).text.split("\n").map((text) => ({ kind: "paragraph", text }));
    case "blockquote":
      return ((token as Tokens.Blockquote).tokens ?? []).flatMap(blocksOf);
    case "list":
      return [{ kind: "list", items: (token as Tokens.List).items.flatMap(itemsOf) }];
    case "table":
      return [tableBlock(token as Tokens.Table)];
    default:
      return [];
  }
};

/** A list item and the items of lists inside it, in reading order. */
const itemsOf = (item: Tokens.ListItem): readonly string[] => {
  const own = item.tokens.filter((token) => token.type !== "list");
  const nested = item.tokens.filter((token): token is Tokens.List => token.type === "list");
  return [own.map(inline).join(" "), ...nested.flatMap((list) => list.items.flatMap(itemsOf))];
};

/** One item a row: "Name: Lazarus; Country: North Korea". */
const tableBlock = (table: Tokens.Table): Block => ({
  kind: "list",
  items: table.rows.map((row) =>
    row.map((cell, i) => `${textOfCell(table.header[i])}: ${textOfCell(cell)}`).join("; "),
  ),
});

const textOfCell = (cell: Tokens.TableCell | undefined): string => (cell ? cell.tokens.map(inline).join("") : "");

const inline = (token: Token): string => {
  if (token.type === "html" || token.type === "image") return "";
  if (token.type === "br") return " ";
  if ("tokens" in token && token.tokens && token.tokens.length > 0) return token.tokens.map(inline).join("");
  return "text" in token && typeof token.text === "string" ? unescaped(token.text) : "";
};

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", nbsp: " " };
const unescaped = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (_, name: string) => ENTITIES[name] ?? "");
