import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openPostgres } from "../../src/adapters/stores/postgres/open.ts";
import { worthReading } from "../../src/adapters/stores/postgres/passage-query.ts";
import { documentId } from "../../src/core/brand.ts";
import type { SearchScope } from "../../src/ports/passage-search.ts";
import { PASSAGE_SEARCH_CHECKS } from "../conformance/passage-search.ts";
import { conforms } from "../conformance/store-checks.ts";
import { documentOf } from "../support/library.ts";
import { openSearched, type SearchedStores } from "../support/passages.ts";
import { hasPostgres, type PostgresServer, startPostgres } from "../support/postgres.ts";
import { silentLog } from "../support/silent-log.ts";

const ALL: SearchScope = { within: [], from: null, to: null, since: null };

describe.skipIf(!hasPostgres)("passages in Postgres, when it is installed", () => {
  const opened: { close(): Promise<void> }[] = [];
  let server: PostgresServer | null = null;
  let template = "";
  beforeAll(async () => {
    server = await startPostgres();
    template = await server.database();
    await (await openPostgres(template, silentLog)).close();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((stores) => stores.close()));
  });
  afterAll(() => server?.stop());
  const database = async (): Promise<string> => (server ? server.database(template) : "");
  const open = async (url: string): Promise<SearchedStores> => {
    const stores = await openSearched(url);
    opened.push(stores);
    return stores;
  };
  const counted = async ({ passages }: SearchedStores, ...stems: readonly string[]) =>
    Object.fromEntries((await passages.survey(stems, ALL)).having);

  conforms("the Postgres passage search", PASSAGE_SEARCH_CHECKS, async () => open(await database()));

  it("indexes at the first question what was put before there was an index, or by a program without one", async () => {
    const url = await database();
    const plain = await openPostgres(url, silentLog);
    opened.push(plain);
    await plain.documents.put([documentOf({ id: "old", text: "A fictional hoard of coins." })]);
    const stores = await open(url);
    expect(await counted(stores, "hoard")).toEqual({ hoard: 1 });
    await plain.documents.put([documentOf({ id: "old", text: "A fictional heap of coins." })]);
    await plain.documents.put([documentOf({ id: "new", text: "A fictional heap of gold." })]);
    expect(await counted(await open(url), "hoard", "heap")).toEqual({ heap: 2 });
  });

  it("is heard of by another replica: what is put there is found and what is removed is not", async () => {
    const url = await database();
    const [one, other] = [await open(url), await open(url)];
    await one.documents.put([documentOf({ id: "shared", text: "A fictional hoard of coins." })]);
    const ids = async () =>
      (await other.passages.search([{ stem: "hoard", weight: 1, passages: 1 }], ALL, 5)).map(
        (p) => p.document.documentId,
      );
    expect(await ids()).toEqual(["shared"]);
    await one.documents.remove(documentId("shared"));
    expect(await ids()).toEqual([]);
  });

  it("counts right when several replicas put and remove documents at once", async () => {
    const url = await database();
    const replicas = await Promise.all([open(url), open(url), open(url)]);
    await Promise.all(
      replicas.flatMap(({ documents }, r) =>
        Array.from({ length: 8 }, (_, i) =>
          documents.put([documentOf({ id: `d${r}-${i}`, title: "", text: `Hoard and heap and pile ${r} of ${i}.` })]),
        ),
      ),
    );
    await Promise.all(replicas.map(({ documents }, r) => documents.remove(documentId(`d${r}-0`))));
    await Promise.all(
      replicas.map(({ documents }) => documents.put([documentOf({ id: "d1-1", text: "Pile alone." })])),
    );
    expect(await counted(replicas[0] as SearchedStores, "hoard", "heap", "pile")).toEqual({
      hoard: 20,
      heap: 20,
      pile: 21,
    });
  });

  it("leaves nothing of a document whose put failed half way", async () => {
    const stores = await open(await database());
    const poisoned = { ...documentOf({ id: "b", text: "A heap." }), publishedOn: "\u0000" as never };
    await expect(stores.documents.put([documentOf({ id: "a", text: "A hoard." }), poisoned])).rejects.toThrow();
    expect(await stores.documents.all()).toEqual([]);
    expect(await counted(stores, "hoard", "heap")).toEqual({});
  });
});

describe("what is worth reading", () => {
  const stem = (word: string, passages: number) => ({ stem: word, weight: 1, passages });
  const rows: readonly (readonly [
    claim: string,
    stems: ReturnType<typeof stem>[],
    share: number,
    expected: string | null,
  ])[] = [
    ["rare words alone, each", [stem("bybit", 90), stem("lazarus", 400)], 1, "('bybit') | ('lazarus')"],
    ["a common word is left out beside rare ones", [stem("bybit", 90), stem("custom", 400_000)], 1, "('bybit')"],
    [
      "common words count where they stand together",
      [stem("custom", 40_000), stem("due", 30_000), stem("dilig", 4_000)],
      1,
      "('dilig')",
    ],
    [
      "of common words alone, those that are found together",
      [stem("custom", 20_000), stem("dilig", 20_000)],
      1,
      "('custom' & 'dilig')",
    ],
    ["one common word is all there is", [stem("custom", 400_000)], 1, "('custom')"],
    [
      "in a small scope common words are affordable",
      [stem("custom", 40_000), stem("bybit", 90)],
      0.05,
      "('bybit') | ('custom')",
    ],
    ["words that no passage has are not looked for", [stem("nowhere", 0)], 1, null],
  ];
  it.each(rows)("%s", (_claim, stems, share, expected) => {
    expect(worthReading(stems, 1_000_000, share)).toBe(expected);
  });
});
