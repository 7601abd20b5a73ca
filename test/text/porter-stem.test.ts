import { describe, expect, it } from "vitest";
import { porterStem } from "../../src/text/porter-stem.ts";

/** Pairs from Porter's paper and from the words this program meets most. */
const PAIRS = `caresses caress ponies poni ties ti cats cat feed feed agreed agre plastered plaster motoring motor sing sing
conflated conflat troubled troubl sized size hopping hop falling fall hissing hiss failing fail filing file happy happi sky sky
relational relat conditional condit rational ration digitizer digit operator oper feudalism feudal hopefulness hope
formaliti formal sensitiviti sensit triplicate triplic formative form electrical electr goodness good revival reviv
allowance allow inference infer airliner airlin adjustable adjust replacement replac adoption adopt activate activ
probate probat rate rate cease ceas controller control roll roll sanctions sanction designated design laundering launder`;

describe("porterStem", () => {
  const words = PAIRS.split(/\s+/);
  const rows = Array.from(
    { length: words.length / 2 },
    (_, i) => [words[2 * i] ?? "", words[2 * i + 1] ?? ""] as const,
  );
  it.each(rows)("%s -> %s", (word, stem) => {
    expect(porterStem(word)).toBe(stem);
  });
  it.each([["0x098b"], ["ab"], ["ким"], ["a71"]])("%s passes through", (word) => {
    expect(porterStem(word)).toBe(word);
  });
  it("keeps words apart that mean different things here", () => {
    expect(porterStem("convicted")).not.toBe(porterStem("charged"));
  });
});
