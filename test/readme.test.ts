import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMMANDS } from "../src/commands/all.ts";
import { parseConfig } from "../src/config.ts";
import { RedflagError } from "../src/core/errors.ts";
import { openRuntime, type Runtime } from "../src/runtime.ts";
import { SETTINGS, settingsTable } from "../src/settings.ts";
import { sharedData } from "./support/shared-data.ts";

const ROOT = join(import.meta.dirname, "..");
const README = readFileSync(join(ROOT, "README.md"), "utf8");
const PACKAGE = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { scripts: Record<string, string> };

/** Every line that is shown as a command, in the order of the page. */
const LINES = README.split("\n").filter((line) => /^ {4}\S/.test(line));
const REDFLAG = LINES.flatMap((line) => /^ {4}npx redflag (.+)$/.exec(line)?.[1] ?? []);
const SCRIPTS = [...README.matchAll(/npm run (?:--silent )?([\w:]+)/g)].map((m) => m[1] ?? "");

describe("the README", () => {
  it("has the settings table as the program reads it (print it with: node -e 'import(\"./src/settings.ts\").then(c => console.log(c.settingsTable()))')", () => {
    const table = /<!-- settings -->\n([\s\S]*?)\n<!-- \/settings -->/.exec(README)?.[1];
    expect(table).toBe(settingsTable());
  });
  it("can be read in one sitting", () => {
    expect(README.split("\n").length).toBeLessThan(400);
  });
  it("names scripts that there are", () => {
    expect(SCRIPTS.length).toBeGreaterThan(5);
    expect(SCRIPTS.filter((name) => PACKAGE.scripts[name] === undefined)).toEqual([]);
  });
  it("names the script behind every word of its list of checks", () => {
    const block = /## Checks\n\n((?: {4}.*\n)+)/.exec(README)?.[1] ?? "";
    const names = block.match(/\b(?:bench:\w+|digest:year|fuzz|faults|soak)\b/g) ?? [];
    expect(names.length).toBeGreaterThan(5);
    expect(names.filter((name) => PACKAGE.scripts[name] === undefined)).toEqual([]);
  });
  it("names files and folders that there are", () => {
    const paths = [...README.matchAll(/[`(]((?:src|test|bench|data|deploy|prompts|\.ci)\/[\w./-]+)[`)]/g)].map(
      (m) => m[1] ?? "",
    );
    expect(paths.length).toBeGreaterThan(40);
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
  it("names settings that there are", () => {
    const names = [...README.matchAll(/`([A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+)(?:=[^`]*)?`/g)].map((m) => m[1] ?? "");
    const known = new Set<string>(SETTINGS.map(({ name }) => name));
    expect(names.filter((name) => !known.has(name))).toEqual([]);
  });
  it("names commands that there are, also inside a sentence", () => {
    const inline = [...README.matchAll(/`redflag ([a-z]+(?: [a-z]+)?)[^`]*`/g)].map((m) => m[1] ?? "");
    const exists = (words: string): boolean => COMMANDS.some(({ name }) => `${words} `.startsWith(`${name} `));
    expect([...inline, ...REDFLAG].filter((words) => !exists(words))).toEqual([]);
  });
});

/** Files that the commands of the page name, as a reader would have them. */
const FILES: Readonly<Record<string, string>> = {
  "customers.csv": "id,name\n1,Song Kum Hyok\n2,Ann Example\n",
  "results.jsonl": "",
  "notice.html": "<h1>Notice</h1><p>Example Agency designated Fortuna Example LLC on 8 July 2025.</p>",
};
/** Data that a reader takes from elsewhere. */
const WITHIN: Readonly<Record<string, string>> = {
  "<folder with sdn.csv alt.csv add.csv sdn_comments.csv>": "ofac/2021-07",
  "<folder with cons_prim.csv cons_alt.csv cons_add.csv cons_comments.csv>": "ofac/2025-12",
  "<consolidated.xml>": "un/consolidated-2026-02.xml",
};
/** Words that leave the machine: what they fetch is held by the tests of the refresh. */
const OUTSIDE = /^(?:lists|corpus) refresh|https?:/;

/** 'ask "Who is it?" --json' -> ["ask", "Who is it?", "--json"] */
const wordsOf = (line: string): readonly string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map((m) => m[1] ?? m[2] ?? "");

describe("the commands of the README, one after another as a reader would type them", () => {
  let folder = "";
  let runtime: Promise<Runtime> | null = null;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "redflag-readme-"));
    for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
  });
  const close = async (): Promise<void> => {
    await (await runtime)?.close();
    runtime = null;
  };
  afterAll(async () => {
    await close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs one command in the folder; what it printed. */
  const run = async (line: string): Promise<string> => {
    const command = COMMANDS.toSorted((a, b) => b.name.length - a.name.length).find(({ name }) =>
      `${line} `.startsWith(`${name} `),
    );
    if (!command) throw new Error(`There is no command ${line}.`);
    const config = parseConfig({ REDFLAG_DATA_DIR: join(folder, "data"), LOG_LEVEL: "silent" });
    const args = wordsOf(line.slice(command.name.length)).map((word) =>
      /^[\w.-]+\.(?:csv|jsonl|html|backup)$/.test(word) ? join(folder, word) : word,
    );
    const { positionals, values } = parseArgs({ args: [...args], options: command.options, allowPositionals: true });
    const out: string[] = [];
    // Nothing may hold the store while it is replaced.
    if (command.name === "restore") await close();
    await command.run(positionals, values as Parameters<typeof command.run>[1], {
      config,
      runtime: () => {
        runtime ??= openRuntime(config);
        return runtime;
      },
      out: (text) => void out.push(text),
      progress: () => {},
    });
    return out.join("\n");
  };

  /** The same with what the reader has to fill in; `null` where it is not here. */
  const filledIn = async (line: string): Promise<string | null> => {
    const [blank] = /<[^>]+>/.exec(line) ?? [];
    if (blank === undefined) return line;
    const part = WITHIN[blank];
    if (part !== undefined) {
      const path = sharedData(...part.split("/"));
      return path === null ? null : line.replace(blank, `"${path}"`);
    }
    if (blank === "<words>") return line.replace(blank, "Ann Example");
    const id = /"screeningId":"(\w+)"/.exec(await run("audit export"))?.[1];
    return blank === "<screening id>" && id !== undefined ? line.replace(blank, id) : null;
  };

  it.each(REDFLAG)("%s", { timeout: 60_000 }, async (line) => {
    if (OUTSIDE.test(line)) return expect(COMMANDS.some(({ name }) => line.startsWith(name))).toBe(true);
    const typed = await filledIn(line);
    if (typed === null) return expect(Object.keys(WITHIN).some((blank) => line.includes(blank))).toBe(true);
    const before = line.includes("diff") ? /previous/ : null;
    const said = await run(typed).catch((thrown: unknown) => {
      // A list that was loaded once has no version before it.
      if (before && thrown instanceof RedflagError && before.test(thrown.message)) return "";
      throw thrown;
    });
    expect(said).not.toMatch(/undefined|\[object/);
  });
});
