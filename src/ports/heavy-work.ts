import type { SourceId } from "../core/brand.ts";
import type { IsoDate } from "../core/dates.ts";
import type { Listing, ListVersion } from "../core/listing.ts";

/** What an index is compiled from. */
export interface CompileRequest {
  /** Names the index; a snapshot under another key is not taken. */
  readonly key: string;
  /** Versions in the store, in this order. */
  readonly versions: readonly ListVersion[];
  /** Listings that are in no store, after those of the versions. */
  readonly more: readonly Listing[];
  /** Of parties removed since, only those already gone by that day; `null`: all. */
  readonly asOf: IsoDate | null;
}

/** Files of one publisher, to be made the version in force. */
export interface PublishedFiles {
  readonly source: SourceId;
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  /** Publication day, when the caller knows it. A day inside the files wins. */
  readonly publishedOn: IsoDate | null;
  /** Accept missing side files. The version then says so in its caveat. */
  readonly partial: boolean;
  /** For a team's own list: which column of the file means what. */
  readonly columns: Readonly<Record<string, string>>;
  /** What a refresh must not do unasked; `null` for an import by hand, which may do anything. */
  readonly checks: { readonly allowShrink: boolean; readonly allowOlder: boolean } | null;
}

export interface TakenList {
  readonly version: ListVersion;
  /** The version that was in force before, `null` when there was none. */
  readonly previous: ListVersion | null;
  /** The same bytes were in force already: only the time of retrieval was renewed. */
  readonly unchanged: boolean;
  /** Signs that the files are not of one publication; also in the version's caveat. */
  readonly doubts: readonly string[];
}

/** What would hold up the process for long: done on another thread, or here for small lists and tests. */
export interface HeavyWork {
  /** Bytes of the compiled index. They may be shared between threads and are never changed. */
  compile(request: CompileRequest): Promise<Uint8Array>;
  /**
   * Parses the files, checks them and makes them the version in force: whole, or nothing is changed and `BadList` or
   * `BadInput` says why.
   */
  take(files: PublishedFiles): Promise<TakenList>;
}
