import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeEmbedder } from "../../src/adapters/models/embeddings.ts";
import { type DenseLeg, makeDenseLeg } from "../../src/ask/dense.ts";
import { retrieveFusedRun, retrieveRun } from "../../src/ask/retrieve.ts";
import { fuse } from "../../src/ask/vectors.ts";
import { cutPassages } from "../../src/corpus/passages.ts";
import type { VectorStore } from "../../src/ports/embedder.ts";
import { type EmbeddingServer, type EmbeddingTrick, startEmbeddingServer } from "../support/embedding-server.ts";
import { askerOf, documentOf, libraryOf, plainContext } from "../support/library.ts";

const library = () =>
  libraryOf([
    { id: "car", title: "On cars", text: "Anna Example bought an automobile in Vienna in 2024." },
    { id: "boat", title: "On boats", text: "Bela Sample sold twelve boats in Oslo in 2023." },
  ]);

const QUESTION = "How many boats did Bela Sample have in Oslo?";

let server: EmbeddingServer;
beforeAll(async () => {
  server = await startEmbeddingServer();
});
afterAll(() => server.close());

const memoryVectors = (): VectorStore & { readonly kept: Map<string, Float32Array> } => {
  const kept = new Map<string, Float32Array>();
  return {
    kept,
    get: async (_model, texts) => new Map(texts.flatMap((text) => (kept.has(text) ? [[text, kept.get(text)!]] : []))),
    put: async (_model, vectors) => vectors.forEach((vector, text) => void kept.set(text, vector)),
  };
};

const legOf = (store = memoryVectors()) => {
  const warned: string[] = [];
  let ms = 0;
  const leg: DenseLeg = makeDenseLeg({
    embedder: makeEmbedder({ apiKey: null, baseUrl: server.baseUrl, model: "hashes" }),
    store,
    weight: 0.5,
    timeoutMs: 300,
    stopwatch: () => ms,
    log: { info: () => {}, warn: (message, fields) => warned.push(`${message}: ${fields?.reason}`), error: () => {} },
  });
  return { leg, warned, later: (by: number) => (ms += by) };
};

describe("search by meaning", () => {
  it("finds a passage that shares no word with the question", async () => {
    server.play("answer");
    const { leg } = legOf();
    const held = library();
    await leg.prepare(held);
    expect((await leg.nearest("car purchased", held))?.[0]?.id).toBe("car#0");
  });
  it("has nothing to say until every passage has its vector, and makes the missing ones meanwhile", async () => {
    server.play("answer");
    const { leg } = legOf();
    const held = library();
    expect(await leg.nearest("car", held)).toBeNull();
    await leg.prepare(held);
    expect(await leg.nearest("car", held)).not.toBeNull();
    const added = documentOf({ id: "bank", text: "The Example Bank opened in Bern." });
    held.add(added, cutPassages(added));
    expect(await leg.nearest("car", held)).toBeNull();
    await leg.prepare(held);
    expect(await leg.nearest("car", held)).not.toBeNull();
  });
  it("asks for each text once, ever", async () => {
    server.play("answer");
    const store = memoryVectors();
    await legOf(store).leg.prepare(library());
    expect(server.requests.flat()).toHaveLength(2);
    await legOf(store).leg.prepare(library());
    expect(server.requests.flat()).toHaveLength(2);
  });
  it.each<EmbeddingTrick>([
    "down",
    "slow",
    "nan",
    "too-few",
    "busy",
    "torn",
  ])("stands aside when the endpoint plays %s: the words answer, the log says why, and it is left alone for a minute", async (trick) => {
    server.play("answer");
    const { leg, warned, later } = legOf();
    const held = library();
    await leg.prepare(held);
    server.play(trick);
    const ask = askerOf(held, { dense: leg });
    const answer = await ask(QUESTION, plainContext);
    expect(answer.text).toContain("sold twelve boats");
    expect(warned).toEqual([expect.stringMatching(/^the question has no vector; the words alone answer: /)]);
    const asked = server.requests.length;
    await ask(QUESTION, plainContext);
    expect(server.requests.length).toBe(asked);
    server.play("answer");
    later(61_000);
    expect(await leg.nearest("car", held)).not.toBeNull();
  });
  it("stands aside when vectors of another length come under the same name", async () => {
    server.play("answer");
    const { leg, warned } = legOf();
    const held = library();
    await leg.prepare(held);
    server.play("answer", 64);
    expect(await leg.nearest("car", held)).toBeNull();
    expect(warned[0]).toContain("256 and 64 dimensions");
  });
  it("keeps what a batch gave when a later one fails", async () => {
    server.play("down");
    const store = memoryVectors();
    const { leg, warned } = legOf(store);
    await leg.prepare(library());
    expect([store.kept.size, warned.length]).toEqual([0, 1]);
  });
  it("widens an answer to a question in other words, and its citation is checked as ever", async () => {
    server.play("answer");
    const { leg } = legOf();
    const held = library();
    await leg.prepare(held);
    const answer = await askerOf(held, { dense: leg })("What did Anna Example buy?", plainContext);
    expect(answer.citations[0]?.quote).toContain("bought an automobile");
  });
  it("never brings in a document out of scope", async () => {
    server.play("answer");
    const { leg } = legOf();
    const held = library();
    await leg.prepare(held);
    const scope = { publishers: ["Nobody"], kinds: [], tags: [] };
    const answer = await askerOf(held, { dense: leg })("What did Anna Example buy?", { ...plainContext, scope });
    expect([answer.status, answer.citations]).toEqual(["not-in-sources", []]);
  });
});

