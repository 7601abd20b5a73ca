import type { IsoDate } from "../core/dates.ts";
import { type DocumentScope, scopeInWords } from "../core/document-scope.ts";
import type { Library } from "./library.ts";
import { scopedLibrary } from "./scoped-library.ts";

/** A question as it bears on which documents are needed. */
export interface Asked {
  readonly text: string;
  /** Earlier questions of the thread, oldest first. */
  readonly turns: readonly { readonly question: string; readonly answer: string }[];
  /** Which documents may answer; `null` is all. */
  readonly scope: DocumentScope | null;
  /** Documents published later do not answer; `null` is no limit. */
  readonly asOf: IsoDate | null;
  /** The day that "today" means. */
  readonly today: IsoDate;
}

/** Gives the documents that may answer a question: all that are held, or what was gathered for it. */
export type LibraryFor = (asked: Asked) => Promise<Library>;

/** The same documents for every question, but for its scope. */
export const libraryForAll =
  (library: Library): LibraryFor =>
  async ({ scope }) =>
    scope && scopeInWords(scope) ? scopedLibrary(library, scope) : library;
