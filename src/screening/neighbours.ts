import { queryKeys } from "./index-keys.ts";
import type { NameIndex } from "./name-index.ts";
import type { NameToken } from "./name-token.ts";
import { lookUp } from "./postings.ts";
import { compareTokens, farApart, mostEdits, similarityOf } from "./similarity.ts";
import { SIMILARITY } from "./weights.ts";

/** Listed tokens that compare with a part of a query at the floor or above, and how alike they are; the arrays run in parallel. */
export interface Neighbours {
  readonly ids: Uint32Array;
  readonly similarities: Float64Array;
}

export type NeighboursOf = (token: NameToken, person: boolean, syllable: boolean) => Neighbours;

/** Names repeat their parts, so what was found for a part is kept: at most this many listed tokens, about 12 bytes each. */
const MOST_KEPT = 1_000_000;

/** Finds the neighbours of parts by their keys and compares each once. */
export const makeNeighbours = (index: NameIndex, listed: (id: number) => NameToken): NeighboursOf => {
  const kept = new Map<string, Neighbours>();
  let keptCount = 0;
  /** Listed tokens met for the part of this stamp. */
  const seen = new Uint32Array(index.tokenTexts.length);
  let stamp = 0;
  let met: number[] = [];
  let asked: NameToken;
  let [edits, foldEdits, isSlip] = [0, 0, false];

  const meet = (id: number): void => {
    if (seen[id] === stamp) return;
    if (
      isSlip &&
      farApart(index.tokenLetters[id]!, asked.letters, edits) &&
      farApart(index.tokenFoldLetters[id]!, asked.foldLetters, foldEdits)
    )
      return;
    seen[id] = stamp;
    met.push(id);
  };
  const byKey = (key: number, slip: boolean): void => {
    isSlip = slip;
    lookUp(index.tokenKeys, key, meet);
  };

  const find = (token: NameToken, person: boolean, syllable: boolean): Neighbours => {
    stamp++;
    met = [];
    asked = token;
    edits = mostEdits(token.latin.length);
    foldEdits = mostEdits(token.fold.length);
    queryKeys(token, syllable, byKey);
    const ids: number[] = [];
    const similarities: number[] = [];
    for (const id of met) {
      const s = bestSimilarity(token, listed(id), person, syllable);
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

const bestSimilarity = (a: NameToken, b: NameToken, person: boolean, syllable: boolean): number => {
  const plain = similarityOf(compareTokens(a, b, person, false));
  return syllable ? Math.max(plain, similarityOf(compareTokens(a, b, person, true))) : plain;
};
