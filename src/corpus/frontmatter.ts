import { BadInput } from "../core/errors.ts";

/** What stands between the two `---` lines of a brief: single values and lists of lines. A subset of YAML. */
export interface Frontmatter {
  readonly values: ReadonlyMap<string, string>;
  readonly lists: ReadonlyMap<string, readonly string[]>;
  /** Everything after the second `---`. */
  readonly body: string;
}

/** `null` when the text does not open with `---`. Throws `BadInput` with the line that cannot be read. */
export const readFrontmatter = (text: string, name: string): Frontmatter | null => {
  if (!/^---[ \t]*\n/.test(text)) return null;
  const lines = text.split("\n");
  const last = lines.findIndex((line, i) => i > 0 && /^---[ \t]*$/.test(line));
  if (last === -1)
    throw new BadInput(`${name} opens with "---" but has no second "---" line. Nothing was added. Close its header.`);
  const values = new Map<string, string>();
  const lists = new Map<string, string[]>();
  let open: string[] | null = null;
  lines.slice(1, last).forEach((line, i) => {
    if (line.trim() === "" || line.trimStart().startsWith("#")) return;
    const item = /^\s*-\s+(.*)$/.exec(line);
    if (item && open) {
      open.push(unquoted(item[1] ?? ""));
      return;
    }
    const pair = /^([A-Za-z]\w*):\s*(.*)$/.exec(line);
    if (!pair)
      throw new BadInput(
        `${name}, line ${i + 2}: "${line.trim()}" is neither "key: value" nor "- item". Nothing was added.`,
      );
    const [key, value] = [pair[1] ?? "", (pair[2] ?? "").trim()];
    open = null;
    if (value === "") {
      open = [];
      lists.set(key, open);
    } else if (value.startsWith("[") && value.endsWith("]")) {
      const inner = value.slice(1, -1).trim();
      lists.set(key, inner === "" ? [] : inner.split(",").map((part) => unquoted(part)));
    } else values.set(key, unquoted(value));
  });
  return { values, lists, body: lines.slice(last + 1).join("\n") };
};

const unquoted = (text: string): string => {
  const t = text.trim();
  return (t.startsWith('"') && t.endsWith('"') && t.length > 1) ||
    (t.startsWith("'") && t.endsWith("'") && t.length > 1)
    ? t.slice(1, -1)
    : t;
};
