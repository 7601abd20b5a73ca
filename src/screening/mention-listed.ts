import { type IndexedName, isTitle, type MentionIndex } from "./mention-index.ts";
import { isAskedFor, isField, isUnmistakable } from "./mention-single.ts";
import type { MentionWord } from "./mention-words.ts";
import { GENERIC, LEGAL_FORMS } from "./vocabulary.ts";

/** Some words of a text, both ends inclusive. */
interface Stretch {
  readonly first: number;
  readonly last: number;
}

/** A stretch in which words of a listed name stand together. */
export interface FoundName extends Stretch {
  readonly found: IndexedName;
  /** Every word that carries the name is there. */
  readonly complete: boolean;
}

/**
 * Listed names in a text. From each word that is one of a name's two rarest, the stretch grows to both sides over the
 * name's other words; particles, titles, initials and one strange word may stand between:
 *
 *   … the order of [Gen. KIM,  Jong Un] and …        anchor: the rarest of kim, jong, un
 */
export const findListedNames = (words: readonly MentionWord[], index: MentionIndex): readonly FoundName[] => {
  const found = new Map<string, FoundName>();
  words.forEach((word, at) => {
    for (const name of index.anchored(word.key)) {
      const stretch = name.keys.length === 1 ? lone(words, at, name, index) : grow(words, at, name);
      if (!stretch) continue;
      const { list, listingId } = name.listing;
      const id = `${stretch.first} ${stretch.last} ${list} ${listingId}`;
      const known = found.get(id);
      if (!known || (stretch.complete && !known.complete)) found.set(id, stretch);
    }
  });
  return [...found.values()];
};

const lone = (words: readonly MentionWord[], at: number, found: IndexedName, index: MentionIndex): FoundName | null => {
  const whole = spelledOut(words, at, found);
  if (whole && isDistinct(words, whole, found)) return { found, ...whole, complete: true };
  return isUnmistakable(words, at, found, index) ? { found, first: at, last: at, complete: true } : null;
};

const grow = (words: readonly MentionWord[], anchor: number, found: IndexedName): FoundName | null => {
  const whole = spelledOut(words, anchor, found);
  if (whole && isDistinct(words, whole, found)) return { found, ...whole, complete: true };
  const left = found.keys.map((key, i) => ({ key, latin: found.latin[i] ?? "" }));
  if (!take(left, words[anchor])) return null;
  const matched = [anchor];
  for (const step of [-1, 1]) {
    let at = anchor;
    for (let next = seek(words, at, step, left); next !== null; next = seek(words, at, step, left)) {
      take(left, words[next]);
      matched.push(next);
      at = next;
    }
  }
  if (matched.length < 2) return null;
  const ends = { first: Math.min(...matched), last: Math.max(...matched) };
  const stretch = { found, ...withForms(words, ends, found), complete: left.length === 0 };
  const inOrder = matched.toSorted((a, b) => a - b);
  return isConvincing(stretch, words, inOrder) ? stretch : null;
};

/** "[KUNLUN BANK] CO., LTD." -> "[KUNLUN BANK CO., LTD.]": particles, titles and legal forms of the listed name belong to it. */
const withForms = (words: readonly MentionWord[], ends: Stretch, found: IndexedName): Stretch => {
  let { first, last } = ends;
  const belongs = (at: number): boolean => {
    const word = words[at];
    if (!word || !found.sequence.includes(word.latin)) return false;
    return word.particle || isTitle(word.latin) || LEGAL_FORMS.has(word.latin) || word.latin.length === 1;
  };
  while (first > 0 && !words[first]?.apart && belongs(first - 1)) first--;
  while (last + 1 < words.length && !words[last + 1]?.apart && belongs(last + 1)) last++;
  return { first, last };
};

/** Where the whole name, with its legal form and particles, stands word for word around `at`. */
const spelledOut = (words: readonly MentionWord[], at: number, found: IndexedName): Stretch | null => {
  const { sequence } = found;
  if (sequence.length < 2) return null;
  for (let i = 0; i < sequence.length; i++) {
    const first = at - i;
    if (sequence[i] !== words[at]?.latin || first < 0) continue;
    const same = sequence.every((word, j) => words[first + j]?.latin === word && (j === 0 || !words[first + j]?.apart));
    if (same) return { first, last: first + sequence.length - 1 };
  }
  return null;
};

