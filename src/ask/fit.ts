import type { Evidence } from "./evidence.ts";
import { isSumOfMany } from "./parties-named.ts";
import type { Question } from "./question.ts";
import type { QuestionKind } from "./question-kind.ts";
import { isAdvice, type Sentence } from "./sentence.ts";
import { statesStatus } from "./states-status.ts";

/** What a sentence must hold, or better holds, for each kind of question. */
interface Fit {
  /** Without it the sentence does not answer. */
  readonly needs: (evidence: Evidence, question: Question) => boolean;
  /** Added to the rank when it holds. */
  readonly likes: readonly { readonly add: number; readonly when: RegExp }[];
}

const always = (): boolean => true;
const CAUSE =
  /\b(?:because|for (?:\w+ing|its|his|her|their|the|being|having|trying)|so that|in order to|due to|reason|accus|alleg|led to|to (?:fund|raise|earn|help|hide|evade|avoid|support|finance)|legal basis|linked to|ruled|as a result|tied to|over)\b/i;
const IDENTITY =
  /\b(?:is|was|are|were|as) (?:an?|the|one of|reported|described|named|known|linked|led)\b|\bdescribes?\b|\b\d\d-year-old\b|\bfounder|national\b|\bknown as\b/i;
const ADVICE =
  /\b(?:should|must|recommend|advis|urge|verify|check|require|take|compare|avoid|watch|never|do not|confirm|train|limit|keep|ask|prefer|apply|expect|look for|train|use)\w*\b/i;
export const ADDRESS =
  /\b(?:0x[0-9a-fA-F]{20,}|[13][a-km-zA-HJ-NP-Z1-9]{25,34}|bc1[a-z0-9]{20,}|T[1-9A-HJ-NP-Za-km-z]{33})\b/;
const FUTURE = /\b(?:will|plan(?:s|ned)?|expected|due|takes? effect|scheduled|is to|are to)\b/i;
const STRONG_ADVICE = /\b(?:should|must|recommend|advis|urge)\w*\b/i;
const DURATION =
  /\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve)[ -](?:business |calendar )?(?:second|minute|hour|day|week|month|year)s?\b/i;
const EXACT_DAY =
  /\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}\b/;

export const givesReason = (sentence: Sentence): boolean => CAUSE.test(sentence.text);

export const inAdviceSection = (sentence: Sentence): boolean => isAdvice(sentence.passage);

const FITS: Readonly<Record<QuestionKind, Fit>> = {
  amount: {
    needs: (evidence, question) =>
      (evidence.sentence.hasMoney || /\d(?:\.\d+)? ?(?:percent|%)/.test(evidence.sentence.text)) &&
      !isSumOfMany(question, evidence),
    likes: [],
  },
  count: { needs: ({ sentence }) => sentence.hasNumber, likes: [] },
  duration: { needs: ({ sentence }) => DURATION.test(sentence.text), likes: [] },
  when: {
    needs: ({ sentence }, question) =>
      sentence.hasDate &&
      (!/\bsince when\b/i.test(question.text) ||
        /\b(?:since|from|beg[ai]n|started|active|until)\b/i.test(sentence.text)) &&
      (!/\bwill\b/i.test(question.text) || FUTURE.test(sentence.text)),
    likes: [
      { add: 0.18, when: EXACT_DAY },
      { add: 0.08, when: /\b(?:on|in|since|until|from|by) (?:\d|[A-Z])/ },
    ],
  },
  where: {
    needs: ({ sentence }) => /\b(?:in|at|from|to|of|near|based|located) (?:the )?(?:\w+ )?\p{Lu}/u.test(sentence.text),
    likes: [{ add: 0.15, when: /\b(?:in|address in|based in|located in|lives? in|from) \p{Lu}/u }],
  },
  who: {
    needs: ({ sentence }) =>
      /\p{Lu}\p{L}+/u.test(sentence.text.slice(1)) || /^\p{Lu}\p{L}+ \p{Lu}/u.test(sentence.text),
    likes: [{ add: 0.12, when: IDENTITY }],
  },
  why: { needs: always, likes: [{ add: 0.2, when: CAUSE }] },
  advice: {
    needs: ({ sentence }) => inAdviceSection(sentence) || STRONG_ADVICE.test(sentence.text),
    likes: [{ add: 0.12, when: ADVICE }],
  },
  list: { needs: always, likes: [] },
  timeline: { needs: ({ sentence }) => sentence.hasDate, likes: [{ add: 0.1, when: EXACT_DAY }] },
  comparison: {
    needs: always,
    likes: [
      {
        add: 0.15,
        when: /\b(?:while|whereas|differ|against|another|other|more than|less than|percent|down from|up from)\b/i,
      },
    ],
  },
  status: {
    needs: ({ sentence }, question) => statesStatus(question, sentence),
    likes: [{ add: 0.1, when: EXACT_DAY }],
  },
  additions: {
    needs: ({ sentence }) => sentence.hasDate,
    likes: [{ add: 0.2, when: /\b(?:sanction|designat|list|add|remov)\w*\b/i }],
  },
  how: {
    needs: always,
    likes: [
      {
        add: 0.12,
        when: /\b(?:through|by \w+ing|via|using|with|pos(?:ed|es|ing)|began with|starts? with|used|took|tricked|led to)\b/i,
      },
    ],
  },
  "yes-no": { needs: always, likes: [] },
  what: { needs: always, likes: [{ add: 0.06, when: IDENTITY }] },
};

export const fits = (kind: QuestionKind, evidence: Evidence, question: Question): boolean =>
  FITS[kind].needs(evidence, question) &&
  (!/\b(?:which|what) (?!is |are |was |does )(?:\p{L}+ ){0,2}address\b/iu.test(question.text) ||
    ADDRESS.test(evidence.sentence.text));

/** What raises a sentence for this kind of question. */
export const likesOf = (kind: QuestionKind): Fit["likes"] => FITS[kind].likes;
