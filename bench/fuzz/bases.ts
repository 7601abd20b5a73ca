import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  ADVANCED_XML,
  CSL_CSV,
  EU_CSV,
  OPENSANCTIONS_CSV,
  OPENSANCTIONS_FTM,
  OWN_CSV,
  UK_CSV,
} from "../../test/lists/handmade.ts";
import { makePdf } from "../../test/support/make-pdf.ts";

/** Real snippets that inputs are made from, by what they are. Where the public data is absent, what the program ships. */
export interface Bases {
  readonly names: readonly string[];
  readonly questions: readonly string[];
  readonly prose: readonly string[];
  readonly addresses: readonly string[];
  readonly commands: readonly string[];
  readonly html: readonly string[];
  readonly markdown: readonly string[];
  readonly feeds: readonly string[];
  readonly reports: readonly string[];
  readonly pdfs: readonly Uint8Array[];
  /** By role of the file. */
  readonly ofacFlat: Readonly<Record<string, readonly string[]>>;
  readonly ofacXml: readonly string[];
  readonly unXml: readonly string[];
  readonly handmade: Readonly<Record<string, readonly string[]>>;
}

const ROOT = join(import.meta.dirname, "../..");
const textsIn = (folder: string, ending: string, most: number): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith(ending))
        .slice(0, most)
        .map((name) => readFileSync(join(folder, name), "utf8"))
    : [];

/** Whole, small files of an XML list: its head, a few records and its end, with the number of records that it announces. */
const smallXml = (path: string, record: string, end: string): readonly string[] => {
  if (!existsSync(path)) return [];
  const text = readFileSync(path, "utf8");
  const head = text.slice(0, text.indexOf(`<${record}>`));
  const close = `</${record}>`;
  const records = text
    .split(`<${record}>`)
    .slice(1)
    .map((part) => `<${record}>${part.slice(0, part.indexOf(close))}${close}`);
  return Array.from({ length: 40 }, (_, i) => {
    const some = records.slice(i * 7, i * 7 + 3);
    return `${head.replace(/(<Record_Count>)\d+/, `$1${some.length}`)}${some.join("")}${end}`;
  });
};

/** The rows of OFAC's flat files for a dozen entries, whole files as OFAC ends them; one set for each start. */
const smallFlat = (folder: string): Readonly<Record<string, readonly string[]>> => {
  const names = {
    primary: "cons_prim.csv",
    aliases: "cons_alt.csv",
    addresses: "cons_add.csv",
    comments: "cons_comments.csv",
  };
  const rows = Object.entries(names).map(([role, name]) => {
    const path = join(folder, name);
    return [
      role,
      existsSync(path)
        ? readFileSync(path, "latin1")
            .split("\r\n")
            .filter((row) => /^\d/.test(row))
        : [],
    ] as const;
  });
  const ids = (rows[0]?.[1] ?? []).map((row) => row.split(",")[0] ?? "");
  const wanted = new Set(ids.slice(0, 12));
  return Object.fromEntries(
    rows.map(([role, all]) => [
      role,
      [`${all.filter((row) => wanted.has(row.split(",")[0] ?? "")).join("\r\n")}\r\n\u001a`],
    ]),
  );
};

