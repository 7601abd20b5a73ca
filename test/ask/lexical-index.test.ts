import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { beirEntries } from "../../src/ask/beir.ts";
import { LexicalIndex } from "../../src/ask/lexical-index.ts";
import { readBeir, retrieveRun } from "../../src/ask/retrieve.ts";
import type { IndexEntry } from "../../src/ask/shelf.ts";
import { BadInput } from "../../src/core/errors.ts";

const entry = (id: string, body: string, extra: Partial<IndexEntry> = {}): IndexEntry => ({
  id,
  group: id.split("#")[0] ?? id,
  title: "",
  context: "",
  body,
  ...extra,
});
const indexOf = (entries: readonly IndexEntry[]): LexicalIndex => {
  const index = new LexicalIndex();
  index.add(entries);
  return index;
};
const ids = (index: LexicalIndex, text: string, k = 5): readonly string[] =>
  index.search(text, { k }).map((hit) => hit.id);

const CORPUS = [
  entry("mixers#0", "The office listed the mixer Blue Tumbler for laundering stolen ether."),
  entry("mixers#1", "Wallets of the mixer were frozen in March."),
  entry("workers#0", "Remote workers used false identities to be hired by software firms."),
  entry("workers#1", "Employers should verify identities on camera."),
  entry("ships#0", "Tankers moved oil between ships at night."),
];

describe("LexicalIndex", () => {
  const rows: readonly (readonly [string, string, string])[] = [
    ["finds by a rare word", "tumbler", "mixers#0"],
    ["finds by another form of a word", "verifying identity", "workers#1"],
    ["prefers the passage with the words side by side", "false identities", "workers#0"],
    ["leaves question words out", "what should the employers do", "workers#1"],
  ];
  it.each(rows)("%s", (_claim, query, first) => {
    expect(ids(indexOf(CORPUS), query)[0]).toBe(first);
  });

  it("finds by title and, weaker, by what stands above the passage", () => {
    const index = indexOf([
      entry("a#0", "Plain words on money.", { title: "Garnet exchange" }),
      entry("b#0", "Plain words on money, garnet among them.", {}),
      entry("c#0", "Plain words on money.", { context: "Garnet" }),
      entry("d#0", "Plain words on money."),
    ]);
    expect(new Set(ids(index, "garnet", 2))).toEqual(new Set(["a#0", "b#0"]));
    expect(ids(index, "money garnet", 4)[2]).toBe("c#0");
  });

  it("answers nothing for words that nobody has, and for punctuation that breaks query languages", () => {
    expect(ids(indexOf(CORPUS), "zebra")).toEqual([]);
    for (const raw of ['"', "AND OR NOT", "a* NEAR(b)", "'; DROP TABLE", "(((", "\u0000"])
      expect(() => ids(indexOf(CORPUS), raw)).not.toThrow();
  });

  it("forgets a removed document with the next search, and replaces one with the same id", () => {
    const index = indexOf(CORPUS);
    expect(index.remove("mixers")).toBe(true);
    expect(index.remove("mixers")).toBe(false);
    expect(ids(index, "mixer tumbler wallets")).toEqual([]);
    index.add([entry("ships#0", "Trains moved coal.")]);
    expect(ids(index, "tankers oil")).toEqual([]);
    expect(ids(index, "coal")).toEqual(["ships#0"]);
    expect(index.size).toBe(3);
  });

  it("leaves out documents that are not accepted", () => {
    const hits = indexOf(CORPUS).search("identities workers verify", { k: 5, accept: (group) => group !== "workers" });
    expect(hits.map((hit) => hit.id)).not.toContain("workers#0");
  });

  it("ranks the same however the passages came in: at once, one by one, or with others added and removed", () => {
    const word = fc.constantFrom("bank", "banks", "ship", "mixer", "theft", "list", "order", "wallet", "seoul", "fund");
    const body = fc.array(word, { minLength: 1, maxLength: 12 }).map((words) => words.join(" "));
    fc.assert(
      fc.property(
        fc.array(body, { minLength: 1, maxLength: 20 }),
        fc.array(body, { maxLength: 6 }),
        body,
        (bodies, noise, query) => {
          const entries = bodies.map((text, i) => entry(`d${i}#0`, text));
          const atOnce = indexOf(entries);
          const oneByOne = new LexicalIndex();
          for (const [i, text] of noise.entries()) oneByOne.add([entry(`n${i}#0`, text)]);
          for (const e of entries) oneByOne.add([e]);
          for (const i of noise.keys()) oneByOne.remove(`n${i}`);
          const round = (index: LexicalIndex) =>
            index.search(query, { k: 30 }).map((hit) => [hit.id, hit.score.toFixed(3)]);
          expect(round(oneByOne)).toEqual(round(atOnce));
        },
      ),
      { numRuns: 60 },
    );
  });

  it("gives the same scores from postings as from rows read one by one", () => {
    const many = Array.from({ length: 1500 }, (_, i) =>
      entry(`d${i}#0`, `word${i % 7} word${i % 11} mixer ${i % 13 === 0 ? "tumbler" : ""}`),
    );
    const whole = indexOf(many);
    const grown = new LexicalIndex();
    for (let i = 0; i < many.length; i += 100) grown.add(many.slice(i, i + 100));
    const top = (index: LexicalIndex) =>
      index.search("word3 tumbler mixer", { k: 10 }).map((hit) => [hit.id, hit.score.toFixed(3)]);
    expect(top(grown)).toEqual(top(whole));
  });
});

