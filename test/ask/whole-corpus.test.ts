import { describe, expect, it } from "vitest";
import { EVERYTHING, makeLibrary } from "../../src/ask/library.ts";
import type { WholeCorpus } from "../../src/ask/whole-corpus.ts";
import { cutPassages } from "../../src/corpus/passages.ts";
import { documentOf } from "../support/library.ts";

const part = [
  documentOf({ id: "common", title: "", text: "The customer pays today." }),
  documentOf({ id: "rare", title: "", text: "The ledger rests today." }),
  documentOf({ id: "also-rare", title: "", text: "The ledger waits today." }),
].map((document) => ({ document, passages: cutPassages(document) }));
const whole: WholeCorpus = {
  passages: 1_000_000,
  meanWords: 3,
  meanContext: 2,
  having: new Map([
    ["custom", 400_000],
    ["ledger", 2],
    ["todai", 900_000],
  ]),
};
const best = (known: WholeCorpus | null): string | undefined => {
  const library = makeLibrary(known);
  library.addAll(part);
  return library.search("customer ledger", 3, EVERYTHING)[0]?.document.documentId;
};

describe("a part of a larger corpus", () => {
  it("ranks by how rare words are in the whole, not in the part", () => {
    expect(best(null)).toBe("common");
    expect(best(whole)).toMatch(/rare/);
  });
  it("finds a passage by its ordinal when the ones before it were not read", () => {
    const document = documentOf({
      id: "long",
      text: Array.from(
        { length: 30 },
        (_, i) => `Clause ${i} speaks of obligation number${i}. ${"It binds the firm. ".repeat(40)}`,
      ).join("\n\n"),
    });
    const passages = cutPassages(document).slice(10, 13);
    const library = makeLibrary(whole);
    library.add(document, passages);
    expect(passages.length).toBe(3);
    for (const passage of passages) expect(library.passage(passage.passageId)?.passage).toBe(passage);
    const last = passages[2]?.text.match(/number\d+/)?.[0] ?? "";
    expect(library.search(last, 1, EVERYTHING)[0]?.passage).toBe(passages[2]);
  });
});
