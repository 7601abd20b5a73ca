import type { Evidence } from "./evidence.ts";
import { nameKey } from "./names.ts";
import type { Question } from "./question.ts";
import type { QuestionKind } from "./question-kind.ts";
import { isAdvice, type Sentence } from "./sentence.ts";

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
/** What a sum may be instead of the one asked for. */
const OTHER_SUMS = [
  /\b(?:reward|bounty|offered)\w*/i,
  /\bfees?\b/i,
  /\b(?:froze|frozen|recover|return|seize)\w*/i,
  /\b(?:fine|penalt|settle|forfeit)\w*/i,
  /\b(?:ransom)\w*/i,
];
const ADDRESS = /\b(?:0x[0-9a-fA-F]{20,}|[13][a-km-zA-HJ-NP-Z1-9]{25,34}|bc1[a-z0-9]{20,}|T[1-9A-HJ-NP-Za-km-z]{33})\b/;
const FUTURE = /\b(?:will|plan(?:s|ned)?|expected|due|takes? effect|scheduled|is to|are to)\b/i;
const STRONG_ADVICE = /\b(?:should|must|recommend|advis|urge)\w*\b/i;
const DURATION =
  /\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve)[ -](?:business |calendar )?(?:second|minute|hour|day|week|month|year)s?\b/i;
const EXACT_DAY =
  /\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}\b/;

const FLAG_SECTION = /red flags?|warning signs|indicators/i;
const MEANING_SECTION = /what it means|what the rule|effect|consequence/i;
/** Sections that state how sources disagree: right for comparisons, a detour elsewhere. */
const DISAGREEMENT = /sources? that differ/i;

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

/** How good a sentence is as (part of) the answer; comparable within one question. About 0..2. */
export const rankOf = (question: Question, kind: QuestionKind, evidence: Evidence): number => {
  const { sentence, document, coverage, own, ownNames, rank } = evidence;
  const section = sentence.passage.section.join(" ");
  const definition = asksDefinition(question);
  let score = 0.55 * coverage + 0.5 * own + 0.25 * rank + 0.25 * ownNames;
  for (const { add, when } of FITS[kind].likes) if (when.test(sentence.text)) score += add;
  if (!fits(kind, evidence, question)) score -= 0.5;
  if (kind === "amount" && OTHER_SUMS.some((role) => role.test(sentence.text) && !role.test(question.text)))
    score -= 0.25;
  if (/\baddress(?:es)?\b/i.test(question.text) && ADDRESS.test(sentence.text)) score += 0.4;
  if (DISAGREEMENT.test(section)) score += kind === "comparison" ? 0.3 : -0.25;
  if (question.terms.some((term) => term.intent)) score += 0.15 * Math.min(3, evidence.intents) - 0.15;
  if (kind === "why" && /^why\b/i.test(section)) score += 0.55;
  if (kind === "how" && /^how\b/i.test(section)) score += 0.12;
  if (/\b(?:latest|newest|most recent|recent|recently|this year|today|now)\b/i.test(question.text))
    score += recency(document.publishedOn);
  if (kind === "when" && /\bsince\b/i.test(question.text) && /\bsince\b/i.test(sentence.text)) score += 0.3;
  if (kind === "advice")
    score += document.kind === "guidance" || document.kind === "advisory" ? 0.12 : document.kind === "faq" ? -0.15 : 0;
  if (kind === "advice") score += adviceBonus(question, evidence, section);
  if (
    MEANING_SECTION.test(section) &&
    /\b(?:significance|mean|meaning|effect|consequence|impact|implication)/i.test(question.text)
  )
    score += 0.35;
  if (question.names.some((name) => opensWith(sentence.words, name.spellings))) score += 0.12;
  if (kind === "who" || kind === "list" || kind === "additions")
    score +=
      (/\b(?:with|besides|other|else)\b/i.test(question.text) ? 0.15 : 0.08) *
      Math.min(3, otherParties(question, evidence));
  if (definition) score += definitionBonus(question, evidence);
  // "One web report says …": answers only where nothing better does.
  if (/^(?:one|a|an) (?:[\w-]+ ){0,2}(?:report|post|text|source|mail)\b/i.test(sentence.text)) score -= 0.06;
  if (/^(?:this|these|those|they|he|she|it|his|her|their|its|both|such|that)\b/i.test(sentence.text)) score -= 0.12;
  return score;
};

/** "Who is X?", "What is X?": the question is little more than a name. */
const asksDefinition = (question: Question): boolean =>
  (/^(?:so |and )?(?:who|what) (?:is|are|was|were)\b/i.test(question.text) &&
    question.terms.every((term) => term.exact || term.word.length < 3)) ||
  (/^what (?:is|are) (?!the\b)/i.test(question.text) && question.terms.length <= 3);

/** The sentence says what the thing is, or opens the document that is about it. */
const definitionBonus = (question: Question, { sentence, document }: Evidence): number => {
  const { names, says } = definitionOf(question);
  const title = ` ${nameKey(document.title)} `;
  let bonus = sentence.passage.ordinal === 0 ? 0.08 : 0;
  if (names.some((name) => title.includes(` ${name} `))) bonus += 0.08;
  return says.some((pattern) => pattern.test(sentence.text)) ? bonus + 0.3 : bonus;
};

interface Definition {
  readonly names: readonly string[];
  /** "the mixer X", "X, a mixer", "X is a mixer". */
  readonly says: readonly RegExp[];
}

const definitions = new WeakMap<Question, Definition>();

