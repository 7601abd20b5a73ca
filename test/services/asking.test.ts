import { describe, expect, it } from "vitest";
import type { CorpusDocument } from "../../src/core/document.ts";
import { cutPassages } from "../../src/corpus/passages.ts";
import { makeLibraryInForce } from "../../src/services/library.ts";
import { documentOf } from "../support/library.ts";

/** A store whose documents a test sets, and the ids that were cut into passages since it last asked. */
const corpusOf = (first: readonly CorpusDocument[]) => {
  let documents = first;
  let revision = 0;
  let cut: string[] = [];
  let reads = 0;
  const library = makeLibraryInForce(
    {
      all: async () => {
        reads++;
        return documents;
      },
      revision: async () => String(revision),
    },
    (document) => {
      cut.push(document.documentId);
      return cutPassages(document);
    },
  );
  return {
    library,
    set: (next: readonly CorpusDocument[]) => {
      documents = next;
      revision++;
    },
    cut: (): readonly string[] => {
      const done = cut;
      cut = [];
      return done;
    },
    reads: () => reads,
  };
};

const [one, two, three] = ["one", "two", "three"].map((id) =>
  documentOf({ id, text: `The ${id} Example Registry opened in Vienna.` }),
) as [CorpusDocument, CorpusDocument, CorpusDocument];
const idsFound = async (corpus: ReturnType<typeof corpusOf>, text: string): Promise<readonly string[]> => {
  const everything = { publisher: null, kind: null, program: null, from: null, to: null, accept: null };
  return (await corpus.library()).search(text, 10, everything).map((hit) => hit.document.documentId);
};

describe("makeLibraryInForce", () => {
  it("cuts only the document that was added", async () => {
    const corpus = corpusOf([one, two]);
    await corpus.library();
    expect(corpus.cut()).toEqual(["one", "two"]);
    corpus.set([one, two, three]);
    expect(await idsFound(corpus, "three registry")).toContain("three");
    expect(corpus.cut()).toEqual(["three"]);
  });
  it("cuts a replaced document again, also when its bytes stayed the same", async () => {
    const corpus = corpusOf([one, two]);
    await corpus.library();
    corpus.cut();
    corpus.set([one, { ...two, title: "Now about wombats" }]);
    expect(await idsFound(corpus, "wombats")).toEqual(["two"]);
    expect(corpus.cut()).toEqual(["two"]);
  });
  it("lets a removed document answer no more, and cuts nothing for it", async () => {
    const corpus = corpusOf([one, two]);
    await corpus.library();
    corpus.cut();
    corpus.set([two]);
    expect(await idsFound(corpus, "one example registry")).toEqual(["two"]);
    expect([corpus.cut(), (await corpus.library()).size]).toEqual([[], 1]);
  });
  it("reads nothing while nothing changes, and once for calls made at the same time", async () => {
    const corpus = corpusOf([one, two]);
    await Promise.all([corpus.library(), corpus.library(), corpus.library()]);
    await corpus.library();
    expect([corpus.reads(), corpus.cut()]).toEqual([1, ["one", "two"]]);
  });
});
