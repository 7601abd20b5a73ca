import type { PartyKind } from "../core/listing.ts";
import { makeRunFilter, meetsBones } from "./few-runs.ts";
import { MOST_PARTS, makeWordReader, type WordFacts, type WordSide } from "./few-words.ts";
import { ROLE, WEAK_ROLES } from "./name-form.ts";
import { NAME_FLAG, type NameIndex } from "./name-index.ts";
import { makeTokenPool, type NameToken } from "./name-token.ts";
import { makeNameParser } from "./parse-name.ts";
import { backgroundRarity } from "./rarity.ts";
import { GATE, SCORE } from "./weights.ts";
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
const ROUNDING = 1e-3;
/** Contradiction between words that many organisations share counts less, so that more of them may cost less: 0.91 of it at the least. */
const LEAST_CONTRADICTION = SCORE.contradiction * 0.9;
const FAMOUS_SIMILARITY = 0.97;

/**
 * The reasons why a name cannot hit, cheapest first; each follows from a rule of `score.ts` or `score-bound.ts`:
 *
 * 1. Every word is read by itself and kept. A name with a word that cannot be (digits, "abdul", "aka") may hit.
 * 2. Neighbouring words written together read like nothing listed (`joined-search.ts`).
 * 3. Two parts that carry the name agree with one listed name; one is enough where a side has no more (`heldDown`).
 * 4. What is left over does not hold the score below the threshold (`score-bound.ts`), every part taken at its best.
 */