const definitionOf = (question: Question): Definition => {
  const known = definitions.get(question);
  if (known) return known;
  const names =
    question.names.length > 0
      ? question.names.flatMap((name) => name.spellings)
      : [question.terms.map((term) => term.word).join(" ")];
  const says = names.map((spelling) => {
    const name = spelling.split(" ").join("[^\\p{L}\\p{N}]+");
    return new RegExp(
      `\\b(?:actor|group|firm|company|mixer|exchange|campaign|unit|front|called|bank|network|hacker|national|operation|token|founder) (?:\\w+ )?${name}|${name},? (?:is|are|was|were|means) (?:an?|the|also|one|two|reported|tied|called)|${name}[^.]{0,40}, (?:an?|the|which|who|also|its|\\d\\d)\\b|\\bIn ${name},|describes? ${name} as|${name} (?:belongs|manages|runs|sells|uses)`,
      "iu",
    );
  });
  const definition = { names, says };
  definitions.set(question, definition);
  return definition;
};

const adviceBonus = (question: Question, { sentence }: Evidence, section: string): number => {
  const asksFlags = /\bflags?|signs?|indicators?\b/i.test(question.text);
  if (asksFlags) return FLAG_SECTION.test(section) ? 0.4 : isAdvice(sentence.passage) ? 0.05 : 0;
  return isAdvice(sentence.passage) && !FLAG_SECTION.test(section) ? (sentence.item ? 0.35 : 0.25) : 0;
};

/** Parties of the document that the sentence names and the question does not. */
const otherParties = (question: Question, { sentence, document }: Evidence): number => {
  const text = ` ${sentence.words.join(" ")} `;
  const asked = new Set(question.names.flatMap((name) => name.spellings));
  return document.parties.filter((party) => {
    const keys = [party.name, ...party.aliases].map(nameKey);
    return !keys.some((key) => asked.has(key)) && keys.some((key) => text.includes(` ${key} `));
  }).length;
};

/**
 * "CoinEx, Stake and CoinsPaid … worth more than 270 million" says nothing of CoinsPaid alone; "CoinsPaid $37.3 million"
 * in such a row does.
 */
const isSumOfMany = (question: Question, evidence: Evidence): boolean => {
  const parties = question.names.filter((name) => !name.common);
  const [party] = parties;
  const row = /(?:\p{Lu}[\p{L}.]+(?: \p{Lu}[\p{L}.]+)?, ){2,}[^.;]*? and \p{Lu}[\p{L}.]+/u.exec(
    evidence.sentence.text,
  )?.[0];
  if (row && parties.length === 1 && party?.spellings.some((spelling) => ` ${nameKey(row)} `.includes(` ${spelling} `)))
    return !/[$€£]|\d/.test(row);
  if (parties.length !== 1 || otherParties(question, evidence) < 2) return false;
  return !(parties[0]?.spellings ?? []).some((spelling) =>
    new RegExp(`${pattern(spelling)}[^.;]{0,25}?(?:\\$|\\d)|\\d[^.;,]{0,30}${pattern(spelling)}`, "iu").test(
      evidence.sentence.text,
    ),
  );
};

const pattern = (spelling: string): string => spelling.split(" ").join("[^\\p{L}\\p{N}]+");

/**
 * The sentence says of the party itself that it was listed or removed: "OFAC sanctioned X", "X was listed". Not "OFAC
 * sanctioned Y for helping X". Questions that name no party take any sentence on listings.
 */
const statesStatus = (question: Question, sentence: Sentence): boolean => {
  const parties = question.names.filter((name) => !name.common);
  if (parties.length === 0) return LISTING_WORD.test(sentence.text);
  return parties.some((name) =>
    name.spellings.some((spelling) => {
      const key = `_${spelling.replaceAll(" ", "_")}_`;
      const text = ` ${sentence.words.join(" ")} `.replaceAll(` ${spelling} `, ` ${key} `);
      return (
        new RegExp(
          `\\b(?:sanction|designat|list|relist|blacklist|remov|delist|add)(?:s|ed|es|ing|ion|ions|al)?\\b(?: (?!(?:for|because|over|by|after|linked|tied|who|which|whose|from|through|founders?|of)\\b)\\S+){0,14} ${key}`,
        ).test(text) ||
        new RegExp(
          `${key}(?: \\S+){0,6} (?:is|are|was|were|been|being|stayed|put|took|takes|as|not)(?: \\S+){0,7} (?:sanctioned|designated|redesignated|listed|blacklisted|removed|delisted|blocked|listing|(?:on|off) (?:\\S+ ){0,3}(?:list|sdn))\\b`,
        ).test(text) ||
        new RegExp(
          `(?:(?:re)?designations?|listings?|removals?) of(?: \\S+){0,5} ${key}|(?:listing|designation|removal|sanctions)(?: \\S+){0,3} ${key}|${key} (?:listing|designation|removal|on the sdn)`,
        ).test(text) ||
        new RegExp(`(?:puts?|took|takes|keeps?|placed?) ${key} (?:\\S+ ){0,3}(?:on|off|list)`).test(text)
      );
    }),
  );
};

const LISTING_WORD = /\b(?:sanction|designat|list|remov|block|delist)\w*\b/i;

/** 0..0.3: a year later is worth 0.04. */
const recency = (publishedOn: string | null): number =>
  publishedOn === null
    ? 0
    : Math.max(
        0,
        Math.min(0.3, (Number(publishedOn.slice(0, 4)) - 2019 + Number(publishedOn.slice(5, 7)) / 12) * 0.04),
      );

const opensWith = (words: readonly string[], spellings: readonly string[]): boolean =>
  spellings.some((spelling) => {
    const at = ` ${words.slice(0, 8).join(" ")} `.indexOf(` ${spelling} `);
    return at >= 0 && at < 14;
  });
