import { type Ask, makeAsk } from "../ask/ask.ts";
import { makeDenseLeg } from "../ask/dense.ts";
import { type Library, makeLibrary } from "../ask/library.ts";
import type { ListRecord } from "../ask/list-lines.ts";
import type { ModelPrices } from "../ask/model-answer.ts";
import { readPrompt } from "../ask/prompt.ts";
import type { VectorParts } from "../ask/vectors.ts";
import type { ListingId, SourceId } from "../core/brand.ts";
import type { IsoDate } from "../core/dates.ts";
import type { CorpusDocument, Passage } from "../core/document.ts";
import { cutPassages } from "../corpus/passages.ts";
import { type ListSource, sourceOf } from "../lists/sources.ts";
import type { NewId, Now, Stopwatch } from "../ports/clock.ts";
import type { LanguageModel } from "../ports/language-model.ts";
import type { Log } from "../ports/log.ts";
import type { DocumentStore, ListStore } from "../ports/stores.ts";
import type { InForce, LoadedList } from "./screening.ts";

export interface AskingDeps {
  readonly documents: DocumentStore;
  readonly lists: ListStore;
  readonly prompt: (name: string) => string;
  readonly model: LanguageModel | null;
  readonly modelTimeoutMs: number;
  /** Search by meaning beside the words; `null` is words alone. */
  readonly embeddings: Embeddings | null;
  readonly modelSeesNames: boolean;
  readonly modelPrices: ModelPrices | null;
  readonly now: Now;
  readonly newId: NewId;
  readonly stopwatch: Stopwatch;
  readonly log: Log;
}

export interface Embeddings extends VectorParts {
  readonly weight: number;
  readonly timeoutMs: number;
}

/** Gives the answerer over the documents and lists in force. */
export const makeAskSource = (
  deps: AskingDeps,
  inForce: InForce,
  starter: readonly LoadedList[],
): ((asOf: IsoDate | null) => Promise<Ask>) => {
  const prompt = readPrompt(deps.prompt("answer"), "answer");
  const library = makeLibraryInForce(deps.documents, cutPassages);
  const dense = deps.embeddings && makeDenseLeg({ ...deps.embeddings, stopwatch: deps.stopwatch, log: deps.log });
  const record = recordFinder(deps.lists, starter);
  return async (asOf) => {
    const { screener, changes } = await inForce(asOf ?? undefined);
    const held = await library();
    return makeAsk({ ...deps, library: held, screener: () => screener, listChanges: changes, record, dense, prompt });
  };
};

/** Part of the index that removed passages may take before it is built anew. */
const MOST_WASTE = 0.5;

/**
 * The library beside the store: when any process has changed the corpus, only the documents that changed are cut and indexed
 * again. Calls made meanwhile wait for that one reading.
 */
export const makeLibraryInForce = (
  documents: Pick<DocumentStore, "all" | "revision">,
  cut: (document: CorpusDocument) => readonly Passage[],
): (() => Promise<Library>) => {
  let library = makeLibrary();
  let revision: string | null = null;
  let reading: Promise<Library> | null = null;
  const read = async (): Promise<Library> => {
    const next = await documents.revision();
    if (next === revision) return library;
    const all = await documents.all();
    if (library.waste > MOST_WASTE) library = makeLibrary();
    const ids = new Set(all.map((document) => document.documentId));
    for (const { documentId } of library.documents()) if (!ids.has(documentId)) library.remove(documentId);
    library.addAll(
      all
        .filter((document) => !same(library.document(document.documentId), document))
        .map((document) => ({ document, passages: cut(document) })),
    );
    revision = next;
    return library;
  };
  return () => {
    reading ??= read().finally(() => {
      reading = null;
    });
    return reading;
  };
};

/** Everything that an answer may rest on is the same. */
const same = (held: CorpusDocument | null, stored: CorpusDocument): boolean =>
  held !== null &&
  held.sha256 === stored.sha256 &&
  held.addedAt === stored.addedAt &&
  held.text === stored.text &&
  JSON.stringify({ ...held, text: "" }) === JSON.stringify({ ...stored, text: "" });

/** A record of a list with its publisher: as stored, else as the program ships it. */
const recordFinder =
  (lists: ListStore, starter: readonly LoadedList[]) =>
  async (list: SourceId, id: ListingId): Promise<ListRecord | null> => {
    const shipped = starter.find(({ version }) => version.list === list);
    const listing = (await lists.find(list, id)) ?? shipped?.listings.find((one) => one.listingId === id);
    if (!listing) return null;
    const source = sourceOf(list);
    return { listing, publisher: source.publisher, linkedSource: foreignHost(listing.source.url, source) };
  };

/** "imtr.net" for a record that was taken over from a notice as reprinted there; `null` for the publisher's own files. */
const foreignHost = (url: string, source: ListSource): string | null => {
  const own = [source.home, ...source.editions.flatMap(({ files }) => files.map((file) => file.url))];
  const host = hostOf(url);
  return host === null || own.some((address) => address !== null && hostOf(address) === host) ? null : host;
};

const hostOf = (url: string): string | null => (URL.canParse(url) ? new URL(url).host : null);