export const makeFewFilter = (index: NameIndex, threshold: number): FewFilter => {
  // Below the cap the rules for thin evidence hold nothing down
  if (threshold <= GATE.cap) return { mayHit: () => true };
  const tokenOf = makeTokenPool();
  const read = makeWordReader(index, makeNameParser(tokenOf, backgroundRarity), tokenOf);
  const runs = makeRunFilter(index, tokenOf);
  const memo = makeWordMemo<WordFacts>();
  const listed = factsOfNames(index, tokenOf);
  const words: WordFacts[] = [];
  const names = index.nameListings.length;
  const stamps = new Uint32Array(names);
  const counts = new Uint16Array(names);
  const parts = new Int32Array(names);
  const similarities = new Float64Array(names);
  const saved = new Float64Array(names);
  const values = new Float64Array(names);
  const met: number[] = [];
  let stamp = 0;

  const worth = (s: number): number => Math.max(0, (1 - threshold) * s - threshold * SCORE.dissimilarity * (1 - s));

  /** Whether a listed name can reach the threshold with what was met. */
  const reaches = (name: number, restA: number, valueA: number, all: boolean): boolean => {
    const s = worth(similarities[name]!);
    const from = index.nameStarts[name]!;
    let [restB, valueB] = [0, 0];
    for (let p = from; p < index.nameStarts[name + 1]!; p++) {
      const weight = index.partWeights[p]!;
      const part = p - from;
      const agrees = all || parts[name] === -1 || part >= MOST_PARTS || (parts[name]! & (1 << part)) !== 0;
      const open = (index.partRoles[p]! & WEAK_ROLES) !== 0 || index.tokenLengths[index.partTokens[p]!] === 1;
      if (open) valueB += weight * worth(1);
      else if (agrees) valueB += weight * (all ? worth(1) : s);
      else restB += weight;
    }
    const both = Math.sqrt(restA * restB);
    const omission = (index.nameFlags[name]! & NAME_FLAG.person) !== 0 ? SCORE.omission : SCORE.omissionOrganisation;
    const left = LEAST_CONTRADICTION * both + omission * (restA + restB - 2 * both);
    return (valueA + valueB) / 2 - threshold * left >= -ROUNDING;
  };

  const hitsOneOf = (person: boolean, cut: boolean): boolean => {
    let [content, initials, light, loose, weight] = [0, false, false, 0, 0];
    stamp++;
    met.length = 0;
    for (let w = 0; w < words.length; w++) {
      const word = words[w]!;
      const side: WordSide = person ? word.person : word.other;
      content += word.content;
      initials ||= word.isInitial;
      light ||= word.isLight;
      loose += word.loose * worth(1);
      // A word that was cut agrees with every longer one
      const free = cut && w === words.length - 1;
      if (free) loose += word.person.weight + word.other.weight;
      else weight += side.weight;
      for (const { name, count, parts: mask, similarity, matched, rest } of side.meetings) {
        if (listed.person[name] !== Number(person)) continue;
        if (stamps[name] !== stamp) {
          stamps[name] = stamp;
          counts[name] = parts[name] = similarities[name] = saved[name] = values[name] = 0;
          met.push(name);
        }
        counts[name]! += count;
        parts[name] = mask === -1 || parts[name] === -1 ? -1 : parts[name]! | mask;
        if (similarity > similarities[name]!) similarities[name] = similarity;
        if (!free) saved[name]! += Math.max(0, side.weight - rest);
        values[name]! += matched * worth(similarity);
      }
    }
    for (const name of met) {
      if (content >= 2 && counts[name]! < 2 && !listed.initials[name]) {
        if (listed.content[name]! > 1 || person) continue;
        if (!light && (listed.famous[name] === 0 || similarities[name]! < FAMOUS_SIMILARITY)) continue;
      }
      if (reaches(name, Math.max(0, weight - saved[name]!), values[name]! + loose, initials || cut)) return true;
    }
    return false;
  };

  const piecesOf = (word: WordFacts, person: boolean): readonly NameToken[] =>
    (person ? word.person : word.other).pieces;

  const orderMeets = (person: boolean, first: number, light: boolean): boolean => {
    runs.begin();
    for (let k = 0; k < words.length; k++) {
      const word = words[(first + k) % words.length]!;
      if (light || !word.isLight) for (const token of piecesOf(word, person)) runs.add(token);
    }
    return runs.meets();
  };
  const runsMeet = (person: boolean, comma: number): boolean => {
    if (orderMeets(person, 0, true)) return true;
    // "PUTIN, Vladimir" is read as "vladimir putin"
    if (person) return comma > 0 && orderMeets(person, comma, true);
    // Legal forms and numbers inside a name vanish, so that their neighbours meet
    return words.some((word) => word.isLight) && orderMeets(person, 0, false);
  };

  return {
    mayHit: (bytes, from, to, kind) => {
      if (kind === "vessel" || kind === "aircraft") return true;
      words.length = 0;
      let [units, comma, initials, hyphen] = [0, 0, 0, false];
      let [fits, surname, given, light, alike, arabic, content] = [true, false, false, false, true, false, 0];
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
        content += word.content;
        fits &&= word.fits || word.isLight;
        surname ||= word.surname;
        given ||= word.given;
        light ||= word.isLight;
        alike &&= word.alike;
        arabic ||= word.arabic;
        if (word.isInitial) initials++;
      }
      if (content === 0 || initials > 1 || (hyphen && to - from <= LONGEST_TAIL)) return true;
      const persons = kind === "person" || kind === "unknown";
      const others = kind !== "person";
      if (words.length > 1) {
        // Parts of Chinese and Korean names are cut by what stands beside them
        if (persons && fits && surname && !given) return true;
        if (arabic) return true;
        if (persons && runsMeet(true, comma)) return true;
        if (others && !(persons && alike && comma === 0 && !light) && runsMeet(false, comma)) return true;
        if (runs.arabic)
          for (const person of [true, false])
            if (
              meetsBones(
                words.flatMap((word) => piecesOf(word, person)),
                index,
              )
            )
              return true;
      }
      const cut = isFieldLength(units);
      return (persons && hitsOneOf(true, cut)) || (others && hitsOneOf(false, cut));
    },
  };
};

/** What of a listed name decides alone. */
const factsOfNames = (index: NameIndex, tokenOf: (text: string) => NameToken) => {
  const count = index.nameListings.length;
  const facts = {
    person: new Uint8Array(count),
    /** Parts that carry the name. */
    content: new Uint8Array(count),
    initials: new Uint8Array(count),
    /** A long rare word that may hit alone, were it the only one (`isFamousWord`). */
    famous: new Uint8Array(count),
  };
  for (let name = 0; name < count; name++) {
    facts.person[name] = (index.nameFlags[name]! & NAME_FLAG.person) !== 0 ? 1 : 0;
    for (let p = index.nameStarts[name]!; p < index.nameStarts[name + 1]!; p++) {
      const token = tokenOf(index.tokenTexts[index.partTokens[p]!]!);
      if (token.latin.length === 1) facts.initials[name] = 1;
      if ((index.partRoles[p]! & (WEAK_ROLES | ROLE.generic | ROLE.number)) !== 0) continue;
      facts.content[name]!++;
      const isShip = (index.nameFlags[name]! & NAME_FLAG.vessel) !== 0;
      if (!isShip && token.latin.length >= GATE.loneLength && !token.personal) facts.famous[name] = 1;
    }
  }
  return facts;
};
