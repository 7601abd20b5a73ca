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
/** What somebody did, used or made happen: the least that an answer to "how" has to say. */
const MANNER =
  /\b(?:through|by (?:\w+ing|means)|via|using|uses?|used|with (?:a|an|the|its|their|stolen|fake|false|forged)|as (?:an?|the|a) (?:\w+ )?(?:\w+er|test|lure)|pos(?:e|es|ed|ing) as|pretend\w*|disguis\w*|dressed up|impersonat\w*|resembl\w*|imitat\w*|beg[ai]n with|began when|start(?:s|ed)? with|took over|trick\w*|lure[sd]?|led to|got|gets|gave|give|downloaded|installed|copie[sd]|planted|plants|replaced|altered|changed?|convert\w*|turn(?:s|ed)? .{1,60} into|moved?|passe[sd]|pools?|mix(?:es|ed)|swaps?|forces?|abuses?|misuse[sd]?|exploit\w*|hack(?:s|ed)|stole|steals?|open(?:s|ed)|send(?:s|ing)?|sent|pa(?:y|ys|id)|earn\w*|keeps?|kept|split|shares?|regained|went back|based on|computed|calculat\w*|measured|weighs?|allow\w*|let|need(?:s|ed)?|must|should|may|can|vot(?:e|ed|ing)|veto\w*|in favou?r|against|verif\w*|check\w*|compar\w*)\b/i;
/** A measure or a publication, which is no manner of doing anything else. */
const MEASURE =
  /\b(?:sanctioned|designated|was listed|were listed|ascribed|attribute[sd]|charged|indicted|unsealed|put out|warned|announced|the second|the first|is named|are named|was named)\b/i;
/** Weaker than `CAUSE`: what may be a reason, where one is asked for. */
const MAY_BE_CAUSE =
  /\bto (?:get|make|avoid|stop|end|keep|cut|win|gain|meet|replace|show|use|obtain|cover|settle|take|add|reflect|carry|watch|move|send|bring)\b|\b(?:after|follow(?:s|ed|ing)?|under (?:an? )?(?:authority|executive order)|violat\w+|veto\w*|lack(?:s|ed|ing)?|failed|instead of|since it|whose|which (?:gave|doubled|ended|allowed)|the aim|aims?|role|support(?:s|ed|ing)?|help(?:s|ed|ing)?|dealt|did not|let|rests? on|based on)\b/i;
const IDENTITY =
  /\b(?:is|was|are|were|as) (?:an?|the|one of|reported|described|named|known|linked|led)\b|\bdescribes?\b|\b\d\d-year-old\b|\bfounder|national\b|\bknown as\b/i;
const ADVICE =
  /\b(?:should|must|recommend|advis|urge|verify|check|require|take|compare|avoid|watch|never|do not|confirm|train|limit|keep|ask|prefer|apply|expect|look for|train|use)\w*\b/i;
export const ADDRESS =
  /\b(?:0x[0-9a-fA-F]{20,}|[13][a-km-zA-HJ-NP-Z1-9]{25,34}|bc1[a-z0-9]{20,}|T[1-9A-HJ-NP-Za-km-z]{33})\b/;
const FUTURE = /\b(?:will|plan(?:s|ned)?|expected|due|takes? effect|scheduled|is to|are to)\b/i;
const STRONG_ADVICE = /\b(?:should|must|recommend\w*|advise[sd]?|advising|urge[sd]?)\b/i;
const DURATION =
  /\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve)[ -](?:business |calendar )?(?:second|minute|hour|day|week|month|year)s?\b/i;
const EXACT_DAY =
  /\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}\b/;

export const givesReason = (sentence: Sentence): boolean => CAUSE.test(sentence.text);

const WHY_SECTION = /\bwhy\b|reasons?\b|basis|grounds/i;

/** The heading says that it tells how something was done or works. */
export const inHowSection = (sentence: Sentence): boolean => /^how\b/i.test(sentence.passage.section.at(-1) ?? "");

/** Says that something was sanctioned, charged, blamed or published, and not how it was done. */
export const isMeasure = (sentence: Sentence): boolean => MEASURE.test(sentence.text);

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
  why: {
    needs: ({ sentence }) =>
      givesReason(sentence) || MAY_BE_CAUSE.test(sentence.text) || WHY_SECTION.test(sentence.passage.section.join(" ")),
    likes: [{ add: 0.2, when: CAUSE }],
  },
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
    needs: ({ sentence }) => inHowSection(sentence) || MANNER.test(sentence.text),
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