const RSS = `<?xml version="1.0"?><rss version="2.0"><channel><title>Fictional notices</title><item><title>Notice 1</title><link>https://example.org/1</link><guid>1</guid><pubDate>Tue, 08 Jul 2025 10:00:00 GMT</pubDate><description>&lt;p&gt;Ann Example was designated.&lt;/p&gt;</description></item></channel></rss>`;
const ATOM = `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Fictional</title><entry><id>a</id><title>Entry</title><updated>2025-07-08T00:00:00Z</updated><link href="https://example.org/2"/><content type="html">&lt;p&gt;Text &amp;amp; more&lt;/p&gt;</content></entry></feed>`;
const HTML = `<!doctype html><html><head><title>Fictional notice</title><meta property="article:published_time" content="2025-07-08"></head><body><nav><a href="/x">x</a></nav><main><h1>Notice</h1><p>Ann Example &amp; Sample LLC were <b>designated</b>.</p><table><tr><th>Name</th><td>Example</td></tr></table><ul><li>one<ul><li>two</li></ul></li></ul><pre>code  here</pre></main></body></html>`;
const COMMANDS = [
  "digest subscribe weekly mon 9 Europe/Berlin DPRK crypto",
  "digest daily 08:00 lists ofac-sdn",
  "settings zone Europe/Berlin",
  "settings scope publisher OFAC kind advisory tag DPRK3",
  "watch Kim Example --dob 1984 --country KP",
  "watch remove 3",
  "cases 12 false-positive other date of birth",
  "cases 3 assign me",
  "vet Kim Example --alias K. Example --email kim@example.org --seen no-camera",
  "screen Kim Jong Un --dob 1984 --country KP --threshold 0.8",
  "lists",
  "help",
  "drill",
  "please screen: 0x098B716B8Aaf21512996dC57EB0615e2383E2f96",
] as const;

export const readBases = (shared: string): Bases => {
  const corpus = textsIn(join(ROOT, "data/corpus"), ".md", 200);
  const questions = readFileSync(join(ROOT, "test/eval/questions.jsonl"), "utf8")
    .split("\n")
    .flatMap((line) => (line === "" ? [] : [String((JSON.parse(line) as { question?: unknown }).question ?? "")]))
    .filter((text) => text !== "");
  const starter = readFileSync(join(ROOT, "data/lists/ofac-sdn.jsonl"), "utf8").split("\n").slice(1, 400);
  const listed = starter.flatMap((line) => [...line.matchAll(/"text":"([^"\\]+)"/g)].map((m) => m[1] ?? ""));
  const pairs = existsSync(join(shared, "matching/name-pairs.csv"))
    ? readFileSync(join(shared, "matching/name-pairs.csv"), "utf8")
        .split("\n")
        .slice(1, 3_000)
        .flatMap((line) => line.split(",").slice(2, 4))
    : [];
  const wallets = starter.flatMap((line) => [...line.matchAll(/"address":"([^"\\]+)"/g)].map((m) => m[1] ?? ""));
  return {
    names: [...listed, ...pairs].filter((name) => name !== ""),
    questions,
    prose: [...corpus, ...textsIn(join(shared, "seed"), ".txt", 5)],
    addresses: [
      ...wallets,
      "0x098B716B8Aaf21512996dC57EB0615e2383E2f96",
      "bc1qxy2kgdygjrsqtzq2n0yrf2493p83kkfjhx0wlh",
      "ecash:qpm2qsznhks23z7629mms6s4cwef74vcwva87rkuu2",
    ],
    commands: COMMANDS,
    html: [
      HTML,
      ...corpus.slice(0, 20).map((text) => `<html><body><p>${text.replaceAll("\n\n", "</p><p>")}</p></body></html>`),
    ],
    markdown: corpus,
    feeds: [RSS, ATOM],
    reports: textsIn(join(shared, "reports/attack"), ".json", 60).map((text) => text.slice(0, 8_000)),
    pdfs: [makePdf(["A notice about Ann Example.", "Second line (escaped) \\ text."])],
    ofacFlat: smallFlat(join(shared, "ofac/2025-12")),
    ofacXml: smallXml(join(shared, "ofac/xml/consolidated-2025-03.xml"), "sdnEntry", "</sdnList>"),
    unXml: smallXml(join(shared, "un/consolidated-2026-02.xml"), "INDIVIDUAL", "</INDIVIDUALS></CONSOLIDATED_LIST>"),
    handmade: {
      "uk-csv": [UK_CSV],
      "eu-csv": [EU_CSV],
      "us-csl-csv": [CSL_CSV],
      "opensanctions-csv": [OPENSANCTIONS_CSV],
      "opensanctions-ftm": [OPENSANCTIONS_FTM],
      "own-csv": [OWN_CSV],
      "ofac-advanced-xml": [ADVANCED_XML],
    },
  };
};
