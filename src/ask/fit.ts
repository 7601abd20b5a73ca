import type { Evidence } from "./evidence.ts";
import type { Question } from "./question.ts";
import type { QuestionKind } from "./question-kind.ts";

/** What a sentence must hold, or better holds, for each kind of question. */
interface Fit {
  /** Without it the sentence does not answer. */
  readonly needs: (evidence: Evidence) => boolean;
  /** Added to the rank when it holds. */
  readonly likes: readonly { readonly add: number; readonly when: RegExp }[];
}

const always = (): boolean => true;
const CAUSE =
  /\b(?:because|for (?:\w+ing|its|his|her|their|the|being|having|trying)|so that|in order to|due to|reason|accus|alleg|led to|to (?:fund|raise|earn|help|hide|evade|avoid|support|finance)|legal basis|linked to|ruled|as a result|tied to|used|over)\b/i;
const IDENTITY = /\b(?:is|was|are|were|as) (?:an?|the|one of|reported|described|named|known|linked|led)\b|\bdescribes?\b|\b\d\d-year-old\b|\bfounder|national\b|\bknown as\b/i;
const ADVICE = /\b(?:should|must|recommend|advis|urge|verify|check|require|use|take|compare|avoid|watch|never|do not|confirm|train|limit|report)\w*\b/i;

const FITS: Readonly<Record<QuestionKind, Fit>> = {
  amount: { needs: ({ sentence }) => sentence.hasMoney || /\d(?:\.\d+)? ?(?:percent|%)/.test(sentence.text), likes: [] },
  count: { needs: ({ sentence }) => sentence.hasNumber, likes: [] },
  when: { needs: ({ sentence }) => sentence.hasDate, likes: [{ add: 0.1, when: /\b(?:on|in|since|until|from|by) (?:\d|[A-Z])/ }] },
  where: {
    needs: ({ sentence }) => /\b(?:in|at|from|to|of|near|based|located) (?:the )?(?:\w+ )?\p{Lu}/u.test(sentence.text),
    likes: [{ add: 0.15, when: /\b(?:in|address in|based in|located in|lives? in|from) \p{Lu}/u }],
  },
  who: {
    needs: ({ sentence }) => /\p{Lu}\p{L}+/u.test(sentence.text.slice(1)) || /^\p{Lu}\p{L}+ \p{Lu}/u.test(sentence.text),
    likes: [{ add: 0.12, when: IDENTITY }],
  },
  why: { needs: always, likes: [{ add: 0.2, when: CAUSE }] },
  list: { needs: always, likes: [{ add: 0.12, when: ADVICE }] },
  timeline: { needs: ({ sentence }) => sentence.hasDate, likes: [] },
  comparison: { needs: always, likes: [{ add: 0.15, when: /\b(?:while|whereas|differ|against|another|other|more than|less than|percent)\b/i }] },
  status: { needs: always, likes: [{ add: 0.2, when: /\b(?:sanction|designat|list|remov|block|delist)\w*\b/i }] },
  additions: { needs: ({ sentence }) => sentence.hasDate, likes: [{ add: 0.2, when: /\b(?:sanction|designat|list|add|remov)\w*\b/i }] },
  "yes-no": { needs: always, likes: [] },
  what: { needs: always, likes: [{ add: 0.06, when: IDENTITY }] },
};

export const fits = (kind: QuestionKind, evidence: Evidence): boolean => FITS[kind].needs(evidence);

/** Sections that state how sources disagree: right for comparisons and amounts, a detour elsewhere. */
const DISAGREEMENT = /sources? that differ|later figures/i;
const ADVICE_SECTION = /what to do|red flags?|precaution|how to|recommend|protect|guidance|steps/i;
const MEANING_SECTION = /what it means|what the rule|effect|consequence/i;

/** How good a sentence is as (part of) the answer; comparable within one question. About 0..2. */
export const rankOf = (question: Question, kind: QuestionKind, evidence: Evidence): number => {
  const { sentence, coverage, own, ownNames, rank, document } = evidence;
  const section = sentence.passage.section.join(" ");
  let score = 0.55 * coverage + 0.5 * own + 0.25 * rank + 0.25 * ownNames;
  for (const { add, when } of FITS[kind].likes) if (when.test(sentence.text)) score += add;
  if (!fits(kind, evidence)) score -= 0.5;
  if (DISAGREEMENT.test(section) && kind !== "comparison") score -= 0.25;
  if (DISAGREEMENT.test(section) && kind === "comparison") score += 0.25;
  if (kind === "list" && ADVICE_SECTION.test(section)) score += sentence.item ? 0.3 : 0.2;
  if (MEANING_SECTION.test(section) && /\b(?:significance|mean|meaning|effect|consequence|impact|implication)/i.test(question.text)) score += 0.35;
  if (question.names.some((name) => opensWith(sentence.words, name.spellings))) score += 0.12;
  if (question.names.length > 0 && kind === "who" && document.parties.length > 0 && ownNames === 1) score += 0.05;
  // "One web report says …": answers only where nothing better does.
  if (/^(?:one|a|an) [\w-]+ (?:web |press |trade-press )?(?:report|post|text|source|mail)/i.test(sentence.text)) score -= 0.06;
  if (/^(?:this|these|those|they|he|she|it|his|her|their|its|both|such|that)\b/i.test(sentence.text)) score -= 0.12;
  return score;
};

const opensWith = (words: readonly string[], spellings: readonly string[]): boolean =>
  spellings.some((spelling) => {
    const at = ` ${words.slice(0, 8).join(" ")} `.indexOf(` ${spelling} `);
    return at >= 0 && at < 14;
  });
