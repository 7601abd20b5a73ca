import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nameLikenesses, wordLikenesses } from "../../src/ask/near-spelling.ts";
import { isSlip, isSlipOfName } from "../../src/ask/spelling.ts";
import type { Likeness } from "../../src/ports/passage-search.ts";

const meets = (text: string, one: Likeness): boolean =>
  text.startsWith(one.begins) && text.endsWith(one.ends) && text.length >= one.shortest && text.length <= one.longest;
const letters = (min: number, max: number) =>
  fc.array(fc.constantFrom(..."aeionrst"), { minLength: min, maxLength: max }).map((all) => all.join(""));
/** One letter replaced, left out, put in or swapped with the next, never the first. */
const edited = (word: string, at: number, edit: number, letter: string): string => {
  const [before, after] = [word.slice(0, at), word.slice(at + 1)];
  const next = word[at + 1] ?? "";
  return (
    [
      before + letter + after,
      before + after,
      before + letter + word.slice(at),
      before + next + word[at] + after.slice(1),
    ][edit] ?? word
  );
};
const slip = letters(5, 12).chain((known) =>
  fc
    .tuple(
      fc.integer({ min: 1, max: known.length - 1 }),
      fc.integer({ min: 0, max: 3 }),
      fc.constantFrom(..."aeionrst"),
    )
    .map(([at, edit, letter]) => ({ known, typed: edited(known, at, edit, letter) })),
);

describe("where slips are looked for", () => {
  it("has the word that was meant, for every single edit", () => {
    fc.assert(
      fc.property(slip, ({ known, typed }) => {
        if (isSlip(typed, known))
          expect(
            wordLikenesses(typed).some((one) => meets(known, one)),
            `${typed} ${known}`,
          ).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
  it("has the name that was meant, whichever of its words is mistyped", () => {
    fc.assert(
      fc.property(
        slip,
        fc.array(letters(2, 8), { maxLength: 3 }),
        fc.array(letters(2, 8), { maxLength: 3 }),
        (word, before, after) => {
          const typed = ["who", "is", ...before, word.typed, ...after, "today"];
          const known = [...before, word.known, ...after];
          if (!isSlipOfName([...before, word.typed, ...after], known, true)) return;
          const near = nameLikenesses(typed, 2 + before.length);
          expect(near.some((one) => meets(known.join(" "), one))).toBe(true);
        },
      ),
      { numRuns: 1_000 },
    );
  });
  it.each([
    ["a word of the same length that shares neither end", "bridge"],
    ["a word with the same first letter alone", "winter"],
    ["a word that begins so and is far longer", "walletholders"],
  ])("has not %s", (_claim, other) => {
    expect(wordLikenesses("wallet").some((one) => meets(other, one))).toBe(false);
  });
  it.each(["abc", "0x09ab", "2024"])("has nothing for %s, of which there are no slips", (typed) => {
    expect(wordLikenesses(typed)).toEqual([]);
  });
});