/** Word for word is enough where the words are not those of any sentence: "gorge limited", "EP-MNH", "irgc-qf". */
const isDistinct = (words: readonly MentionWord[], { first, last }: Stretch, found: IndexedName): boolean => {
  const stretch = words.slice(first, last + 1);
  const letters = stretch.reduce((sum, word) => sum + word.latin.length, 0);
  const glued = stretch.slice(1).every((word) => word.before === "-");
  if (found.listing.kind === "aircraft") return glued || stretch.some((word) => /\d/.test(word.latin));
  if (found.name.strength === "weak") return false;
  const form = stretch.some((word) => LEGAL_FORMS.has(word.latin));
  const rare = stretch.some(
    (word) => !word.english && !word.particle && word.latin.length > 1 && !LEGAL_FORMS.has(word.latin),
  );
  const generic = stretch.every((word) => GENERIC.has(word.latin) || word.particle);
  const written = stretch.every((word) => word.case !== "lower" || word.particle);
  if (rare) return letters >= (written ? 4 : form ? 5 : 6);
  if (isAskedFor(words, first, last)) return true;
  if (isField(words, first, last) && stretch.every((word) => word.case === "upper")) return true;
  return letters >= (form ? 5 : 6) && (generic ? stretch.length >= 5 : form || stretch.length >= 3);
};

interface Wanted {
  readonly key: string;
  readonly latin: string;
}

/** Spelling habits are forgiven in names of four letters and more; "can" is not Quan, "Y." is not Yi. */
const isSame = (wanted: Wanted, word: MentionWord): boolean =>
  wanted.latin === word.latin ||
  (wanted.key === word.key &&
    !word.english &&
    (word.script === "latin" ? word.latin.length > 3 : word.latin.length > 1));

const take = (left: Wanted[], word: MentionWord | undefined): boolean => {
  const at = word ? left.findIndex((wanted) => isSame(wanted, word)) : -1;
  if (at >= 0) left.splice(at, 1);
  return at >= 0;
};

/** The next word of the name in one direction, `null` when something else comes first. */
const seek = (words: readonly MentionWord[], from: number, step: number, left: readonly Wanted[]): number | null => {
  let strangers = 0;
  for (let at = from + step; at >= 0 && at < words.length && Math.abs(at - from) <= 5; at += step) {
    if ((step > 0 ? words[at] : words[at + 1])?.apart) return null;
    const word = words[at];
    if (!word) return null;
    if (left.some((wanted) => isSame(wanted, word))) return at;
    if (word.particle || word.latin.length === 1 || isTitle(word.latin) || LEGAL_FORMS.has(word.latin)) continue;
    // A middle name that the list does not have; a lower-case or English word ends the name.
    if (word.english || word.case === "lower" || ++strangers > 1) return null;
  }
  return null;
};

/** Why so strict: running text is full of words that some name also has; each rule is the answer to a kind of false alert. */
const isConvincing = (stretch: FoundName, words: readonly MentionWord[], matched: readonly number[]): boolean => {
  const { found, complete } = stretch;
  const hits = matched.flatMap((at) => words[at] ?? []);
  const rare = hits.filter((word) => !word.english && word.latin.length > 1);
  const written = hits.every((word) => word.case !== "lower");
  const weak = found.name.strength === "weak";
  // Words out of any dictionary, as "Pacific Shipping Lines": only as the list has them, and written as a name. Two such words
  // ("Digital Security") are also the title of some chapter: in capitals, or as all of a field.
  if (rare.length === 0) {
    const inOrder = hits.every((word, i) => word.key === found.keys[i]) || found.listing.kind === "person";
    const adjacent = matched.every((at, i) => i === 0 || stands(words, matched[i - 1] ?? at, at));
    const generic = hits.filter((word) => GENERIC.has(word.latin)).length;
    const enough = hits.length > generic ? 3 : written ? 3 : 5;
    const pair = hits.length === 2 && generic < 2 && isPointed(stretch, words, hits);
    const asked = isAskedFor(words, stretch.first, stretch.last);
    return complete && !weak && inOrder && adjacent && (hits.length >= enough || pair || asked);
  }
  // "li na" in lower case could be anything.
  const letters = hits.reduce((sum, word) => sum + word.latin.length, 0);
  const tiny = letters < 6 || (hits.length < 3 && rare.every((word) => word.latin.length < 4));
  if (!written && tiny && !isAskedFor(words, stretch.first, stretch.last)) return false;
  if (complete) return true;
  // "Hong Kong" is part of many names of companies; of persons two rare words are a name already.
  const enough = found.listing.kind === "person" ? hits.length >= 2 : hits.length >= 3;
  return enough && !weak && rare.length >= 2 && written && !hits.some((word) => word.latin.length < 2);
};

const isPointed = (
  { found, first, last }: FoundName,
  words: readonly MentionWord[],
  hits: readonly MentionWord[],
): boolean => {
  if (hits.every((word) => word.case === "upper")) return true;
  const written = hits.every((word) => word.case !== "lower");
  // Naming a party that left its list is no alert, so it may be named sooner.
  return (
    written && (found.listing.removedOn !== null || found.listing.kind === "person" || isField(words, first, last))
  );
};

/** Nothing but particles between two words of a name. */
const stands = (words: readonly MentionWord[], from: number, to: number): boolean =>
  words.slice(from + 1, to).every((word) => word.particle);
