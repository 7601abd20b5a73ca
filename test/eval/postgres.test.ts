import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { askRow, citationFaults, judge, readQuestions, type Verdict } from "../../bench/eval-questions.ts";
import { askerOf, libraryOf, readStarterBriefs } from "../../bench/eval-world.ts";
import type { Ask } from "../../src/ask/ask.ts";
import { cutPassages } from "../../src/corpus/passages.ts";
import { makeLibraryNow } from "../../src/services/library.ts";
import { openSearched, type SearchedStores } from "../support/passages.ts";
import { hasPostgres, type PostgresServer, startPostgres } from "../support/postgres.ts";
import { silentLog } from "../support/silent-log.ts";

const briefs = readStarterBriefs();
const whole = libraryOf(briefs);
/** Every third question, and all that name a day to look back from or belong to a thread. */
const rows = readQuestions().filter((row, i) => i % 3 === 0 || row.turns || row.asOf);
const AT_ONCE = 6;

describe.skipIf(!hasPostgres)("questions answered from passages in Postgres, when it is installed", () => {
  let server: PostgresServer | null = null;
  let stores: SearchedStores | null = null;
  const verdicts = { memory: [] as Verdict[], postgres: [] as Verdict[] };
  const all = async (ask: Ask): Promise<Verdict[]> => {
    const done: Verdict[] = [];
    for (let from = 0; from < rows.length; from += AT_ONCE)
      done.push(
        ...(await Promise.all(rows.slice(from, from + AT_ONCE).map(async (row) => judge(row, await askRow(ask, row))))),
      );
    return done;
  };
  beforeAll(async () => {
    server = await startPostgres();
    stores = await openSearched(await server.database());
    await stores.documents.put(briefs);
    const now = await makeLibraryNow({ ...stores, corpusInMemory: 0, log: silentLog }, cutPassages)();
    expect(now.whole).toBe(false);
    verdicts.memory = await all(askerOf(whole));
    verdicts.postgres = await all(askerOf(now.library));
    const passed = (some: readonly Verdict[]): number => some.filter((v) => v.passed).length;
    console.log(
      `of ${rows.length} questions right: ${passed(verdicts.memory)} from memory, ${passed(verdicts.postgres)} from Postgres; ${same().length} answers alike word for word`,
    );
  }, 120_000);
  afterAll(async () => {
    await stores?.close();
    await server?.stop();
  });
  const same = (): readonly Verdict[] =>
    verdicts.postgres.filter((v, i) => v.answer.text === verdicts.memory[i]?.answer.text);
  const wrong = (some: readonly Verdict[]): readonly string[] => some.filter((v) => !v.passed).map((v) => v.row.id);

  it("are answered or refused as rightly as from memory, but for two in a hundred", () => {
    const more = wrong(verdicts.postgres).filter((id) => !wrong(verdicts.memory).includes(id));
    expect(more.length / rows.length, more.join(", ")).toBeLessThanOrEqual(0.02);
  });
  it("get the same words in 95 of 100", () => {
    expect(same().length / rows.length).toBeGreaterThanOrEqual(0.95);
  });
  it("are cited without a fault, held against the whole documents", () => {
    expect(verdicts.postgres.flatMap((v) => citationFaults(v.answer, whole))).toEqual([]);
  });
  it("count the documents of the whole corpus as searched", () => {
    for (const { answer } of verdicts.postgres)
      expect(answer.searched).toMatchObject({ documents: briefs.length, latest: whole.latest() });
  });
  it("keep to a channel's scope: nothing outside it is cited or counted", async () => {
    const now = await makeLibraryNow(
      { ...(stores as SearchedStores), corpusInMemory: 0, log: silentLog },
      cutPassages,
    )();
    const scope = { publishers: ["FBI"], kinds: [], tags: [] };
    const answers = await Promise.all(
      rows.slice(0, 20).map(async ({ question }) => {
        const context = { turns: [], asOf: null, progress: () => {}, scope };
        return [await askerOf(now.library)(question, context), await askerOf(whole)(question, context)] as const;
      }),
    );
    for (const [searched, held] of answers) {
      expect(searched.searched).toEqual(held.searched);
      expect(searched.citations.every(({ publisher }) => publisher.includes("FBI"))).toBe(true);
      expect([searched.question, searched.status]).toEqual([held.question, held.status]);
    }
    expect(answers.some(([{ status }]) => status === "answered")).toBe(true);
  });
  it.each([
    "Garantex' | 'x & !y",
    "who is garantex:* <-> (sanctioned) \\",
    "'); DROP TABLE passages; -- is Garantex sanctioned?",
    "%_% $1 Garantex",
  ])("are words whatever they look like: %s", async (question) => {
    const now = await makeLibraryNow(
      { ...(stores as SearchedStores), corpusInMemory: 0, log: silentLog },
      cutPassages,
    )();
    const context = { turns: [], asOf: null, progress: () => {} };
    const [searched, held] = [await askerOf(now.library)(question, context), await askerOf(whole)(question, context)];
    expect([searched.status, searched.searched]).toEqual([held.status, held.searched]);
  });
  it("stop being answered from a document the moment it is removed", async () => {
    const { documents } = stores as SearchedStores;
    const ask = askerOf(
      (await makeLibraryNow({ ...(stores as SearchedStores), corpusInMemory: 0, log: silentLog }, cutPassages)())
        .library,
    );
    const context = { turns: [], asOf: null, progress: () => {} };
    const cited = verdicts.postgres.find(
      (v) => v.passed && v.answer.citations.length === 1 && !v.row.turns && !v.row.asOf,
    );
    const id = cited?.answer.citations[0]?.documentId;
    if (!cited || !id) throw new Error("No question rests on one document.");
    await documents.remove(id);
    const after = await ask(cited.row.question, context);
    expect(after.citations.some((citation) => citation.documentId === id)).toBe(false);
    expect(after.searched.documents).toBe(briefs.length - 1);
  });
});
