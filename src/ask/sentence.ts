import type { Passage } from "../core/document.ts";
import { porterStem } from "../text/porter-stem.ts";
import { splitSentences } from "../text/sentences.ts";
import { searchWords } from "../text/words.ts";
import { notAStatement } from "./injected.ts";

/** A sentence of a passage with what questions ask for. Offsets are into the document's text. */
export interface Sentence {
  readonly passage: Passage;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly words: readonly string[];
  readonly stems: ReadonlySet<string>;
  /** False for questions, for sentences with links and for sentences that talk to whoever writes the answer. */
  readonly statement: boolean;
  /** The line is an item of a list. */
  readonly item: boolean;
  readonly hasMoney: boolean;
  readonly hasNumber: boolean;
  readonly hasDate: boolean;
}

const MONEY =
  /(?:[$€£¥]|US\$|USD|EUR)\s?\d|\d[\d,.]{0,30}\s?(?:billion|million|trillion|thousand)?\s?(?:US\s)?(?:dollars|euros|pounds|yen|won|rubles|roubles|USDT|USDC|ETH|BTC|ether|bitcoins?|cents)\b/i;
const MONTH = "January|February|March|April|May|June|July|August|September|October|November|December";
const DATE = new RegExp(`\\b(?:\\d{1,2} (?:${MONTH})|(?:${MONTH})(?: \\d{1,2},?)? (?:19|20)\\d\\d|(?:19|20)\\d\\d)\\b`);
const NUMBER =
  /(?<![\p{L}\d-])\d|\bone(?! (?:(?:web|press|trade|news|law|regulatory|sanctions|tech|security|industry) )?(?:account|blog|central|copy|firm|notes|of|page|post|press|regulatory|report|says|site|source|tracker|web)\b)|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|dozens|hundred|hundreds|thousand|thousands|million|billion|half|third|quarter)\b/iu;

export const readSentences = (passage: Passage): readonly Sentence[] =>
  splitSentences(passage.text).map((span) => {
    const text = passage.text.slice(span.start, span.end);
    const words = searchWords(text);
    return {
      passage,
      start: passage.start + span.start,
      end: passage.start + span.end,
      text,
      words,
      statement: notAStatement(text, isAdvice(passage)) === null,
      stems: new Set(words.map(porterStem)),
      item:
        /(?:^|\n)• ?$/.test(passage.text.slice(0, span.start)) || (span.start === 0 && passage.text.includes("\n• ")),
      hasMoney: MONEY.test(text),
      hasNumber: NUMBER.test(withoutDates(text)),
      hasDate: DATE.test(text),
    };
  });

/** The headings above the passage announce advice. */
export const isAdvice = (passage: Passage): boolean => ADVICE_SECTION.test(passage.section.join(" "));
const ADVICE_SECTION =
  /what to do|red flags?|precaution|how to|recommend|protect|guidance|steps|asks? for|advice|measures/i;

const ALL_DATES = new RegExp(
  `\\b(?:\\d{1,2} )?(?:${MONTH})(?: \\d{1,2},?)?(?: (?:19|20)\\d\\d)?\\b|\\b(?:19|20)\\d\\d\\b`,
  "g",
);
/** "on 8 July 2025 six parties" -> "on  six parties": a date is no answer to "how many". */
export const withoutDates = (text: string): string => text.replace(ALL_DATES, "");
