import type { ListedFacts } from "./few-listed.ts";
import type { MeetRun } from "./few-runs.ts";
import { MOST_PARTS, type Side, sideOfWord, type WordFacts } from "./few-words.ts";
import { WEAK_ROLES } from "./name-form.ts";
import type { NameIndex } from "./name-index.ts";
import { SCORE } from "./weights.ts";

/** Which listed names may reach the threshold with what the words of a name meet. */
export interface Reach {
  /** Begins a name. `cut`: its last word may be the head of a longer one. */
  begin(words: readonly WordFacts[], side: Side, cut: boolean): void;
  readonly meetRun: MeetRun;
  /** True when one of the names met may reach it. */
  any(): boolean;
}

const ROUNDING = 1e-3;
/** Generic words left over on both sides count less: the more of them, down to 0.91 of what the others give. */
const CONTRADICTION = SCORE.contradiction * 0.9;
/** Spelled so, a single rare word may hit a longer name (`isFamousWord`). */
const FAMOUS_SIMILARITY = 0.97;

export const makeReach = (index: NameIndex, listed: ListedFacts, threshold: number): Reach => {
  const count = index.nameListings.length;
  const stamps = new Uint32Array(count);
  const counts = new Uint16Array(count);
  const parts = new Int32Array(count);
  const similarities = new Float64Array(count);
  /** Weight of the words that agree: taken off what is left over, and what it adds to the margin. */
  const saved = new Float64Array(count);
  const values = new Float64Array(count);
  const met: number[] = [];
  let stamp = 0;
  let words: readonly WordFacts[] = [];
  let [side, person]: [Side, number] = ["person", 1];
  let [weight, loose, content, light, open] = [0, 0, 0, false, false];

  const worth = (s: number): number => Math.max(0, (1 - threshold) * s - threshold * SCORE.dissimilarity * (1 - s));
  const full = worth(1);

  const meet = (name: number, times: number, mask: number, similarity: number, off: number, value: number): void => {
    if (listed.person[name] !== person) return;
    if (stamps[name] !== stamp) {
      stamps[name] = stamp;
      counts[name] = parts[name] = similarities[name] = saved[name] = values[name] = 0;
      met.push(name);
    }
    counts[name]! += times;
    parts[name] = mask === -1 || parts[name] === -1 ? -1 : parts[name]! | mask;
    if (similarity > similarities[name]!) similarities[name] = similarity;
    saved[name]! += off;
    values[name]! += value;
  };

  /** Margin of `score-bound.ts`, never too small: all that was met agrees as well as the best of it. */
  const reaches = (name: number): boolean => {
    const s = worth(similarities[name]!);
    const from = index.nameStarts[name]!;
    let [restB, valueB] = [0, 0];
    for (let p = from; p < index.nameStarts[name + 1]!; p++) {
      const part = p - from;
      const agrees = parts[name] === -1 || part >= MOST_PARTS || (parts[name]! & (1 << part)) !== 0;
      const free = open || (index.partRoles[p]! & WEAK_ROLES) !== 0 || index.tokenLengths[index.partTokens[p]!] === 1;
      if (free) valueB += index.partWeights[p]! * full;
      else if (agrees) valueB += index.partWeights[p]! * s;
      else restB += index.partWeights[p]!;
    }
    const restA = Math.max(0, weight - saved[name]!);
    const both = Math.sqrt(restA * restB);
    const omission = person === 1 ? SCORE.omission : SCORE.omissionOrganisation;
    const left = CONTRADICTION * both + omission * (restA + restB - 2 * both);
    return (values[name]! + loose + valueB) / 2 - threshold * left >= -ROUNDING;
  };

  /** One part alone agrees, and that cannot be enough (`heldDown`). */
  const isThin = (name: number): boolean => {
    if (content < 2 || counts[name]! >= 2 || listed.initials[name] === 1) return false;
    if (listed.content[name]! > 1 || person === 1) return true;
    return !light && (listed.famous[name] === 0 || similarities[name]! < FAMOUS_SIMILARITY);
  };

  return {
    begin: (given, as, cut) => {
      [words, side, person] = [given, as, as === "other" ? 0 : 1];
      [weight, loose, content, light, open] = [0, 0, 0, false, cut];
      stamp++;
      met.length = 0;
      for (let w = 0; w < words.length; w++) {
        const word = words[w]!;
        const whole = sideOfWord(word, side);
        const { meetings } = whole;
        content += word.content;
        light ||= word.isLight;
        open ||= word.isInitial;
        loose += word.loose * full;
        const head = cut && w === words.length - 1;
        if (head) loose += whole.most * full;
        else weight += whole.weight;
        for (let m = 0; m < meetings.length; m++) {
          const { name, count: times, parts: mask, similarity, matched, rest } = meetings[m]!;
          meet(name, times, mask, similarity, head ? 0 : Math.max(0, whole.weight - rest), matched * worth(similarity));
        }
      }
    },
    meetRun: (name, part, first, last) => {
      let [off, value] = [0, 0];
      for (let w = Math.min(first, last); w <= Math.max(first, last); w++) {
        const { weight: least, most } = sideOfWord(words[w]!, side);
        off += least;
        value += most;
      }
      meet(name, 2, part < 0 || part >= MOST_PARTS ? -1 : 1 << part, 1, off, value * full);
    },
    any: () => met.some((name) => !isThin(name) && reaches(name)),
  };
};
