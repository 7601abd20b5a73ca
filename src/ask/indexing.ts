import type { CorpusDocument, Passage } from "../core/document.ts";
import type { IndexedDocument, IndexedPassage, Indexing } from "../ports/passage-search.ts";
import { porterStem } from "../text/porter-stem.ts";
import { searchWords } from "../text/words.ts";
import { contextOf } from "./library.ts";
import { nameKey } from "./names.ts";
import { STOP_WORDS } from "./stopwords.ts";

/** Count up when passages are cut or stemmed by other rules. */
const VERSION = 1;
/** Longer runs of letters and digits are no words anybody asks for; stems are cut there on both sides. */
const LONGEST_STEM = 200;

/** The stem under which a word is kept and looked for; `""` for a stop word. */
export const stemOf = (word: string): string => (STOP_WORDS.has(word) ? "" : porterStem(word).slice(0, LONGEST_STEM));

/** Reads documents for a search outside the memory of this process by the rules of the index inside it. */
export const makeIndexing = (cut: (document: CorpusDocument) => readonly Passage[]): Indexing => ({
  version: VERSION,
  index: (document) => indexed(document, cut(document)),
});

const indexed = (document: CorpusDocument, passages: readonly Passage[]): IndexedDocument => {
  const words = new Map<string, string>();
  const title = searchWords(document.title);
  const stemsOf = (all: readonly string[]): string[] =>
    all.map((word) => {
      const stem = words.get(word) ?? stemOf(word);
      if (stem !== "" && word.length <= LONGEST_STEM) words.set(word, stem);
      return stem;
    });
  const read = passages.map(
    (passage): IndexedPassage => ({
      passage,
      stems: stemsOf([...title, ...searchWords(passage.text)]),
      contextWords: searchWords(contextOf(document, passage)).filter((word) => !STOP_WORDS.has(word)).length,
    }),
  );
  return {
    document,
    passages: read,
    words,
    parties: document.parties.flatMap((party) => {
      const key = nameKey(party.name);
      const names = [...new Set([party.name, ...party.aliases].map(nameKey))].filter((name) => name !== "");
      return key === "" ? [] : [{ party, key, names }];
    }),
    eventParties: document.events.map((event) => nameKey(event.party)),
  };
};