describe("BEIR files", () => {
  it("give each passage the headings above it, and documents with plain ids none", () => {
    const entries = beirEntries([
      { _id: "3|18.", text: "Private platforms" },
      { _id: "3|18.8", text: "Exit facility" },
      { _id: "3|18.8.2", text: "An operator must tell its clients." },
      { _id: "4983", title: "Title", text: "A paper." },
    ]);
    expect(entries.map((e) => [e.group, e.context])).toEqual([
      ["3", ""],
      ["3", "Private platforms"],
      ["3", "Exit facility Private platforms"],
      ["4983", ""],
    ]);
  });
  it("become a TREC run", () => {
    const corpus = readBeir(
      '{"_id":"a","title":"","text":"ships at sea"}\n{"_id":"b","text":"banks"}\n',
      "corpus.jsonl",
    );
    const run = [...retrieveRun(corpus, readBeir('{"_id":"q1","text":"which ships?"}\n', "queries.jsonl"), 10)];
    expect(run).toHaveLength(1);
    expect(run[0]).toMatch(/^q1 Q0 a 1 \d+\.\d{4} redflag$/);
  });
  it.each([["not json"], ['{"text":"no id"}'], ['{"_id":"a"}'], ["[]"]])("refuse the line %s", (line) => {
    expect(() => readBeir(`{"_id":"a","text":"b"}\n${line}`, "corpus.jsonl")).toThrow(BadInput);
    expect(() => readBeir(`{"_id":"a","text":"b"}\n${line}`, "corpus.jsonl")).toThrow(/line 2/);
  });
});

describe("a snapshot", () => {
  const texts = Array.from(
    { length: 60 },
    (_, i) =>
      `The ${["mixer", "bank", "ship"][i % 3]} number ${i} of the Reconnaissance General Bureau (RGB) was listed.`,
  );
  const index = indexOf(texts.map((text, i) => entry(`d${i >> 1}#${i & 1}`, text, { context: `Heading ${i % 4}` })));
  index.remove("d3");
  const top = (some: LexicalIndex) =>
    some.search("rgb mixer number 12", { k: 20 }).map((hit) => [hit.id, hit.score.toFixed(4)]);

  it("gives back an index that ranks the same, forgets the same and grows on", () => {
    const again = LexicalIndex.restore(index.snapshot());
    if (!again) throw new Error("not restored");
    expect(top(again)).toEqual(top(index));
    expect(again.size).toBe(index.size);
    for (const some of [index, again]) {
      some.remove("d6");
      some.add([entry("new#0", "A zanzibarite mixer number 12 was listed.")]);
    }
    expect(top(again)).toEqual(top(index));
    expect(ids(again, "zanzibarite")).toEqual(["new#0"]);
  });
  it("of another version, torn or foreign is not read", () => {
    const bytes = index.snapshot();
    expect(LexicalIndex.restore(bytes.subarray(0, bytes.length - 9))).toBeNull();
    expect(LexicalIndex.restore(new TextEncoder().encode("RFIX1 something else"))).toBeNull();
    expect(LexicalIndex.restore(new Uint8Array())).toBeNull();
  });
});
