import { queryKeys } from "./index-keys.ts";
import { RUN } from "./joined-runs.ts";
import { NAME_FLAG, type NameIndex } from "./name-index.ts";
import type { NameToken } from "./name-token.ts";
import { lookUp } from "./postings.ts";
import { compareTokens, similarityOf } from "./similarity.ts";
import { makeSlips } from "./slips.ts";
import { SIMILARITY } from "./weights.ts";

/**
 * Listed tokens that compare with a part of a query at the floor or above, and how alike they are at most; the arrays run in
 * parallel. Above `EXACT_FROM` the similarities are exact.
 */
export interface Neighbours {
  readonly ids: Uint32Array;
  readonly similarities: Float64Array;
}

export type NeighboursOf = (token: NameToken, person: boolean, syllable: boolean) => Neighbours;

/** Names repeat their parts, so what was found for a part is kept: at most this many listed tokens, about 12 bytes each. */
const MOST_KEPT = 1_000_000;
/** Of lower ones it is enough to know that they are no higher; above, a part counts as settled. */
export const EXACT_FROM = RUN.settled;

const IN_PERSONS = 1;
const IN_OTHERS = 2;
/** Written in Latin letters, and so as it is compared. */
const PLAIN = 4;
/** Met for the part that is looked up, and by keys that only a slip shares. */
const MET = 8;
const BY_SLIP = 16;

/** Finds the neighbours of parts by their keys and compares each once. */
export const makeNeighbours = (index: NameIndex, listed: (id: number) => NameToken): NeighboursOf => {
  const kept = new Map<string, Neighbours>();
  let keptCount = 0;
  /** What is known of each listed token, a bit each, so that meeting it reads one byte. */
  const facts = factsOf(index);
  let met: number[] = [];
  let [wanted, isSlip, inPlainLetters] = [IN_PERSONS, false, false];
  const slipsOf = makeSlips(index);

  const meet = (id: number): void => {
    const known = facts[id]!;
    if ((known & MET) !== 0) {
      if (!isSlip) facts[id] = known & ~BY_SLIP;
      return;
    }
    if ((known & wanted) === 0) return;
    facts[id] = known | (isSlip ? MET | BY_SLIP : MET);
    met.push(id);
  };
  const byKey = (key: number, slip: boolean): void => {
    isSlip = slip;
    lookUp(index.tokenKeys, key, meet);
  };

  /** The similarity, or one that it cannot exceed when that is below `EXACT_FROM`. */
  const similarityTo = (token: NameToken, id: number, person: boolean, syllable: boolean): number => {
    if (inPlainLetters && (facts[id]! & (BY_SLIP | PLAIN)) === (BY_SLIP | PLAIN)) {
      const most = slipsOf.most(id);
      if (most < EXACT_FROM) return most;
    }
    const other = listed(id);
    const plain = similarityOf(compareTokens(token, other, person, false));
    return syllable ? Math.max(plain, similarityOf(compareTokens(token, other, person, true))) : plain;
  };

  const find = (token: NameToken, person: boolean, syllable: boolean): Neighbours => {
    met = [];
    wanted = person ? IN_PERSONS : IN_OTHERS;
    inPlainLetters = token.script === "latin" && slipsOf.take(token);
    queryKeys(token, syllable, byKey);
    const ids: number[] = [];
    const similarities: number[] = [];
    for (const id of met) {
      const s = similarityTo(token, id, person, syllable);
      facts[id]! &= ~(MET | BY_SLIP);
      if (s < SIMILARITY.floor) continue;
      ids.push(id);
      similarities.push(s);
    }
    return { ids: Uint32Array.from(ids), similarities: Float64Array.from(similarities) };
  };

  return (token, person, syllable) => {
    const key = `${person ? "p" : "o"}${syllable ? "s" : ""} ${token.text}`;
    let found = kept.get(key);
    if (!found) {
      found = find(token, person, syllable);
      keptCount += found.ids.length + 1;
      if (keptCount > MOST_KEPT) {
        kept.clear();
        keptCount = found.ids.length + 1;
      }
      kept.set(key, found);
    }
    return found;
  };
};

/** In what kinds of names a token stands, and how it is written. */
const factsOf = (index: NameIndex): Uint8Array => {
  const facts = Uint8Array.from(index.tokenTexts, (text) => (/^[a-z]+$/.test(text) ? PLAIN : 0));
  for (let name = 0; name < index.nameListings.length; name++) {
    const kind = index.nameFlags[name]! & NAME_FLAG.person ? IN_PERSONS : IN_OTHERS;
    for (let p = index.nameStarts[name]!; p < index.nameStarts[name + 1]!; p++) facts[index.partTokens[p]!]! |= kind;
  }
  return facts;
};
