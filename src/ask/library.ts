import type { DocumentId, PassageId } from "../core/brand.ts";
import type { IsoDate } from "../core/dates.ts";
import type { CorpusDocument, Passage, StatusEvent } from "../core/document.ts";
import { type Found, LexicalIndex, type SearchLimits } from "./lexical-index.ts";
import { NameBook, nameKey } from "./names.ts";
import { readSentences, type Sentence } from "./sentence.ts";
import { isSlip } from "./spelling.ts";
import { RETRIEVAL } from "./weights.ts";
import type { WholeCorpus } from "./whole-corpus.ts";

/** A passage found, with its document. */
export interface FoundPassage {
  readonly passage: Passage;
  readonly document: CorpusDocument;
  readonly score: number;
}

/** Narrows what is searched; `null` leaves a side open. Days are of publication. */
export interface Scope {
  readonly publisher: string | null;
  readonly kind: string | null;
  readonly program: string | null;
  readonly from: IsoDate | null;
  readonly to: IsoDate | null;
  /** False leaves a document out; `null` takes all. */
  readonly accept: ((document: DocumentId) => boolean) | null;
}

export const EVERYTHING: Scope = { publisher: null, kind: null, program: null, from: null, to: null, accept: null };

/** The documents that questions are answered from, held in memory beside the store that keeps them. */
export interface Library {
  /** Adds a document or replaces the one with its id; it answers from the next question on. */
  add(document: CorpusDocument, passages: readonly Passage[]): void;
  /** Adds many at once; faster than one by one. */
  addAll(documents: readonly { readonly document: CorpusDocument; readonly passages: readonly Passage[] }[]): void;
  /** False when there was no such document. It stops answering at once. */
  remove(document: DocumentId): boolean;
  /** Best first. */
  search(text: string, k: number, scope: Scope): readonly FoundPassage[];
  passage(id: PassageId): FoundPassage | null;
  document(id: DocumentId): CorpusDocument | null;
  documents(): readonly CorpusDocument[];
  /** Every publisher once, as written. */
  publishers(): ReadonlySet<string>;
  passagesOf(id: DocumentId): readonly Passage[];
  /** Sentences of a passage, cut once. */
  sentences(passage: Passage): readonly Sentence[];
  /** Dated events of a party, oldest first; `name` is any spelling in the name book. */
  eventsOf(name: string): readonly PlacedEvent[];
  events(): readonly PlacedEvent[];
  /** Natural logarithm of how rare a word is here. */
  rarityOf(word: string): number;
  /** Some document has the word or another form of it. */
  hasWord(word: string): boolean;
  /** Words of the documents that a word may be a slip of; few. */
  likeWord(word: string): readonly string[];
  readonly names: NameBook;
  readonly size: number;
  /** 0..1: part of the index that removed passages still take; 0 while the index is small. */
  readonly waste: number;
  /** Day of the latest document; `null` when none is dated. */
  latest(): IsoDate | null;
}

export interface PlacedEvent extends StatusEvent {
  readonly document: CorpusDocument;
}

interface Held {
  readonly document: CorpusDocument;
  readonly passages: readonly Passage[];
}

/** Rows below which removed passages cost nothing worth a rebuild. */
const SMALL_INDEX = 20_000;

/**
 * An empty library. With `whole` it takes in a part of a larger corpus, and words are as rare as they are there; a document
 * may then come with some of its passages only.
 */
