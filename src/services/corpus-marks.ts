import { dayOf, type Instant } from "../core/dates.ts";
import type { CorpusDocument } from "../core/document.ts";
import type { DocumentStore, ExpiringStore } from "../ports/stores.ts";

/** A mark that no digest has used for this long is forgotten. */
const KEPT_MS = 400 * 24 * 60 * 60 * 1000;

/** Which documents a revision of the corpus held: by id, the first half of each sha256. */
type Held = Readonly<Record<string, string>>;

export interface CorpusMarks {
  /** Names the corpus as it is now and remembers what stands in it. */
  mark(): Promise<string>;
  /** Documents that are new or replaced since a mark, newest first. A forgotten mark falls back on the day it was made. */
  since(mark: string, madeAt: Instant): Promise<readonly CorpusDocument[]>;
}

export const makeCorpusMarks = (documents: DocumentStore, expiring: ExpiringStore): CorpusMarks => {
  const keyOf = (mark: string): string => `corpus-mark:${mark}`;
  let last: { readonly mark: string; readonly all: readonly CorpusDocument[] } | null = null;
  /** Read between two equal revisions, so that the mark says what really was there. */
  const read = async (): Promise<{ readonly mark: string; readonly all: readonly CorpusDocument[] }> => {
    for (;;) {
      const mark = await documents.revision();
      if (last?.mark === mark) return last;
      const all = await documents.all();
      if ((await documents.revision()) === mark) {
        last = { mark, all };
        return last;
      }
    }
  };
  return {
    mark: async () => {
      const { mark, all } = await read();
      const held: Held = Object.fromEntries(all.map((d) => [d.documentId, d.sha256.slice(0, 32)]));
      await expiring.set(keyOf(mark), held, KEPT_MS);
      return mark;
    },
    since: async (mark, madeAt) => {
      const current = await read();
      if (current.mark === mark) return [];
      const held = (await expiring.get(keyOf(mark))) as Held | null | undefined;
      const isNew = (d: CorpusDocument): boolean =>
        held ? held[d.documentId] !== d.sha256.slice(0, 32) : dayOf(d.addedAt) >= dayOf(madeAt);
      return newestFirst(current.all.filter(isNew));
    },
  };
};

export const newestFirst = (documents: readonly CorpusDocument[]): readonly CorpusDocument[] =>
  documents.toSorted((a, b) => (b.publishedOn ?? "").localeCompare(a.publishedOn ?? ""));
