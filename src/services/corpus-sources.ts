import type { DocumentId } from "../core/brand.ts";
import { BadInput } from "../core/errors.ts";
import { looksLikeFeed } from "../corpus/feed.ts";
import {
  type CorpusRefreshDeps,
  type CorpusRefreshed,
  type CorpusTrouble,
  forget,
  marksOf,
  refreshDocuments,
  troubleOf,
} from "../corpus/refresh.ts";
import { DOCUMENT_SOURCES, type DocumentSource } from "../corpus/sources.ts";

export interface CorpusSourceRow extends DocumentSource {
  /** Documents taken from it that are not known to have disappeared. */
  readonly documents: number;
  /** Instant of the last refresh that succeeded; `null` before the first. */
  readonly refreshedAt: string | null;
  readonly trouble: CorpusTrouble | null;
}

export interface CorpusSourcesService {
  /** The known sources and the team's own, with their state. */
  rows(): Promise<readonly CorpusSourceRow[]>;
  /** Ids of the sources that are refreshed without being asked. */
  refreshed(): Promise<readonly string[]>;
  /** Throws `BadInput` when there is no such source. */
  refresh(id: string): Promise<CorpusRefreshed>;
  /** Adds a folder, a feed or a page as a source and reads it. A source that cannot be read now is not added. */
  watch(location: string): Promise<{ readonly source: DocumentSource; readonly refreshed: CorpusRefreshed }>;
  /** Stops watching; the documents of the source stop answering. Returns how many. Throws `BadInput` when it is not watched. */
  unwatch(id: string): Promise<number>;
}

const OWN_KEY = "corpus:own-sources";

export const makeCorpusSources = (deps: CorpusRefreshDeps): CorpusSourcesService => {
  const own = async (): Promise<readonly DocumentSource[]> =>
    ((await deps.marks.get(OWN_KEY)) ?? []) as readonly DocumentSource[];
  const all = async (): Promise<readonly DocumentSource[]> => [...DOCUMENT_SOURCES, ...(await own())];
  const rowOf = async (source: DocumentSource): Promise<CorpusSourceRow> => {
    const marks = await marksOf(source.id, deps.marks);
    return {
      ...source,
      documents: idsOf(marks?.parts ?? {}).length,
      refreshedAt: marks?.refreshedAt ?? null,
      trouble: await troubleOf(source.id, deps.marks),
    };
  };
  return {
    rows: async () => Promise.all((await all()).map(rowOf)),
    refreshed: async () => (await all()).filter((source) => source.refreshed).map((source) => source.id),
    refresh: async (id) => {
      const sources = await all();
      const source = sources.find((s) => s.id === id);
      if (!source)
        throw new BadInput(
          `There is no document source "${id}". Nothing was changed. The sources are ${sources.map((s) => s.id).join(", ")}.`,
        );
      return refreshDocuments(source, deps);
    },
    watch: async (location) => {
      const known = (await all()).find((source) => source.url === location);
      if (known)
        throw new BadInput(
          `${location} is the source ${known.id} already. Nothing was changed. Run redflag corpus refresh ${known.id}.`,
        );
      const source = await sourceAt(location, deps);
      const refreshed = await refreshDocuments(source, deps);
      if (refreshed.kind === "refused") await forget(source.id, deps.marks);
      else await deps.marks.set(OWN_KEY, [...(await own()), source], null);
      return { source, refreshed };
    },
    unwatch: async (id) => {
      const watched = await own();
      if (!watched.some((source) => source.id === id))
        throw new BadInput(
          `No folder or address is watched as "${id}". Nothing was changed. redflag corpus sources shows the ids.`,
        );
      let removed = 0;
      for (const document of idsOf((await marksOf(id, deps.marks))?.parts ?? {}))
        if (await deps.documents.remove(document)) removed++;
      await deps.marks.set(
        OWN_KEY,
        watched.filter((source) => source.id !== id),
        null,
      );
      await forget(id, deps.marks);
      return removed;
    },
  };
};

const idsOf = (
  parts: Readonly<Record<string, { readonly documents: Readonly<Record<string, string>> }>>,
): DocumentId[] => [...new Set(Object.values(parts).flatMap((part) => Object.keys(part.documents)))] as DocumentId[];

/** "https://example.org/news.xml" -> own-example.org-news.xml, a feed when it answers with one; anything else is a folder. */
const sourceAt = async (location: string, deps: CorpusRefreshDeps): Promise<DocumentSource> => {
  const onWeb = /^https?:\/\//i.test(location);
  const name = location.replace(/^https?:\/\/(www\.)?/i, "").replace(/[^\p{L}\p{N}.]+/gu, "-");
  const source = {
    id: `own-${name.replace(/^-+|(?<!-)-+$/g, "").toLowerCase()}`,
    title: location,
    publisher: null,
    url: location,
    articles: null,
    cadence: "unknown",
    refreshed: true,
  };
  if (!onWeb) return { ...source, kind: "folder" };
  const page = await deps.download(location, null);
  const isFeed = page !== "not-modified" && looksLikeFeed(new TextDecoder().decode(page.bytes.subarray(0, 4096)));
  return { ...source, kind: isFeed ? "feed" : "page" };
};
