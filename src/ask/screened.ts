import type { IsoDate } from "../core/dates.ts";
import type { Screener, Screening, Subject } from "../core/screening.ts";
import type { Question } from "./question.ts";
import { askedParties } from "./status.ts";

/** At most this many names of one question are screened. */
const MOST_SCREENED = 3;

/**
 * Screens the listed names and addresses that stand in the question. With `all`, also names that no list has, so that a
 * status question or a question without an answer says what screening found.
 */
export const screenNames = (
  question: Question,
  all: boolean,
  screener: Screener,
  asOf: IsoDate | null,
): readonly Screening[] => {
  const texts = new Map<string, Subject["kind"]>();
  for (const mention of screener.mentions(question.text))
    if (mention.verdict === "match" || mention.verdict === "possible-match") texts.set(mention.text, mention.kind);
  if (all)
    for (const name of askedParties(question))
      if (name.text.length > 3 && ![...texts.keys()].some((text) => overlaps(text, name.text)))
        texts.set(name.text, "unknown");
  return [...texts]
    .slice(0, MOST_SCREENED)
    .map(([text, kind]) => screener.screen(subjectOf(text, kind), asOf ? { asOf } : {}));
};

const overlaps = (a: string, b: string): boolean => {
  const [x, y] = [a.toLowerCase(), b.toLowerCase()];
  return x.includes(y) || y.includes(x);
};

const subjectOf = (text: string, kind: Subject["kind"]): Subject => ({
  text,
  kind,
  birth: null,
  countries: [],
  gender: null,
  identifiers: [],
});
