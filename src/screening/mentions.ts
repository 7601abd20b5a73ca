import type { Listing, PartyKind } from "../core/listing.ts";
import type { Comparison, Hit, Mention, Nearest } from "../core/screening.ts";
import { addressSpans } from "./address-spans.ts";
import { type MentionIndex, mentionIndexInSteps } from "./mention-index.ts";
import { type FoundName, findListedNames } from "./mention-listed.ts";
import { nameSpans } from "./mention-spans.ts";
import { type MentionWord, mentionWords } from "./mention-words.ts";
import { WALLET_SCORES } from "./wallet-hits.ts";
import type { WalletScreen } from "./wallets.ts";

export interface MentionDeps {
  readonly listings: Iterable<Listing>;
  readonly wallets: WalletScreen;
  /** Two names against each other, with the scorer and thresholds of a screening. */
  readonly compare: (a: string, b: string, kind: PartyKind) => Comparison;
  /** One name against all listed ones, best hit first. */
  readonly screenName: (name: string) => { readonly hits: readonly Hit[]; readonly nearest: Nearest | null };
}

export interface MentionFinder {
  find(text: string): readonly Mention[];
  /** Does a millisecond's work of the index of listed names; false when there is nothing more to do. */
  prepare(): boolean;
}

/** A mention with what decides between overlapping ones. */
interface Candidate {
  readonly mention: Mention;
  /** How it was found: 2 a whole listed name, 1 a part of one, 0 only near one by the matcher. */
  readonly wordForWord: 0 | 1 | 2;
  readonly primary: boolean;
}

/**
 * Makes the finder of names and addresses in running text. The index of listed names is made at the first text, about 0.1 ms a
 * listing, or before it by `prepare`. The finder gives every listed party and every address, and the names seen that match nothing (`no-match`; with a
 * listing where that was removed), in the order of the text, never overlapping.
 */
export const makeMentionFinder = (given: MentionDeps): MentionFinder => {
  let index: MentionIndex | null = null;
  let steps: Generator<void, MentionIndex> | null = null;
  /** False when there is nothing more to do. */
  const prepare = (): boolean => {
    if (index !== null) return false;
    steps ??= mentionIndexInSteps(given.listings);
    const step = steps.next();
    if (step.done) [index, steps] = [step.value, null];
    return !step.done;
  };
  const find = (text: string): readonly Mention[] => {
    while (prepare());
    const known = index as MentionIndex | null;
    if (known === null) return [];
    const deps = remembering(given);
    const addresses = addressMentions(deps, text);
    const words = mentionWords(text);
    const listed = findListedNames(words, known).flatMap((found) => listedMention(deps, text, words, found) ?? []);
    const { isPlace } = known;
    const spans = nameSpans(words, known)
      .slice(0, MOST_SPANS)
      .flatMap((span): readonly Candidate[] => {
        const stretch = words.slice(span.first, span.last + 1);
        if (stretch.every((word) => word.particle || isPlace(word.key))) return [];
        const mention = spanMention(deps, text, stretch, isPlace);
        return mention.verdict === "no-match" && !span.isName ? [] : [{ mention, wordForWord: 0, primary: false }];
      });
    return longestFirst([...addresses, ...listed, ...spans], text.length).toSorted((a, b) => a.start - b.start);
  };
  return { find, prepare };
};

/** "Yong Ho" is near too many names that are not the same. Written as listed it is found all the same. */
const FEWEST_LETTERS = 8;
/** Name-like stretches that are put to the matcher, about 1 ms each; listed names written out are found without it in any text. */
const MOST_SPANS = 1000;

/** The same name stands on many lines of a long text; within one text it is compared once. */
const remembering = (deps: MentionDeps): MentionDeps => {
  const compared = new Map<string, Comparison>();
  const screened = new Map<string, ReturnType<MentionDeps["screenName"]>>();
  return {
    listings: [],
    wallets: deps.wallets,
    compare: (a, b, kind) => {
      const key = `${kind}\n${a}\n${b}`;
      const known = compared.get(key) ?? deps.compare(a, b, kind);
      compared.set(key, known);
      return known;
    },
    screenName: (name) => {
      const known = screened.get(name) ?? deps.screenName(name);
      screened.set(name, known);
      return known;
    },
  };
};