describe("a run with meaning fused in", () => {
  const corpus = [
    { _id: "a", title: "", text: "Anna bought an automobile." },
    { _id: "b", title: "", text: "A car park in Oslo, and another car park." },
  ];
  const queries = [{ _id: "q", text: "who purchased a car" }];
  it("ranks by both, a TREC line each", async () => {
    server.play("answer");
    const embedder = makeEmbedder({ apiKey: null, baseUrl: server.baseUrl, model: "hashes" });
    const parts = { embedder, store: memoryVectors(), weight: 0.9 };
    expect([...retrieveRun(corpus, queries, 2)].map((line) => line.split(" ")[2])).toEqual(["b"]);
    const lines = await Array.fromAsync(retrieveFusedRun(corpus, queries, 2, parts));
    expect(lines.map((line) => line.split(" ").slice(0, 4).join(" "))).toEqual(["q Q0 a 1", "q Q0 b 2"]);
  });
  it("says so when the endpoint is down: a run that was asked for is not quietly another one", async () => {
    server.play("down");
    const embedder = makeEmbedder({ apiKey: null, baseUrl: server.baseUrl, model: "hashes" });
    const run = Array.fromAsync(
      retrieveFusedRun(corpus, queries, 2, { embedder, store: memoryVectors(), weight: 0.5 }),
    );
    await expect(run).rejects.toThrow(/HTTP 503/);
  });
});

describe("fuse", () => {
  const rows = (ids: string) => [...ids].map((id, i) => ({ id, score: 10 - i }));
  const order = (lexical: string, dense: string, weight: number): string =>
    fuse(rows(lexical), rows(dense), weight)
      .map((row) => row.id)
      .join("");
  it.each([
    ["weight 0 is the words alone", "abc", "cba", 0, "abc"],
    ["weight 1 is the meaning alone", "abc", "cba", 1, "cba"],
    ["what both rank high comes first", "abc", "bcd", 0.5, "bacd"],
    ["one leg that found nothing leaves the other", "abc", "", 0.5, "abc"],
    ["ties go by the words", "ab", "ba", 0.5, "ab"],
  ])("%s", (_name, lexical, dense, weight, expected) => {
    expect(order(lexical, dense, weight)).toBe(expected);
  });
  it("loses and doubles nothing, and scores stay within 0..1", () => {
    const leg = fc.uniqueArray(fc.record({ id: fc.string(), score: fc.double({ noNaN: true, min: -5, max: 50 }) }), {
      selector: (row) => row.id,
    });
    fc.assert(
      fc.property(leg, leg, fc.double({ min: 0, max: 1, noNaN: true }), (a, b, weight) => {
        const fused = fuse(a, b, weight);
        expect(new Set(fused.map((row) => row.id))).toEqual(new Set([...a, ...b].map((row) => row.id)));
        expect(fused).toHaveLength(new Set([...a, ...b].map((row) => row.id)).size);
        for (const { score } of fused) expect(score >= 0 && score <= 1 + 1e-9).toBe(true);
      }),
    );
  });
});
