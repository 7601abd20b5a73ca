import type { IsoDate } from "../core/dates.ts";
import type { CorpusDocument, DocumentParty, Passage } from "../core/document.ts";
import type { DocumentScope } from "../core/document-scope.ts";

/** Which documents are looked at: those that meet every condition. Days are of publication. */
export interface SearchScope {
  readonly within: readonly DocumentScope[];
  readonly from: IsoDate | null;
  readonly to: IsoDate | null;
  /** Older documents are left out; one without a day stays. */
  readonly since: IsoDate | null;
}

/** What is known about the passages without reading them. */
export interface Survey {
  /** Documents in scope. */
  readonly documents: number;
  /** Day of the latest document in scope; `null` when none is dated. */
  readonly latest: IsoDate | null;
  /** Every publisher in scope, as written. */
  readonly publishers: readonly string[];
  /** Passages of the whole corpus, and the words that a passage and its context have on average, stop words left out. */
  readonly passages: number;
  readonly meanWords: number;
  readonly meanContext: number;
  /** Passages of the whole corpus that have each stem; a stem that none has is left out. */
  readonly having: ReadonlyMap<string, number>;
}

/** Words or names that begin and end like this and have so many characters. */
export interface Likeness {
  readonly begins: string;
  readonly ends: string;
  readonly shortest: number;
  readonly longest: number;
}

/** A stem that is searched for. */
export interface SoughtStem {
  readonly stem: string;
  /** What a passage gains by it. */
  readonly weight: number;
  /** Passages that have it, as `Survey` says. */
  readonly passages: number;
}

/** A dated event that is searched for: of one of these parties, or between two days; `null` leaves a side open. */
export interface SoughtEvents {
  /** Keys of parties, as `IndexedDocument` gives them. */
  readonly parties: readonly string[] | null;
  readonly from: IsoDate | null;
  readonly to: IsoDate | null;
}

/** Some passages of a document. `document.text` is empty: its passages alone were read. */
export interface PartOfDocument {
  readonly document: CorpusDocument;
  /** In reading order. */
  readonly passages: readonly Passage[];
}

/** Passages of a corpus that need not fit into memory. What was put is found, and what was removed is not, from the next call on. */
export interface PassageSearch {
  survey(stems: readonly string[], scope: SearchScope): Promise<Survey>;
  /** Words of the passages that meet one of the likenesses; the commonest first, few hundred at most. */
  wordsLike(likenesses: readonly Likeness[]): Promise<readonly string[]>;
  /**
   * Parties that documents in scope call by one of these keys, or by a name that meets one of the likenesses, with every party
   * that shares a name with one of them.
   */
  parties(
    keys: readonly string[],
    likenesses: readonly Likeness[],
    scope: SearchScope,
  ): Promise<readonly DocumentParty[]>;
  /** The `limit` passages that meet most of what is sought, with the passages around the best of them. */
  search(stems: readonly SoughtStem[], scope: SearchScope, limit: number): Promise<readonly PartOfDocument[]>;
  /** Documents that tell of such events, the latest event first; at most `limit` of them. */
  dated(events: SoughtEvents, scope: SearchScope, limit: number): Promise<readonly PartOfDocument[]>;
}

/** A passage as it is searched. */
export interface IndexedPassage {
  readonly passage: Passage;
  /** Stems of title and text in reading order; `""` where a stop word stands. */
  readonly stems: readonly string[];
  /** Words of what the passage stands under, stop words left out. */
  readonly contextWords: number;
}

/** A document as it is searched. */
export interface IndexedDocument {
  readonly document: CorpusDocument;
  readonly passages: readonly IndexedPassage[];
  /** Word -> its stem, for every word of the passages that is no stop word. */
  readonly words: ReadonlyMap<string, string>;
  /** Each party by its key, with the keys of all its names, its own first. */
  readonly parties: readonly {
    readonly party: DocumentParty;
    readonly key: string;
    readonly names: readonly string[];
  }[];
  /** Keys of the parties of `document.events`, in their order. */
  readonly eventParties: readonly string[];
}

/** How documents are cut and read for searching. `version` changes with the rules: what was indexed by others is indexed anew. */
export interface Indexing {
  readonly version: number;
  readonly index: (document: CorpusDocument) => IndexedDocument;
}
