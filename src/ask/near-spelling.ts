import type { Likeness } from "../ports/passage-search.ts";
import { LONGEST_NAME } from "./names.ts";

/** Shorter words have no slips: `isSlip`. */
const SHORTEST = 4;
/** From so many letters on two edits are a slip. */
const LONG = 8;

/**
 * Where slips of a word are looked for: one edit leaves its first or its last half as it is, two edits one of its thirds (the
 * outer two are looked at). "tronado" -> "tro…" and "…nado", of 6 to 8 letters.
 */
export const wordLikenesses = (word: string): readonly Likeness[] => {
  if (word.length < SHORTEST || /\d/.test(word)) return [];
  const edits = word.length >= LONG ? 2 : 1;
  // Neighbours swapped in the middle spoil a letter of each half: of six letters two at each end are kept, not three.
  const kept = Math.max(2, Math.floor((word.length - 1) / (edits + 1)));
  const about = { shortest: word.length - edits, longest: word.length + edits };
  return [
    { begins: word.slice(0, kept), ends: "", ...about },
    { begins: word[0] ?? "", ends: word.slice(-kept), ...about },
  ];
};

/** The same for names of several words in which `words[at]` is mistyped: the words beside it are as they are. */
export const nameLikenesses = (words: readonly string[], at: number): readonly Likeness[] => {
  const found: Likeness[] = [];
  for (const { begins, ends, shortest, longest } of wordLikenesses(words[at] ?? ""))
    for (let from = Math.max(0, at - LONGEST_NAME + 1); from <= at; from++)
      for (let to = at + 1; to <= Math.min(words.length, from + LONGEST_NAME); to++) {
        const before = words.slice(from, at).map((word) => `${word} `);
        const after = words.slice(at + 1, to).map((word) => ` ${word}`);
        const added = before.join("").length + after.join("").length;
        found.push({
          begins: before.join("") + begins,
          ends: ends + after.join(""),
          shortest: shortest + added,
          longest: longest + added,
        });
      }
  return found;
};
