import { asksDefinition, definitionBonus } from "./definition.ts";
import { type Evidence, titleNames } from "./evidence.ts";
import { ADDRESS, fits, inHowSection, isMeasure, likesOf } from "./fit.ts";
import { otherParties } from "./parties-named.ts";
import type { Question } from "./question.ts";
import type { QuestionKind } from "./question-kind.ts";
import { isAdvice } from "./sentence.ts";

/** What a sum may be instead of the one asked for. */
const OTHER_SUMS = [
  /\b(?:reward|bounty|offered)\w*/i,
  /\bfees?\b/i,
  /\b(?:froze|frozen|recover|return|seize)\w*/i,
  /\b(?:fine|penalt|settle|forfeit)\w*/i,
  /\b(?:ransom)\w*/i,
];
/** Sections that state how sources disagree: right for comparisons, a detour elsewhere. */
const DISAGREEMENT = /sources? that differ/i;
const FLAG_SECTION = /red flags?|warning signs|indicators/i;
const MEANING_SECTION = /what it means|what the rule|effect|consequence/i;
const NEWEST = /\b(?:latest|newest|most recent|recent|recently|this year|today|now)\b/i;
const ASKS_ALIASES = /\b(?:other names?|alias(?:es)?|also (?:called|known)|aka|different names?)\b/i;
const GIVES_ALIASES = /\balso (?:called|known|named|written|tracked)\b|\(also\b|\bunder the names?\b|\balias(?:es)?\b/i;
const ASKS_MEASURE = /\b(?:sanction|designat|list|charg|indict|attribut|blam|warn|announc|accus|remov|responsible)\w*/i;
const ASKS_MEANING = /\b(?:significance|mean|meaning|effect|consequence|impact|implication)/i;

interface Asked {
  readonly question: Question;
  readonly kind: QuestionKind;
  readonly evidence: Evidence;
  /** Headings above the sentence. */
  readonly section: string;
}

/** Why a sentence is a better or worse part of the answer, and by how much. Their sum ranks within one question, about 0..2. */
const FEATURES: readonly { readonly because: string; readonly points: (asked: Asked) => number }[] = [
  { because: "meets the question's words in and around it", points: ({ evidence }) => 0.55 * evidence.coverage },
  { because: "meets them itself", points: ({ evidence }) => 0.5 * evidence.own },
  { because: "stands in a passage that the search ranks high", points: ({ evidence }) => 0.25 * evidence.rank },
  { because: "names whom the question names", points: ({ evidence }) => 0.25 * evidence.ownNames },
  {
    because: "has the form that such an answer has",
    points: ({ kind, evidence }) =>
      likesOf(kind).reduce((sum, { add, when }) => sum + (when.test(evidence.sentence.text) ? add : 0), 0),
  },
  {
    because: "lacks what such an answer must have",
    points: ({ kind, evidence, question }) => (fits(kind, evidence, question) ? 0 : -0.5),
  },
  {
    because: "gives a sum of another kind (reward, fee, fine, frozen)",
    points: ({ kind, evidence, question }) =>
      kind === "amount" && OTHER_SUMS.some((role) => role.test(evidence.sentence.text) && !role.test(question.text))
        ? -0.25
        : 0,
  },
  {
    because: "holds an address where one is asked for",
    points: ({ question, evidence }) =>
      /\baddress(?:es)?\b/i.test(question.text) && ADDRESS.test(evidence.sentence.text) ? 0.4 : 0,
  },
  {
    because: "stands where sources are said to differ",
    points: ({ kind, section }) =>
      DISAGREEMENT.test(section) ? (kind === "comparison" ? 0.3 : kind === "timeline" ? -0.7 : -0.25) : 0,
  },
  {
    because: "has words of the kind of statement asked for (benefit, precaution, significance)",
    points: ({ question, evidence }) =>
      question.terms.some((term) => term.intent) ? 0.15 * Math.min(3, evidence.intents) - 0.15 : 0,
  },
  {
    because: "stands under a heading that says why, or how",
    points: ({ kind, section }) =>
      kind === "why" && /^why\b/i.test(section) ? 0.55 : kind === "how" && /^how\b/i.test(section) ? 0.12 : 0,
  },
  {
    because: "stands, under a heading that says how, in a document about what is asked",
    points: ({ kind, question, evidence }) =>
      kind === "how" && inHowSection(evidence.sentence) && titleNames(question, evidence) ? 0.25 : 0,
  },
  {
    because: "tells of a measure or a report where the manner or the reason of something else is asked",
    points: ({ kind, question, evidence }) =>
      (kind === "how" || kind === "why") && isMeasure(evidence.sentence) && !ASKS_MEASURE.test(question.text)
        ? -0.2
        : 0,
  },
  {
    because: "is recent, where the newest is asked for",
    points: ({ question, evidence }) => (NEWEST.test(question.text) ? recency(evidence.document.publishedOn) : 0),
  },
  {
    because: "says since when",
    points: ({ kind, question, evidence }) =>
      kind === "when" && /\bsince\b/i.test(question.text) && /\bsince\b/i.test(evidence.sentence.text) ? 0.3 : 0,
  },
  {
    because: "is advice, in a document of advice",
    points: (asked) => (asked.kind === "advice" ? advicePoints(asked) : 0),
  },
  {
    because: "stands under a heading on what it means",
    points: ({ question, section }) => (MEANING_SECTION.test(section) && ASKS_MEANING.test(question.text) ? 0.35 : 0),
  },
  {
    because: "opens with the name asked about",
    points: ({ question, evidence }) =>
      question.names.some((name) => opensWith(evidence.sentence.words, name.spellings)) ? 0.12 : 0,
  },
  {
    because: "gives other names, where they are asked for",
    points: ({ question, evidence }) =>
      ASKS_ALIASES.test(question.text) && GIVES_ALIASES.test(evidence.sentence.text) ? 0.45 : 0,
  },
  {
    because: "names other parties, where parties are asked for",
    points: ({ kind, question, evidence }) =>
      kind === "who" || kind === "list" || kind === "additions"
        ? (/\b(?:with|besides|other|else)\b/i.test(question.text) ? 0.15 : 0.08) *
          Math.min(3, otherParties(question, evidence))
        : 0,
  },
  {
    because: "says what the thing is",
    points: ({ question, evidence }) => (asksDefinition(question) ? definitionBonus(question, evidence) : 0),
  },
  {
    because: "is one unnamed report's word",
    points: ({ evidence }) =>
      /^(?:one|a|an) (?:[\w-]+ ){0,2}(?:report|post|text|source|mail)\b/i.test(evidence.sentence.text) ? -0.06 : 0,
  },
  {
    because: "leans on the sentence before it",
    points: ({ evidence }) =>
      /^(?:this|these|those|they|he|she|it|his|her|their|its|both|such|that)\b/i.test(evidence.sentence.text)
        ? -0.12
        : 0,
  },
];

/** How good a sentence is as (part of) the answer; comparable within one question. */
export const rankOf = (question: Question, kind: QuestionKind, evidence: Evidence): number => {
  const asked: Asked = { question, kind, evidence, section: evidence.sentence.passage.section.join(" ") };
  return FEATURES.reduce((sum, feature) => sum + feature.points(asked), 0);
};

const advicePoints = ({ question, evidence, section }: Asked): number => {
  const { kind } = evidence.document;
  const document = kind === "guidance" || kind === "advisory" ? 0.12 : kind === "faq" ? -0.35 : 0;
  return document + adviceBonus(question, evidence, section);
};

const adviceBonus = (question: Question, { sentence }: Evidence, section: string): number => {
  const asksFlags = /\bflags?|signs?|indicators?\b/i.test(question.text);
  if (asksFlags) return FLAG_SECTION.test(section) ? 0.4 : isAdvice(sentence.passage) ? 0.05 : 0;
  return isAdvice(sentence.passage) && !FLAG_SECTION.test(section) ? (sentence.item ? 0.35 : 0.25) : 0;
};

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
