import type { Evidence } from "./evidence.ts";
import { figuresOf } from "./figures.ts";
import { nameKey } from "./names.ts";
import type { Question } from "./question.ts";
import type { QuestionKind } from "./question-kind.ts";
import { rankOf } from "./rank.ts";

/** An answer is as long as it must be, and no longer than this. */
const MOST_WORDS = 120;

/** Least part of the best sentence's rank that a further sentence needs, and how many there may be. */
const BREADTH: Readonly<Record<QuestionKind, { readonly share: number; readonly most: number }>> = {
  amount: { share: 0.82, most: 4 },
  count: { share: 0.9, most: 2 },
  when: { share: 0.9, most: 2 },
  where: { share: 0.88, most: 2 },
  who: { share: 0.72, most: 4 },
  how: { share: 0.74, most: 4 },
  why: { share: 0.55, most: 3 },
  advice: { share: 0.62, most: 7 },
  duration: { share: 0.9, most: 2 },
  list: { share: 0.75, most: 4 },
  timeline: { share: 0.55, most: 7 },
  comparison: { share: 0.7, most: 4 },
  status: { share: 0.75, most: 3 },
  additions: { share: 0.6, most: 6 },
  "yes-no": { share: 0.82, most: 3 },
  what: { share: 0.76, most: 4 },
};

/** Sentences sharing this much of the shorter one's words say the same. */
const SAME = 0.62;

/** The sentences of the answer, best first: none repeats another, together at most `MOST_WORDS`. */
export const selectSentences = (
  question: Question,
  kinds: readonly QuestionKind[],
  evidence: readonly Evidence[],
): readonly Evidence[] => {
  const chosen: Evidence[] = [];
  let words = 0;
  for (const kind of kinds) {
    const ranked = evidence
      .map((item) => ({ item, rank: rankOf(question, kind, item) }))
      .sort((a, b) => b.rank - a.rank || a.item.sentence.start - b.item.sentence.start);
    const { share } = BREADTH[kind];
    // "Who is X and why …": the first half leaves room for the second.
    const most = kind === kinds.at(-1) ? BREADTH[kind].most : Math.min(2, BREADTH[kind].most);
    const best = ranked[0]?.rank ?? 0;
    const documents = new Map<string, number>();
    let taken = 0;
    for (const { item, rank } of ranked) {
      if (taken >= most || rank < best * share) break;
      if (chosen.includes(item)) {
        taken++;
        continue;
      }
      if (words + item.sentence.words.length > MOST_WORDS && chosen.length > 0) continue;
      if (chosen.some((other) => sameContent(other, item) || (kind === "amount" && sameFigures(other, item)))) continue;
      const fromDocument = documents.get(item.document.documentId) ?? 0;
      if (fromDocument >= mostFromOne(kind)) continue;
      documents.set(item.document.documentId, fromDocument + 1);
      chosen.push(item);
      words += item.sentence.words.length;
      taken++;
    }
  }
  return chosen;
};

/** Figures are compared between sources; a description may come from one. */
const mostFromOne = (kind: QuestionKind): number =>
  kind === "amount" ? 1 : kind === "count" || kind === "when" ? 2 : 4;

/** A sum of the one is given by the other, or its publisher is already quoted there: "$2.02 billion" of Chainalysis, twice. */
const sameFigures = (shown: Evidence, other: Evidence): boolean => {
  if (` ${shown.sentence.words.join(" ")} `.includes(` ${nameKey(other.document.publisher)} `)) return true;
  const sums = [...figuresOf(other.sentence.text).numbers].filter((number) => /^[$€£¥]|%$/.test(number));
  const given = figuresOf(shown.sentence.text).numbers;
  return sums.length > 0 && sums.some((sum) => given.has(sum));
};

const sameContent = (a: Evidence, b: Evidence): boolean => {
  const [short, long] =
    a.sentence.stems.size <= b.sentence.stems.size
      ? [a.sentence.stems, b.sentence.stems]
      : [b.sentence.stems, a.sentence.stems];
  let shared = 0;
  for (const stem of short) if (long.has(stem)) shared++;
  return shared / Math.max(1, short.size) >= SAME;
};
