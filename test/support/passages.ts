import { openPostgres, type PostgresStores } from "../../src/adapters/stores/postgres/open.ts";
import { makeIndexing } from "../../src/ask/indexing.ts";
import { cutPassages } from "../../src/corpus/passages.ts";
import type { PassageSearch } from "../../src/ports/passage-search.ts";
import { silentLog } from "./silent-log.ts";

export interface SearchedStores extends PostgresStores {
  readonly passages: PassageSearch;
}

/** Postgres with documents that are searched there, by the rules of the program. */
export const openSearched = async (url: string): Promise<SearchedStores> => {
  const stores = await openPostgres(url, silentLog, makeIndexing(cutPassages));
  if (!stores.passages) throw new Error("Passages are not searched.");
  return { ...stores, passages: stores.passages };
};
