import { expect } from "vitest";
import { isoDate } from "../../src/core/dates.ts";
import type { CorpusDocument } from "../../src/core/document.ts";
import { cutPassages } from "../../src/corpus/passages.ts";
import type { PartOfDocument, PassageSearch, SearchScope, SoughtStem } from "../../src/ports/passage-search.ts";
import type { DocumentStore } from "../../src/ports/stores.ts";
import { documentOf, type Sketch } from "../support/library.ts";
import type { Check } from "./store-checks.ts";

/** A store of documents and the search over them. */
export interface Searched {
  readonly documents: DocumentStore;
  readonly passages: PassageSearch;
}

const ALL: SearchScope = { within: [], from: null, to: null, since: null };
const scope = (narrowed: Partial<SearchScope>): SearchScope => ({ ...ALL, ...narrowed });
const within = (publishers: readonly string[], kinds: readonly CorpusDocument["kind"][], tags: readonly string[]) =>
  scope({ within: [{ publishers, kinds, tags }] });
const sought = (...stems: readonly string[]): readonly SoughtStem[] =>
  stems.map((stem) => ({ stem, weight: 1, passages: 1 }));
const idsOf = (parts: readonly PartOfDocument[]): readonly string[] =>
  parts.map(({ document }) => document.documentId as string).sort();
const found = async ({ passages }: Searched, where: SearchScope, ...stems: readonly string[]) =>
  idsOf(await passages.search(sought(...stems), where, 50));

const sketch = (id: string, text: string, more: Partial<Sketch> = {}): CorpusDocument =>
  documentOf({ id, text, title: `Notice ${id}`, ...more });
const WALLET = sketch("wallet", "The fictional wallet was frozen.", {
  publisher: "Example TREASURY (Office)",
  publishedOn: "2024-03-01",
  kind: "designation",
  parties: [["Example Mixer LLC", "organisation", "Tornado Example"]],
  events: [["2024-03-01", "designated", "Example Mixer LLC"]],
});
const LAPTOP = sketch("laptop", "A fictional laptop and a wallet were seized.", {
  publisher: "Example Bureau",
  publishedOn: "2025-06-01",
  kind: "advisory",
  parties: [
    ["Example Farmer", "person", "Tornado Example"],
    ["Other Farmer", "person"],
  ],
  events: [["2025-05-01", "charged", "Example Farmer"]],
});
const UNDATED = { ...sketch("undated", "An undated wallet.", { publishedOn: null, kind: "faq" }), programs: ["DPRK3"] };
const THREE = [WALLET, LAPTOP, UNDATED];
/** A document of many passages; each has a number of its own, and `rarity` stands in one. */
const long = sketch(
  "long",
  Array.from(
    { length: 40 },
    (_, i) => `Paragraph number${i} speaks of the customer. ${"The customer pays the customer. ".repeat(25)}`,
  )
    .map((text, i) => (i === 20 ? `${text} Here stands the rarity.` : text))
    .join("\n\n"),
);

const withPassages = (change: (good: PassageSearch) => Partial<PassageSearch>) => (good: Searched) => ({
  ...good,
  passages: { ...good.passages, ...change(good.passages) },
});
const ignoringScope = withPassages((good) => ({
  search: (stems, _scope, limit) => good.search(stems, ALL, limit),
  survey: (stems) => good.survey(stems, ALL),
  parties: (keys, likenesses) => good.parties(keys, likenesses, ALL),
  dated: (events, _scope, limit) => good.dated(events, ALL, limit),
}));

