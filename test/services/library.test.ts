import { describe, expect, it } from "vitest";
import { isoDate } from "../../src/core/dates.ts";
import type { CorpusDocument } from "../../src/core/document.ts";
import { cutPassages } from "../../src/corpus/passages.ts";
import { makeLibraryInForce, makeLibraryNow } from "../../src/services/library.ts";
import { documentOf } from "../support/library.ts";
import { silentLog } from "../support/silent-log.ts";

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

describe("makeLibraryNow", () => {
  const scene = () => {
    let size = 3;
    let reads = 0;
    const passages = {
      ...NOTHING_FOUND,
      survey: async () => ({ ...(await NOTHING_FOUND.survey()), passages: size, documents: 7 }),
    };
    const documents = {
      all: async () => {
        reads++;
        return [one, two];
      },
      revision: async () => "1",
    };
    const deps = { documents, passages, corpusInMemory: 3, log: silentLog };
    return { now: makeLibraryNow(deps, cutPassages), deps, grow: (to: number) => (size = to), reads: () => reads };
  };
  const asked = { text: "Where is the registry?", turns: [], scope: null, asOf: null, today: isoDate("2026-11-22") };

  it("holds a corpus that fits and reads no document of one that does not", async () => {
    const { now, grow, reads } = scene();
    grow(4);
    const searched = await now();
    expect([searched.whole, (await searched.library(asked)).size, reads()]).toEqual([false, 7, 0]);
    grow(3);
    const held = await now();
    expect([held.whole, (await held.library(asked)).size, reads()]).toEqual([true, 2, 1]);
  });
  it("lets go of what it held when the corpus outgrows it", async () => {
    const { now, grow, reads } = scene();
    await now();
    grow(4);
    await now();
    grow(3);
    await now();
    expect(reads()).toBe(2);
  });
  it("holds everything where the store cannot be searched", async () => {
    const { deps } = scene();
    expect((await makeLibraryNow({ ...deps, passages: null, corpusInMemory: 0 }, cutPassages)()).whole).toBe(true);
  });
});

const NOTHING_FOUND = {
  survey: async () => ({
    documents: 0,
    latest: null,
    publishers: [],
    passages: 0,
    meanWords: 1,
    meanContext: 1,
    having: new Map<string, number>(),
  }),
  wordsLike: async () => [],
  parties: async () => [],
  search: async () => [],
  dated: async () => [],
};
