import type { PartyKind } from "../core/listing.ts";
import { factsOfNames } from "./few-listed.ts";
import { makeReach } from "./few-reach.ts";
import { type MeetRun, makeRunFilter } from "./few-runs.ts";
import { makeWordReader, occurrencesOf, type Side, sideOfWord, type WordFacts } from "./few-words.ts";
import type { NameIndex } from "./name-index.ts";
import { makeTokenPool } from "./name-token.ts";
import { makeNameParser } from "./parse-name.ts";
import { backgroundRarity } from "./rarity.ts";
import { GATE } from "./weights.ts";
import { HASH_START, hashByte, makeWordMemo } from "./word-memo.ts";

/** Decides from the bytes of a name whether it can hit one of few listed names. */
export interface FewFilter {
  /** UTF-8. False only where a screening of the name against those names finds nothing; true wherever that is not certain. */
  mayHit(bytes: Uint8Array, from: number, to: number, kind: PartyKind): boolean;
}

const [SPACE, HYPHEN, STOP, COMMA, APOSTROPHE] = [0x20, 0x2d, 0x2e, 0x2c, 0x27];
const isLetter = (byte: number): boolean => (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
const isGap = (byte: number): boolean => byte === SPACE || byte === HYPHEN || byte === STOP || byte === COMMA;

const MOST_WORDS = 12;
/** Lengths at which fields cut a name, so that its last word may be the head of a longer one (`parse-name.ts`). */
const isFieldLength = (units: number): boolean => units === 30 || units === 35 || units === 40 || units === 50;
/** "EP-MNB": a short text with a hyphen may be a registration number. */
const LONGEST_TAIL = 8;
/**
 * The reasons why a name cannot hit, cheapest first; each follows from a rule of `score.ts` or `score-bound.ts`:
 *
 * 1. Every word is read by itself and kept. A name with a word that cannot be (digits, "abdul", "aka") may hit.
 * 2. Neighbouring words written together are looked up, as `joined-search.ts` does.
 * 3. Two parts that carry the name agree with one listed name; one is enough where a side has no more (`heldDown`).
 * 4. What is left over does not hold the score below the threshold (`score-bound.ts`), every part taken at its best.
 */
export const makeFewFilter = (index: NameIndex, threshold: number): FewFilter => {
  // Below the cap the rules for thin evidence hold nothing down
  if (threshold <= GATE.cap) return { mayHit: () => true };
  const tokenOf = makeTokenPool();
  const listed = factsOfNames(index, tokenOf);
  const read = makeWordReader(index, listed, makeNameParser(tokenOf, backgroundRarity), tokenOf);
  const runs = makeRunFilter(index, tokenOf, occurrencesOf(index));
  const memo = makeWordMemo<WordFacts>();
  const reach = makeReach(index, listed, threshold);
  let words: WordFacts[] = [];
  /** The name as it is read now, and whether its words were put to `reach` for that. */
  let [side, cut, begun]: [Side, boolean, boolean] = ["person", false, false];
  let runsMet = 0;
  const begin = (): void => {
    if (!begun) reach.begin(words, side, cut);
    begun = true;
  };
  const meetRun: MeetRun = (name, part, first, last) => {
    begin();
    runsMet++;
    reach.meetRun(name, part, first, last);
  };

  /** One order of the words; `withLight`: also those that may vanish between others. False when it is too long to tell. */
  const meetRuns = (first: number, withLight: boolean): boolean => {
    runs.begin();
    for (let k = 0; k < words.length; k++) {
      const w = (first + k) % words.length;
      const word = words[w]!;
      const { pieces } = sideOfWord(word, side);
      if (withLight || !word.isLight) for (let p = 0; p < pieces.length; p++) runs.add(pieces[p]!, w);
    }
    return runs.meets(meetRun);
  };
  /** One word alone meets listed names, and that is not enough for any of them. */
  const isThin = (): boolean => {
    let meeting = 0;
    for (let w = 0; w < words.length; w++) {
      const { meetings, alone } = sideOfWord(words[w]!, side);
      if (alone || (meetings.length > 0 && ++meeting > 1)) return false;
    }
    return true;
  };
  /** `plain`: two parts must agree. `runless`: the same parts in the same order were found to meet nothing together. */
  const mayHitAs = (as: Side, comma: number, light: boolean, plain: boolean, runless: boolean): boolean => {
    [side, begun] = [as, false];
    if (words.length > 1 && !runless) {
      if (!meetRuns(0, true)) return true;
      // "PUTIN, Vladimir" is read as "vladimir putin"
      if (comma > 0 && !meetRuns(comma, true)) return true;
      // Legal forms and numbers inside a name vanish, so that their neighbours meet
      if (side === "other" && light && !meetRuns(0, false)) return true;
    }
    if (!begun && plain && isThin()) return false;
    begin();
    return reach.any();
  };

  const mayHitWords = (kind: PartyKind, comma: number, length: number): boolean => {
    let [fits, surname, given, light, content, initials] = [true, false, false, false, 0, 0];
    let [cuts, alike] = [true, true];
    for (let w = 0; w < words.length; w++) {
      const word = words[w]!;
      content += word.content;
      fits &&= word.fits || word.isLight;
      cuts &&= word.cut !== null;
      alike &&= word.alike;
      surname ||= word.surname;
      given ||= word.given;
      light ||= word.isLight;
      if (word.isInitial) initials++;
    }
    if (content === 0 || initials > 1) return true;
    const persons = kind === "person" || kind === "unknown";
    cut = isFieldLength(length);
    const plain = content > 1 && initials === 0 && !light && !cut;
    if (persons && words.length > 1 && fits && surname && !given)
      if (!cuts || mayHitAs("cut", comma, light, plain, false)) return true;
    runsMet = 0;
    if (persons && mayHitAs("person", comma, light, plain, false)) return true;
    const runless = persons && runsMet === 0 && alike && !light;
    // What is said to be a person is looked for among organisations too (`screen-names.ts`)
    return mayHitAs("other", comma, light, plain, runless);
  };

  return {
    mayHit: (bytes, from, to, kind) => {
      if (kind === "vessel" || kind === "aircraft") return true;
      words.length = 0;
      let [units, comma, hyphen, disguised] = [0, 0, false, false];
      for (let at = from; at < to; ) {
        let byte = bytes[at]!;
        if (isGap(byte)) {
          if (byte === COMMA && comma === 0) comma = words.length;
          if (byte === HYPHEN) hyphen = true;
          units++;
          at++;
          continue;
        }
        const start = at;
        let hash = HASH_START;
        for (; at < to; at++) {
          byte = bytes[at]!;
          if (isGap(byte)) break;
          if (byte < 0x80 && !isLetter(byte) && byte !== APOSTROPHE) return true;
          hash = hashByte(hash, byte);
          // UTF-16 units: none for a byte that goes on, two for one of four
          if ((byte & 0xc0) !== 0x80) units += byte >= 0xf0 ? 2 : 1;
        }
        const word = memo.of(bytes, start, at, hash, read);
        if (word.doubtful || words.push(word) > MOST_WORDS) return true;
        disguised ||= word.lookalike !== null;
      }
      if (hyphen && to - from <= LONGEST_TAIL) return true;
      if (mayHitWords(kind, comma, units)) return true;
      if (!disguised) return false;
      words = words.map((word) => word.lookalike ?? word);
      return mayHitWords(kind, comma, units);
    },
  };
};
