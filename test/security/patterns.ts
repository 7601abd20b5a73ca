import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** A regular expression literal as it stands in the source. */
export interface FoundPattern {
  /** "src/text/words.ts:12" */
  readonly at: string;
  readonly source: string;
  readonly flags: string;
}

const ROOT = join(import.meta.dirname, "../..");
/** What may stand before an expression: behind it a slash begins a pattern, behind everything else it divides. */
const BEFORE_EXPRESSION = /(?:[(,=:[!&|?{};+\-*%~^<>]|\b(?:return|typeof|case|in|of|do|else|void|delete))\s*$/;

/** Every regular expression literal in a program's text. */
export const patternsIn = (code: string, file: string): readonly FoundPattern[] => {
  const found: FoundPattern[] = [];
  /** For each `${` that is open: how many braces are open inside it. */
  const templates: number[] = [];
  let seen = "";
  let line = 1;
  // "#!/usr/bin/env node" is no pattern.
  let i = code.startsWith("#!") ? code.indexOf("\n") : 0;
  const skipTo = (end: number): void => {
    line += code.slice(i, end).split("\n").length - 1;
    i = end;
  };
  const endOfQuoted = (quote: string): number => {
    let at = i + 1;
    while (at < code.length && code[at] !== quote) at += code[at] === "\\" ? 2 : 1;
    return at + 1;
  };
  /** From behind a backtick or a closing brace to behind the next backtick or `${`. */
  const throughTemplate = (): void => {
    let at = i + 1;
    while (at < code.length && code[at] !== "`" && !code.startsWith("${", at)) at += code[at] === "\\" ? 2 : 1;
    if (code[at] === "$") templates.push(0);
    skipTo(at + (code[at] === "$" ? 2 : 1));
    seen = code[at] === "$" ? "(" : ")";
  };
  while (i < code.length) {
    const c = code[i] ?? "";
    if (code.startsWith("//", i)) skipTo(Math.max(i, code.indexOf("\n", i)) || code.length);
    else if (code.startsWith("/*", i)) skipTo(code.indexOf("*/", i) + 2);
    else if (c === '"' || c === "'") {
      skipTo(endOfQuoted(c));
      seen = ")";
    } else if (c === "`") throughTemplate();
    else if (c === "}" && templates.at(-1) === 0) {
      templates.pop();
      throughTemplate();
    } else if (c === "/" && (seen === "" || BEFORE_EXPRESSION.test(seen))) {
      const [, source = "", flags = ""] =
        /^\/((?:[^\\/[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/([a-z]*)/.exec(code.slice(i, i + 4_000)) ?? [];
      if (source === "") throw new Error(`A slash at ${file}:${line} is neither a pattern nor a division.`);
      found.push({ at: `${file}:${line}`, source, flags });
      i += source.length + flags.length + 2;
      seen = ")";
    } else {
      const open = templates.length - 1;
      if (c === "{" && open >= 0) templates[open] = (templates[open] ?? 0) + 1;
      if (c === "}" && open >= 0) templates[open] = (templates[open] ?? 0) - 1;
      seen = `${seen}${c}`.slice(-16);
      skipTo(i + 1);
    }
  }
  return found;
};

/** Every pattern of the program, each once. */
export const patternsOfProgram = (): readonly FoundPattern[] => {
  const files = readdirSync(join(ROOT, "src"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:ts|mjs|js)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const all = files.flatMap((path) => patternsIn(readFileSync(path, "utf8"), relative(ROOT, path)));
  return [...new Map(all.map((pattern) => [`${pattern.source}/${pattern.flags}`, pattern])).values()];
};