const RANK = { match: 3, "possible-match": 2, "cannot-tell": 1, "no-match": 0 } as const;

/** Of overlapping mentions the surer, then the one word for word, then the longer, then the better score, then a primary name is kept. */
const longestFirst = (candidates: readonly Candidate[], characters: number): readonly Mention[] => {
  const ranked = candidates.toSorted(
    (a, b) =>
      RANK[b.mention.verdict] - RANK[a.mention.verdict] ||
      b.wordForWord - a.wordForWord ||
      b.mention.text.length - a.mention.text.length ||
      b.mention.score - a.mention.score ||
      Number(b.primary) - Number(a.primary),
  );
  const taken = new Uint8Array(characters);
  return ranked.flatMap(({ mention }) => {
    const { start, end } = mention;
    if (taken.subarray(start, end).includes(1)) return [];
    taken.fill(1, start, end);
    return [mention];
  });
};

const addressMentions = (deps: MentionDeps, text: string): readonly Candidate[] =>
  addressSpans(text).flatMap(({ start, end, literal, known }) => {
    const finding = deps.wallets.screen(literal);
    if (!known && finding.hits.length === 0 && finding.score < WALLET_SCORES.lookalike) return [];
    const [hit] = finding.hits;
    const mention: Mention = {
      text: text.slice(start, end),
      start,
      end,
      kind: "address",
      verdict: finding.verdict,
      listingId: hit?.listingId ?? null,
      list: hit?.list ?? null,
      score: finding.score,
    };
    return [{ mention, wordForWord: 2, primary: true }];
  });

const listedMention = (
  deps: MentionDeps,
  text: string,
  words: readonly MentionWord[],
  { found, first, last, complete }: FoundName,
): Candidate | null => {
  const start = words[first]?.start ?? 0;
  const { listing, name } = found;
  const end = closed(text, start, words[last]?.end ?? 0, name.text);
  const { score, verdict } = deps.compare(text.slice(start, end), name.text, listing.kind);
  if (verdict === "no-match" || (verdict === "possible-match" && !complete)) return null;
  const sure = verdict === "match" && name.strength === "strong";
  const mention: Mention = {
    text: text.slice(start, end),
    start,
    end,
    kind: listing.kind,
    // A party that left its list is named, so that its removal can be told; it is no alert.
    verdict: listing.removedOn ? "no-match" : sure ? "match" : "possible-match",
    listingId: listing.listingId,
    list: listing.list,
    score,
  };
  return { mention, wordForWord: complete ? 2 : 1, primary: name.role === "primary" };
};

/** "GTI (Offshore" -> "GTI (Offshore)", "KREMSONT CORP" -> "KREMSONT CORP.": what closes the listed name belongs to it. */
const closed = (text: string, start: number, end: number, listed: string): number => {
  const bracket = text[end] === ")" && text.slice(start, end).includes("(");
  return bracket || (text[end] === "." && listed.endsWith(".")) ? end + 1 : end;
};

/**
 * A name-like stretch without a listed name word for word: the matcher decides. In running text a possible match counts only for
 * a person and where every word is a stranger to the dictionary: "Money Remitter" is near somebody's alias, too.
 */
const spanMention = (
  deps: MentionDeps,
  text: string,
  stretch: readonly MentionWord[],
  isPlace: (key: string) => boolean,
): Mention => {
  const [start, end] = [stretch[0]?.start ?? 0, stretch.at(-1)?.end ?? 0];
  const written = text.slice(start, end);
  const { hits, nearest } = deps.screenName(written);
  const [best] = hits;
  const strange = stretch.every((word) => !word.english && !isPlace(word.key));
  const letters = stretch.reduce((sum, word) => sum + word.latin.length, 0);
  const counts = letters >= FEWEST_LETTERS && (best?.verdict === "match" || (best?.kind === "person" && strange));
  if (best && counts)
    return {
      text: written,
      start,
      end,
      kind: best.kind,
      verdict: best.verdict,
      listingId: best.listingId,
      list: best.list,
      score: best.score,
    };
  const score = best?.score ?? nearest?.score ?? 0;
  return { text: written, start, end, kind: "unknown", verdict: "no-match", listingId: null, list: null, score };
};
