import type { NameIndex } from "./name-index.ts";
import type { NameToken } from "./name-token.ts";
import { budgetFor, farApart, gentle, MOST_FOLD_EDITS } from "./similarity.ts";
import type { TextLines } from "./text-lines.ts";
import { SIMILARITY } from "./weights.ts";

/** Longest word whose letters fit the bits of a number. */
const LONGEST = 31;
const CODES = 128;

/**
 * Edits between one word and many (optimal string alignment, as `editDistance`), a column of the table in two numbers:
 * H. Hyyrö, "A bit-vector algorithm for computing Levenshtein and Damerau edit distances", Nordic Journal of Computing 10 (2003).
 */
const makeWord = () => {
  const places = new Int32Array(CODES);
  let word = "";
  return {
    /** False for words that it cannot take. */
    take(text: string): boolean {
      for (let i = 0; i < word.length; i++) places[word.charCodeAt(i)] = 0;
      word = "";
      if (text.length > LONGEST) return false;
      for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) >= CODES) return false;
      word = text;
      for (let i = 0; i < text.length; i++) places[text.charCodeAt(i)]! |= 1 << i;
      return text.length > 0;
    },
    editsTo({ bytes }: TextLines, from: number, end: number): number {
      const last = 1 << (word.length - 1);
      let [plus, minus, zero, before, edits] = [-1, 0, 0, 0, word.length];
      for (let i = from; i < end; i++) {
        const here = places[bytes[i]!]!;
        const swapped = ((~zero & here) << 1) & before;
        zero = ((((here & plus) + plus) | 0) ^ plus) | here | minus | swapped;
        let up = minus | ~(zero | plus);
        let down = zero & plus;
        if (up & last) edits++;
        else if (down & last) edits--;
        up = (up << 1) | 1;
        down <<= 1;
        plus = down | ~(zero | up);
        minus = up & zero;
        before = here;
      }
      return edits;
    },
  };
};

/** Compares one word with many listed ones as slips of each other. */
export interface Slips {
  /** Takes the word; false when it is to be compared in another way. */
  take(token: NameToken): boolean;
  /**
   * `slipSimilarity` with the listed token, from its bytes alone: for tokens in plain Latin letters. The result may be too high,
   * never too low.
   */
  most(id: number): number;
}

export const makeSlips = (index: NameIndex): Slips => {
  const latin = makeWord();
  const fold = makeWord();
  let token: NameToken;
  return {
    take(asked) {
      token = asked;
      return latin.take(asked.latin) && fold.take(asked.fold);
    },
    most(id) {
      const [fromLatin, fromFold] = [index.tokenLatin.starts[id]!, index.tokenFolds.starts[id]!];
      const [endLatin, endFold] = [index.tokenLatin.starts[id + 1]! - 1, index.tokenFolds.starts[id + 1]! - 1];
      const [la, lb] = [token.latin.length, endLatin - fromLatin];
      const budget = budgetFor(Math.min(la, lb));
      const whole = Math.ceil(budget);
      // Fold keys count only where the spellings are no further apart than this
      const furthest = whole + 2;
      if (Math.abs(la - lb) > furthest || farApart(index.tokenLetters[id]!, token.letters, furthest)) return 0;
      const [fa, fb] = [token.fold.length, endFold - fromFold];
      const foldWhole = la >= 5 && lb >= 5 ? Math.min(MOST_FOLD_EDITS, Math.floor(budgetFor(Math.min(fa, fb)))) : 0;
      const byFold =
        foldWhole > 0 &&
        Math.abs(fa - fb) <= foldWhole &&
        !farApart(index.tokenFoldLetters[id]!, token.foldLetters, foldWhole);
      if (!byFold && (Math.abs(la - lb) > whole || farApart(index.tokenLetters[id]!, token.letters, whole))) return 0;
      const edits = latin.editsTo(index.tokenLatin, fromLatin, endLatin);
      if (edits > furthest) return 0;
      const counted = edits === 1 ? gentle(token.latin, index.tokenTexts[id]!) : edits;
      const spelled = edits <= whole && counted <= budget ? 1 - counted / Math.max(la, lb) : 0;
      if (!byFold) return spelled;
      const foldEdits = fold.editsTo(index.tokenFolds, fromFold, endFold);
      return foldEdits > foldWhole ? spelled : Math.max(spelled, SIMILARITY.fold - foldEdits / Math.max(fa, fb));
    },
  };
};
