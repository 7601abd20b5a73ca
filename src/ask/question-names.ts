import { searchWords } from "../text/words.ts";
import { isNoName } from "./fillers.ts";
import type { Library } from "./library.ts";
import { isSlipOfName } from "./spelling.ts";
import { SYNONYMS } from "./synonyms.ts";
import { findWellKnown, WELL_KNOWN } from "./well-known.ts";

/** A proper name in the question; all its words, or all words of one other spelling, must be met. */
export interface QuestionName {
  /** As the question writes it. */
  readonly text: string;
  readonly words: readonly string[];
  /** Spellings as keys of words: "song kum hyok". */
  readonly spellings: readonly string[];
  /** A party that some document names. */
  readonly known: boolean;
  /** A place, an agency, a list or a term of the trade: never screened. */
  readonly common: boolean;
  /** How the sources write it, where the question's spelling is a slip of that. */
  readonly correctedTo: string | null;
}

const ADDRESS = /\b(?:0x[0-9a-fA-F]{6,}|[13][a-km-zA-HJ-NP-Z1-9]{25,34}|bc1[a-z0-9]{20,}|T[1-9A-HJ-NP-Za-km-z]{33})\b/g;

/** Parties of the documents, well-known places and agencies, then runs of capitalised words and addresses. */
export const readNames = (text: string, words: readonly string[], library: Library): readonly QuestionName[] => {
  const taken = new Array<boolean>(words.length).fill(false);
  const names: QuestionName[] = [];
  const take = (from: number, to: number, name: Omit<QuestionName, "text" | "words">): void => {
    for (let i = from; i < to; i++) taken[i] = true;
    names.push({ ...name, text: asWritten(text, words.slice(from, to)), words: words.slice(from, to) });
  };
  for (const party of library.names.find(words)) {
    if (!isNameHere(words.slice(party.from, party.to), text)) continue;
    const common = WELL_KNOWN.get(party.key) ?? [];
    const spellings = [...new Set([...library.names.spellings(party.key), ...common])];
    take(party.from, party.to, { spellings, known: true, common: common.length > 0, correctedTo: null });
  }
  for (const place of findWellKnown(words)) {
    if (place.key === "us" && !/\b(?:US|U\.S\.?)(?![a-z])/.test(text)) continue;
    if (taken.slice(place.from, place.to).includes(true)) continue;
    take(place.from, place.to, {
      spellings: WELL_KNOWN.get(place.key) ?? [],
      known: true,
      common: true,
      correctedTo: null,
    });
  }
  slips(words, taken, library, take);
  for (const run of capitalRuns(text)) {
    const key = searchWords(run);
    const from = words.findIndex((_, i) => key.every((word, j) => words[i + j] === word));
    const free = from === -1 ? [] : key.filter((_, j) => !taken[from + j]);
    if (free.length === 0) continue;
    const start = words.indexOf(free[0] ?? "", from);
    take(start, start + free.length, { spellings: [free.join(" ")], known: false, common: false, correctedTo: null });
  }
  for (const address of text.match(ADDRESS) ?? []) {
    const at = words.indexOf(address.toLowerCase());
    if (at !== -1 && !taken[at])
      take(at, at + 1, { spellings: [address.toLowerCase()], known: false, common: false, correctedTo: null });
  }
  return names;
};

type Take = (from: number, to: number, name: Omit<QuestionName, "text" | "words">) => void;

/** Words that no document has, read as a slip of a party's name: "song kum hyuk", "bybitt". */
const slips = (words: readonly string[], taken: readonly boolean[], library: Library, take: Take): void => {
  words.forEach((word, at) => {
    if (taken[at] || library.hasWord(word) || SYNONYMS.has(word)) return;
    for (const known of library.names.all()) {
      // Most names share no first letter with the word; leaving them out early keeps this under a millisecond.
      if (!` ${known}`.includes(` ${word[0]}`)) continue;
      const spelling = known.split(" ");
      for (let before = 0; before < spelling.length; before++) {
        const from = at - before;
        const typed = words.slice(Math.max(0, from), from + spelling.length);
        if (
          from < 0 ||
          taken.slice(from, from + spelling.length).includes(true) ||
          !isSlipOfName(typed, spelling, library.names.isPerson(known))
        )
          continue;
        take(from, from + spelling.length, {
          spellings: [...library.names.spellings(known)],
          known: true,
          common: false,
          correctedTo: library.names.written(known),
        });
        return;
      }
    }
  });
};

/** A longer run of words is no name, and too large a pattern for the engine: it throws from some thousand letters on. */
const LONGEST_NAME = 500;

/** The stretch of the question that gave these words. */
const asWritten = (text: string, words: readonly string[]): string => {
  const plain = text.toLowerCase().indexOf(words.join(" "));
  if (plain !== -1) return text.slice(plain, plain + words.join(" ").length);
  if (words.join(" ").length > LONGEST_NAME) return words.join(" ");
  // No full stop behind a word's last letter: what parts words takes it, and a pattern with two ways to take it never ends.
  const pattern = words
    .map((word) => [...word].map((c) => c.replace(/[^\p{L}\p{N}]/gu, "\\$&")).join("\\.?"))
    .join("[^\\p{L}\\p{N}]+");
  return (
    new RegExp(`(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`, "iu").exec(text)?.[0].replace(/\.$/, "") ??
    words.join(" ")
  );
};

/** A single common word ("Blue", "Sites") is a name only when the question writes it as one. */
const isNameHere = (words: readonly string[], text: string): boolean => {
  if (words.length > 1) return true;
  const word = words[0] ?? "";
  if (isNoName(word)) return false;
  if (/\d/.test(word) || !SYNONYMS.has(word)) return true;
  const capital = word.charAt(0).toUpperCase() + word.slice(1);
  return new RegExp(`(?<!^)\\b${capital}\\b|\\b${word.toUpperCase()}\\b`).test(text);
};

/** Runs of words in capitals; the first word of a sentence counts unless it is a common one. */
const capitalRuns = (text: string): readonly string[] => {
  const tokens = [...text.matchAll(/[\p{L}\p{N}][\p{L}\p{N}.&'’-]*/gu)].map((m) => ({
    text: m[0].replace(/[’']s$/, "").replace(/(?<![.'’-])[.'’-]+$/, ""),
    gap: text.slice(m.index + m[0].length).match(/^[^\p{L}\p{N}]*/u)?.[0] ?? "",
  }));
  if (tokens.length > 3 && text === text.toUpperCase()) return [];
  const runs: string[] = [];
  let run: string[] = [];
  const close = (): void => {
    if (run.length > 0) runs.push(run.join(" "));
    run = [];
  };
  tokens.forEach((token, i) => {
    // "AI-generated" names nothing, "Song Kum-hyok" and "A71" do.
    const capital = /^\p{Lu}/u.test(token.text) && !/^\p{Lu}{2,}-\p{Ll}/u.test(token.text);
    const common = isNoName(token.text.toLowerCase()) || (i === 0 && SYNONYMS.has(token.text.toLowerCase()));
    if (capital && token.text !== "I" && !common) run.push(token.text);
    else close();
    if (/[,;:?!()"]/.test(token.gap)) close();
  });
  close();
  return runs;
};
