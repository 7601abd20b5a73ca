import { type Ask, makeAsk } from "../ask/ask.ts";
import { makeDenseLeg } from "../ask/dense.ts";
import type { ListRecord } from "../ask/list-lines.ts";
import type { ModelPrices } from "../ask/model-answer.ts";
import { readPrompt } from "../ask/prompt.ts";
import type { VectorParts } from "../ask/vectors.ts";
import type { ListingId, SourceId } from "../core/brand.ts";
import type { IsoDate } from "../core/dates.ts";
import { cutPassages } from "../corpus/passages.ts";
import { type ListSource, sourceOf } from "../lists/sources.ts";
import type { NewId, Now, Stopwatch } from "../ports/clock.ts";
import type { LanguageModel } from "../ports/language-model.ts";
import type { ListStore } from "../ports/stores.ts";
import type { Trace } from "../ports/trace.ts";
import { type LibraryDeps, makeLibraryNow } from "./library.ts";
import type { InForce, LoadedList } from "./screening.ts";

export interface AskingDeps extends LibraryDeps {
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
  readonly trace: Trace;
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
  const libraryNow = makeLibraryNow(deps, cutPassages);
  const dense = deps.embeddings && makeDenseLeg({ ...deps.embeddings, stopwatch: deps.stopwatch, log: deps.log });
  const record = recordFinder(deps.lists, starter);
  return async (asOf) => {
    const { screener, changes } = await inForce(asOf ?? undefined);
    const { library, whole } = await libraryNow();
    return makeAsk({
      ...deps,
      library: (asked) => deps.trace("gather documents", {}, () => library(asked)),
      screener: () => screener,
      listChanges: changes,
      record,
      // Nearness in meaning is reckoned over every passage; of a part it would say nothing.
      dense: whole ? dense : null,
      prompt,
    });
  };
};

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