export const makeLibrary = (whole: WholeCorpus | null = null): Library => {
  const held = new Map<string, Held>();
  const index = new LexicalIndex(RETRIEVAL, whole);
  const names = new NameBook();
  const sentences = new WeakMap<Passage, readonly Sentence[]>();

  const addAll = (entries: readonly Held[]): void => {
    for (const { document } of entries) remove(document.documentId);
    for (const entry of entries) {
      held.set(entry.document.documentId, entry);
      names.add(entry.document);
    }
    index.add(entries.flatMap(({ document, passages }) => passages.map((passage) => entryOf(document, passage))));
  };
  const remove = (id: DocumentId): boolean => {
    const entry = held.get(id);
    if (!entry) return false;
    held.delete(id);
    names.remove(entry.document);
    index.remove(id);
    return true;
  };
  const placed = (found: Found): FoundPassage[] => {
    const mark = found.id.lastIndexOf("#");
    const entry = held.get(found.id.slice(0, mark));
    const ordinal = Number(found.id.slice(mark + 1));
    // Where all passages are there, each stands at its ordinal.
    const first = entry?.passages[ordinal];
    const passage = first?.ordinal === ordinal ? first : entry?.passages.find((one) => one.ordinal === ordinal);
    return entry && passage ? [{ passage, document: entry.document, score: found.score }] : [];
  };
  const events = (): PlacedEvent[] =>
    [...held.values()]
      .flatMap(({ document }) => document.events.map((event) => ({ ...event, document })))
      .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));

  return {
    add: (document, passages) => addAll([{ document, passages }]),
    addAll,
    remove,
    search: (text, k, scope) => index.search(text, limitsOf(k, scope, held)).flatMap(placed),
    passage: (id) => placed({ id, ordinal: 0, score: 0 })[0] ?? null,
    document: (id) => held.get(id)?.document ?? null,
    documents: () => [...held.values()].map((entry) => entry.document),
    publishers: () => new Set([...held.values()].map((entry) => entry.document.publisher)),
    passagesOf: (id) => held.get(id)?.passages ?? [],
    sentences: (passage) => {
      const known = sentences.get(passage);
      if (known) return known;
      const read = readSentences(passage);
      sentences.set(passage, read);
      return read;
    },
    eventsOf: (name) => {
      const keys = names.keysOf(name);
      return events().filter((event) => keys.has(nameKey(event.party)));
    },
    events,
    rarityOf: (word) => index.rarityOf(word),
    hasWord: (word) => index.passagesWith(word) > 0,
    likeWord: (word) => index.wordsLike(word, (known) => isSlip(word, known)),
    names,
    get size() {
      return held.size;
    },
    get waste() {
      return index.rows < SMALL_INDEX ? 0 : 1 - index.size / index.rows;
    },
    latest: () => latestOf([...held.values()].map((entry) => entry.document)),
  };
};

export const latestOf = (documents: readonly CorpusDocument[]): IsoDate | null =>
  documents.reduce<IsoDate | null>((latest, { publishedOn: day }) => {
    return day && (latest === null || day > latest) ? day : latest;
  }, null);

const entryOf = (document: CorpusDocument, passage: Passage) => ({
  id: passage.passageId,
  group: document.documentId,
  title: document.title,
  context: contextOf(document, passage),
  body: passage.text,
});

/** What a passage stands under: headings, publisher, parties of its document. */
export const contextOf = (document: CorpusDocument, passage: Passage): string =>
  [...passage.section, document.publisher, ...document.parties.flatMap((p) => [p.name, ...p.aliases])].join(" . ");

const limitsOf = (k: number, scope: Scope, held: ReadonlyMap<string, Held>): SearchLimits => {
  if (Object.values(scope).every((side) => side === null)) return { k };
  return {
    k,
    accept: (group) => {
      const document = held.get(group)?.document;
      return document !== undefined && inScope(document, scope);
    },
  };
};

/** Held against every side of a scope. */
export const inScope = (document: CorpusDocument, scope: Scope): boolean => {
  const day = document.publishedOn;
  if (scope.accept !== null && !scope.accept(document.documentId)) return false;
  if (scope.kind !== null && document.kind !== scope.kind) return false;
  if (scope.publisher !== null && !document.publisher.toLowerCase().includes(scope.publisher.toLowerCase()))
    return false;
  if (scope.program !== null && !document.programs.includes(scope.program)) return false;
  if (scope.from !== null && (day === null || day < scope.from)) return false;
  return scope.to === null || (day !== null && day <= scope.to);
};
