import type { Evidence } from "./evidence.ts";
import { nameKey } from "./names.ts";
import type { Question } from "./question.ts";

/** Parties of the document that the sentence names and the question does not. */
export const otherParties = (question: Question, { sentence, document }: Evidence): number => {
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
export const isSumOfMany = (question: Question, evidence: Evidence): boolean => {
  const parties = question.names.filter((name) => !name.common);
  const [party] = parties;
  const row =
    // What is looked ahead at is taken as a whole: items given back one by one could only be passed over again.
    /(?<![\p{L}.])(?:(?=((?:\p{Lu}[\p{L}.]{1,60}(?: \p{Lu}[\p{L}.]{1,60})?, ){2,40}))\1[^.;]{0,200}? and|(?=((?:\p{Lu}[\p{L}.]{1,60}(?: \p{Lu}[\p{L}.]{1,60})?, ){3,40}))\2and) \p{Lu}[\p{L}.]{1,60}/u.exec(
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
