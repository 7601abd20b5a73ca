import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitSentences } from "../../src/text/sentences.ts";

const cut = (text: string): readonly string[] => splitSentences(text).map((s) => text.slice(s.start, s.end));

describe("splitSentences", () => {
  const rows: readonly (readonly [claim: string, text: string, expected: readonly string[]])[] = [
    ["two plain sentences", "One is here. Two is there.", ["One is here.", "Two is there."]],
    ["U.S. before a noun goes on", "The U.S. Treasury acted. It paid.", ["The U.S. Treasury acted.", "It paid."]],
    [
      "U.S. before an opener ends",
      "They live in the U.S. The FBI said so.",
      ["They live in the U.S.", "The FBI said so."],
    ],
    ["E.O. with a number goes on", "Listed under E.O. 13694 as amended.", ["Listed under E.O. 13694 as amended."]],
    ["LLC. and Inc. go on", "Fortuna LLC. and Acme Inc. Moscow met.", ["Fortuna LLC. and Acme Inc. Moscow met."]],
    ["a month in short goes on", "It was Jan. 5 in Oslo.", ["It was Jan. 5 in Oslo."]],
    ["No. 5 goes on", "See No. 5 of the list.", ["See No. 5 of the list."]],
    ["a case name with v. goes on", "In Van Loon v. Department it ruled.", ["In Van Loon v. Department it ruled."]],
    [
      "decimals and web names go on",
      "It took $1.6 billion via Blender.io in May.",
      ["It took $1.6 billion via Blender.io in May."],
    ],
    ["an initial goes on", "John F. Smith paid.", ["John F. Smith paid."]],
    ["questions and exclamations end", "Who? Me! Yes.", ["Who?", "Me!", "Yes."]],
    [
      "a closing quotation mark belongs to the sentence",
      'He said "stop." Then left.',
      ['He said "stop."', "Then left."],
    ],
    ["a line break ends a sentence", "Heading\nBody text.", ["Heading", "Body text."]],
    ["a bullet is no part of the item", "• Check papers.\n• Call back.", ["Check papers.", "Call back."]],
    ["nothing gives nothing", "  \n ", []],
  ];
  it.each(rows)("%s", (_claim, text, expected) => {
    expect(cut(text)).toEqual(expected);
  });

  it("keeps order, never overlaps and loses no letter", () => {
    const word = fc.constantFrom("U.S.", "Inc.", "Kim", "paid", "1.5", "E.O.", "No.", "\n", "•", "?", "the", "On");
    fc.assert(
      fc.property(fc.array(word, { maxLength: 40 }), (words) => {
        const text = words.join(" ");
        const spans = splitSentences(text);
        let last = 0;
        let kept = "";
        for (const span of spans) {
          expect(span.start).toBeGreaterThanOrEqual(last);
          expect(span.end).toBeGreaterThan(span.start);
          last = span.end;
          kept += text.slice(span.start, span.end);
        }
        const letters = (t: string): string => t.replace(/[\s•]/g, "");
        expect(letters(kept)).toBe(letters(text));
      }),
    );
  });
});