export const PASSAGE_SEARCH_CHECKS: readonly Check<Searched>[] = [
  {
    claim: "a passage that was put is found by its stems, as it was cut",
    run: async (store) => {
      await store.documents.put(THREE);
      expect(await found(store, ALL, "frozen")).toEqual(["wallet"]);
      const [part] = await store.passages.search(sought("laptop"), ALL, 5);
      expect(part?.passages).toEqual(cutPassages(LAPTOP));
      expect({ ...part?.document, text: LAPTOP.text }).toEqual(LAPTOP);
    },
    broken: withPassages((good) => ({
      search: async (...asked) =>
        (await good.search(...asked)).map((part) => ({
          ...part,
          passages: part.passages.map((passage) => ({ ...passage, start: passage.start + 1 })),
        })),
    })),
  },
  {
    claim: "a replaced document answers with its new words alone",
    run: async (store) => {
      await store.documents.put(THREE);
      await store.documents.put([{ ...WALLET, text: "The fictional purse was thawed." }]);
      expect(await found(store, ALL, "thaw")).toEqual(["wallet"]);
      expect(await found(store, ALL, "frozen")).toEqual([]);
      expect((await store.passages.survey(["frozen", "thaw", "wallet"], ALL)).having).toEqual(
        new Map([
          ["thaw", 1],
          // Still in the title.
          ["wallet", 3],
        ]),
      );
    },
    broken: (good) => ({
      ...good,
      documents: {
        ...good.documents,
        put: async (documents) => {
          const known = await good.documents.all();
          await good.documents.put(documents.filter((one) => !known.some((k) => k.documentId === one.documentId)));
        },
      },
    }),
  },
  {
    claim: "a removed document is not found, named, dated or counted",
    run: async (store) => {
      await store.documents.put(THREE);
      await store.documents.remove(LAPTOP.documentId);
      expect(await found(store, ALL, "laptop", "seiz", "farmer")).toEqual([]);
      const survey = await store.passages.survey(["laptop", "seiz"], ALL);
      expect([survey.documents, survey.passages, survey.having.size]).toEqual([2, 2, 0]);
      expect(survey.publishers).not.toContain("Example Bureau");
      expect(await store.passages.parties(["other farmer"], [], ALL)).toEqual([]);
      expect(await store.passages.dated({ parties: ["example farmer"], from: null, to: null }, ALL, 5)).toEqual([]);
      expect(await store.passages.wordsLike([{ begins: "lapt", ends: "", shortest: 4, longest: 8 }])).toEqual([]);
    },
    broken: (good) => ({ ...good, documents: { ...good.documents, remove: async () => true } }),
  },
  {
    claim: "a survey counts passages by stem over everything, documents and days in scope",
    run: async (store) => {
      await store.documents.put(THREE);
      const survey = await store.passages.survey(["wallet", "laptop", "nowher"], within(["bureau"], [], []));
      expect(survey).toMatchObject({ documents: 1, latest: "2025-06-01", publishers: ["Example Bureau"], passages: 3 });
      expect(survey.having).toEqual(
        new Map([
          ["wallet", 3],
          ["laptop", 1],
        ]),
      );
      expect(survey.meanWords).toBeGreaterThan(2);
      expect(survey.meanContext).toBeGreaterThan(1);
    },
    broken: ignoringScope,
  },
  {
    claim: "every side of a scope holds: publisher, kind, program and days",
    run: async (store) => {
      await store.documents.put(THREE);
      const rows: readonly (readonly [SearchScope, readonly string[]])[] = [
        [ALL, ["laptop", "undated", "wallet"]],
        [within(["treasury"], [], []), ["wallet"]],
        [within(["TREASURY", "bureau"], [], []), ["laptop", "wallet"]],
        [within(["%", "_"], [], []), []],
        [within([], ["advisory", "faq"], []), ["laptop", "undated"]],
        [within([], [], ["dprk3"]), ["undated"]],
        [within(["bureau"], ["designation"], []), []],
        [scope({ from: isoDate("2024-03-02") }), ["laptop"]],
        [scope({ to: isoDate("2024-03-01") }), ["wallet"]],
        [scope({ since: isoDate("2025-01-01") }), ["laptop", "undated"]],
        [
          scope({
            within: [
              { publishers: ["example"], kinds: [], tags: [] },
              { publishers: [], kinds: ["designation"], tags: [] },
            ],
          }),
          ["wallet"],
        ],
      ];
      for (const [where, ids] of rows) expect(await found(store, where, "wallet"), JSON.stringify(where)).toEqual(ids);
    },
    broken: ignoringScope,
  },
  {
    claim: "the rarest stem decides, and the passages around the best come with it",
    run: async (store) => {
      await store.documents.put([long]);
      const { having } = await store.passages.survey(["rariti", "custom"], ALL);
      const stems = [...having].map(([stem, passages]) => ({ stem, passages, weight: 1 / passages }));
      const [part] = await store.passages.search(stems, ALL, 1);
      const at = cutPassages(long).findIndex((passage) => passage.text.includes("rarity"));
      expect(part?.passages.map((passage) => passage.ordinal)).toEqual([at - 1, at, at + 1]);
    },
    broken: withPassages((good) => ({
      search: (stems, where, limit) =>
        good.search(
          stems.filter(({ stem }) => stem !== "rariti"),
          where,
          limit,
        ),
    })),
  },
  {
    claim: "no more passages come than were asked for, but for those around them",
    run: async (store) => {
      await store.documents.put([long]);
      const all = cutPassages(long).length;
      const parts = await store.passages.search([{ stem: "custom", weight: 1, passages: all }], ALL, 2);
      const passages = parts.flatMap((part) => part.passages);
      expect(all).toBeGreaterThan(30);
      expect(passages.length).toBeGreaterThanOrEqual(2);
      expect(passages.length).toBeLessThanOrEqual(6);
    },
    broken: withPassages((good) => ({ search: (stems, where) => good.search(stems, where, 50) })),
  },
  {
    claim: "what looks like a query language is one stem that nobody has",
    run: async (store) => {
      await store.documents.put(THREE);
      for (const stem of HOSTILE) {
        expect(await found(store, ALL, stem), stem).toEqual([]);
        expect(await found(store, ALL, stem, "frozen"), stem).toEqual(["wallet"]);
      }
      expect((await store.passages.survey(HOSTILE, ALL)).having.size).toBe(0);
      expect(await store.passages.parties(HOSTILE, [], ALL)).toEqual([]);
      expect(await found(store, within(HOSTILE, [], HOSTILE), "wallet")).toEqual([]);
      expect((await store.documents.all()).length).toBe(3);
    },
    // What a search that pasted its operands together would find.
    broken: withPassages((good) => ({
      search: (stems, where, limit) =>
        good.search(
          stems.flatMap((one) => one.stem.split(/[^a-z]+/).map((stem) => ({ ...one, stem }))),
          where,
          limit,
        ),
    })),
  },
  {
    claim: "parties come by any of their names, with all that share one",
    run: async (store) => {
      await store.documents.put(THREE);
      const names = async (keys: readonly string[], where = ALL) =>
        (await store.passages.parties(keys, [], where)).map((party) => party.name).sort();
      expect(await names(["example mixer llc"])).toEqual(["Example Farmer", "Example Mixer LLC"]);
      expect(await names(["tornado example"])).toEqual(["Example Farmer", "Example Mixer LLC"]);
      expect(await names(["other farmer"])).toEqual(["Other Farmer"]);
      expect(await names(["tornado example"], within(["treasury"], [], []))).toEqual(["Example Mixer LLC"]);
      expect(await names(["farmer"])).toEqual([]);
      const [mixer] = await store.passages.parties(["example mixer llc"], [], within(["treasury"], [], []));
      expect(mixer).toMatchObject({ kind: "organisation", aliases: ["example mixer llc", "tornado example"] });
    },
    broken: ignoringScope,
  },
  {
    claim: "a likeness is met by beginning, end and length together",
    run: async (store) => {
      await store.documents.put(THREE);
      const like = (begins: string, ends: string, shortest: number, longest: number) =>
        store.passages.wordsLike([{ begins, ends, shortest, longest }]);
      expect(await like("wal", "", 5, 7)).toEqual(["wallet"]);
      expect(await like("", "llet", 5, 7)).toEqual(["wallet"]);
      expect(await like("w", "let", 6, 6)).toEqual(["wallet"]);
      expect(await like("wal", "", 7, 9)).toEqual([]);
      expect(await like("wal", "x", 5, 7)).toEqual([]);
      const near = [{ begins: "tornado ex", ends: "", shortest: 10, longest: 16 }];
      expect((await store.passages.parties([], near, ALL)).length).toBe(2);
    },
    broken: withPassages((good) => ({
      wordsLike: (likenesses) => good.wordsLike(likenesses.map((one) => ({ ...one, shortest: 0, longest: 99 }))),
    })),
  },
  {
    claim: "dated events bring their documents, the latest first where not all are asked for",
    run: async (store) => {
      await store.documents.put(THREE);
      const dated = async (parties: readonly string[] | null, from: string | null, to: string | null, limit = 5) =>
        idsOf(
          await store.passages.dated(
            { parties, from: from === null ? null : isoDate(from), to: to === null ? null : isoDate(to) },
            ALL,
            limit,
          ),
        );
      expect(await dated(["example mixer llc"], null, null)).toEqual(["wallet"]);
      expect(await dated(null, "2025-01-01", "2025-12-31")).toEqual(["laptop"]);
      expect(await dated(null, null, null)).toEqual(["laptop", "wallet"]);
      expect(await dated(null, null, null, 1)).toEqual(["laptop"]);
      expect(await dated(["nobody"], null, null)).toEqual([]);
    },
    broken: withPassages((good) => ({
      dated: (events, where, limit) => good.dated({ ...events, parties: null }, where, limit),
    })),
  },
];

const HOSTILE = [
  "wallet' | 'laptop",
  "wallet | laptop",
  "!nothing",
  "wal:*",
  "'); DROP TABLE passages; --",
  "\\",
  "'",
  "%",
  "$1",
];
