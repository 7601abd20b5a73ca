import type { PartyKind } from "../core/listing.ts";
import { makeReach, type Side } from "./few-reach.ts";
import { type MeetRun, makeRunFilter } from "./few-runs.ts";
import { makeWordReader, occurrencesOf, type WordFacts } from "./few-words.ts";
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
  const read = makeWordReader(index, makeNameParser(tokenOf, backgroundRarity), tokenOf);
  const runs = makeRunFilter(index, tokenOf, occurrencesOf(index));
  const memo = makeWordMemo<WordFacts>();
  const reach = makeReach(index, tokenOf, threshold);
  let words: WordFacts[] = [];
  let runsMet = 0;
  const meetRun: MeetRun = (name, part, first, last) => {
    runsMet++;
    reach.meetRun(name, part, first, last);
  };

  /** One order of the words; `withLight`: also those that may vanish between others. False when it is too long to tell. */
  const meetRuns = (side: Side, first: number, withLight: boolean): boolean => {
    runs.begin();
    for (let k = 0; k < words.length; k++) {
      const w = (first + k) % words.length;
      const word = words[w]!;
      const { pieces } = word[side] ?? word.person;
      if (withLight || !word.isLight) for (let p = 0; p < pieces.length; p++) runs.add(pieces[p]!, w);
    }
    return runs.meets(meetRun);
  };
  /** `runless`: the same parts in the same order were found to meet nothing together. */
  const mayHitAs = (side: Side, comma: number, light: boolean, cut: boolean, runless: boolean): boolean => {
    reach.begin(words, side, cut);
    if (words.length > 1 && !runless) {
      if (!meetRuns(side, 0, true)) return true;
      // "PUTIN, Vladimir" is read as "vladimir putin"
      if (comma > 0 && !meetRuns(side, comma, true)) return true;
      // Legal forms and numbers inside a name vanish, so that their neighbours meet
      if (side === "other" && light && !meetRuns(side, 0, false)) return true;
    }
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
    const cut = isFieldLength(length);
    if (persons && words.length > 1 && fits && surname && !given)
      if (!cuts || mayHitAs("cut", comma, light, cut, false)) return true;
    runsMet = 0;
    if (persons && mayHitAs("person", comma, light, cut, false)) return true;
    const runless = persons && runsMet === 0 && alike && !light;
    // What is said to be a person is looked for among organisations too (`screen-names.ts`)
    return mayHitAs("other", comma, light, cut, runless);
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
