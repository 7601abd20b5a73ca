import { editDistance } from "../text/edit-distance.ts";
import type { Word } from "../text/tokens.ts";
import { hanSyllables, toLatin } from "../text/transliterate.ts";
import { ROLE } from "./name-form.ts";
import { characterToken, legalToken, numberToken } from "./name-token.ts";
import type { Part } from "./person-name.ts";
import {
  CONCEPTS,
  GENERIC,
  HAN_WORDS,
  LEGAL_FORM_REACH,
  LEGAL_FORMS,
  NUMBER_WORDS,
  PARTICLES,
  ROMAN,
} from "./vocabulary.ts";

const ORDINAL = /^(\d+)(?:st|nd|rd|th|e|er|ya|y|o|a)$/;
/** "Office No. 39" */
const NUMBER_SIGN = new Set(["no", "nr", "num", "number", "nomer"]);
const SHIP_PREFIX = new Set(["mv", "mt", "ms", "ss", "fv", "my", "lpg", "lng", "mts", "sv", "vlcc", "ts"]);

/**
 * The parts of the name of an organisation, vessel or aircraft: legal forms by class, numbers by value, the rest as words.
 * "Open Joint Stock Company Gazprom" -> §JSC, gazprom; "Brigade Forty 4" -> brigade, #44; "Fund VIII" -> fund, #8.
 */
export const organisationParts = (all: readonly Word[], vessel: boolean): readonly Part[] => {
  const words = vessel ? withoutShipPrefix(all) : all;
  const latin = words.map((w) => toLatin(w.text, w.script));
  const formal = latin.map(spelledLegalWord);
  const out: Part[] = [];
  for (let i = 0; i < words.length; ) {
    const form = legalFormAt(words, formal, i);
    if (form) {
      out.push({ text: legalToken(form.form), role: ROLE.legalForm });
      i = form.end;
      continue;
    }
    const number = numberAt(latin, i);
    if (number) {
      out.push({ text: numberToken(number.value), role: ROLE.number });
      i = number.end;
      continue;
    }
    const w = words[i]!;
    const word = latin[i]!;
    const glued = GLUED_FORM.exec(word);
    if (glued) {
      out.push({ text: legalToken(LEGAL_FORMS.get(glued[1]!)!), role: ROLE.legalForm }, { text: glued[2]!, role: 0 });
      i++;
      continue;
    }
    const ending = GLUED_ENDING.exec(word);
    if (ending)
      out.push({ text: ending[1]!, role: 0 }, { text: legalToken(LEGAL_FORMS.get(ending[2]!)!), role: ROLE.legalForm });
    else if (w.script === "han" || w.script === "hangul") out.push(...characters(w));
    else if (w.script === "arabic" && GLUED.test(w.text))
      out.push({ text: "al", role: ROLE.particle }, { text: w.text.replace(GLUED, ""), role: 0 });
    else if (word !== "")
      out.push({
        text: w.text,
        role: isOwnAcronym(words, latin, i) ? ROLE.particle : organisationRole(word, latin[i + 1]),
      });
    i++;
  }
  return out;
};

/** The article and the prepositions that are written with it: والشام, بالعراق, للصرافة. */
const GLUED = /^(?:[وبك]?ال|لل)(?=...)/;

/** "JSCARGUMENT": short forms with which no word begins. */
const GLUED_FORM = /^(ojsc|pjsc|cjsc|jsc|llc|ooo|gmbh)(.{4,})$/;

/** "REYCOGMBH", "HATKAEWCOMPANY": forms with which no other word ends. */
const GLUED_ENDING = new RegExp(
  `^(.{3,})(${["ltda", "ltd", "llc", "gmbh", "ojsc", "pjsc", "cjsc", "jsc", "corporation", "company", "limited", "limitada", "sarl", "eood", "bvba"].filter((form) => LEGAL_FORMS.has(form)).join("|")})$`,
);

const LEGAL_WORDS = [
  ...new Set([...LEGAL_FORMS.keys()].filter((f) => f.includes(" ") && f.length > 12).flatMap((f) => f.split(" "))),
].filter((w) => w.length >= 5);
const spelled = new Map<string, string>(LEGAL_WORDS.map((w) => [w, w]));

/** "joynt" -> "joint": a word of a long legal form with one slip. */
const spelledLegalWord = (word: string): string => {
  if (word.length < 5) return word;
  let right = spelled.get(word);
  if (right === undefined) {
    right =
      LEGAL_WORDS.find(
        (w) => w[0] === word[0] && Math.abs(w.length - word.length) <= 1 && editDistance(w, word, 1) === 1,
      ) ?? word;
    if (spelled.size < 100_000) spelled.set(word, right);
  }
  return right;
};

/** Legal forms at the end of a Han name. */
const HAN_FORMS: readonly (readonly [RegExp, string])[] = [
  [/(?<=..)股份有限公司$/, "JSC"],
  [/(?<=..)有限(?:[责責]任)?公司$/, "LLC"],
];

/**
 * Han names keep their characters, so that 股份 is told from 钢铁; readings let pinyin meet them. Legal forms and words that many
 * companies share are read as words: 沈忠國際海運有限公司 -> 沈, 忠, international, shipping, §LLC.
 */
const characters = (w: Word): Part[] => {
  if (w.script === "hangul") return [{ text: w.text, role: 0 }];
  const [ending, form] = HAN_FORMS.find(([pattern]) => pattern.test(w.text)) ?? [null, ""];
  const name = ending ? w.text.replace(ending, "") : w.text;
  const out: Part[] = [];
  for (const piece of name.split(HAN_WORD)) {
    const word = HAN_WORDS.get(piece);
    if (word !== undefined) out.push({ text: word, role: ROLE.generic });
    else if (piece !== "") {
      const readings = hanSyllables(piece);
      [...piece].forEach((character, k) => {
        out.push({ text: characterToken(character, readings[k] ?? ""), role: ROLE.syllable });
      });
    }
  }
  return ending ? [...out, { text: legalToken(form), role: ROLE.legalForm }] : out;
};
const HAN_WORD = new RegExp(`(${[...HAN_WORDS.keys()].sort((x, y) => y.length - x.length).join("|")})`);

/** "Metal and Mineral Trade (MMT)": an acronym in brackets that restates the words before it. */
const isOwnAcronym = (words: readonly Word[], latin: readonly string[], i: number): boolean => {
  const word = latin[i]!;
  if (words[i]!.before !== "(" || i < 2 || word.length < 2 || word.length > 8) return false;
  const initials = (keep: (w: string) => boolean): string =>
    latin
      .slice(0, i)
      .filter(keep)
      .map((w) => w[0] ?? "")
      .join("");
  const all = initials(() => true);
  const content = initials((w) => !PARTICLES.organisation.has(w));
  return all.includes(word) || content.includes(word) || word.includes(content);
};

const organisationRole = (word: string, next: string | undefined): number => {
  if (NUMBER_SIGN.has(word) && next !== undefined && (/^\d/.test(next) || NUMBER_WORDS.has(next))) return ROLE.particle;
  if (PARTICLES.organisation.has(word)) return ROLE.particle;
  return GENERIC.has(word) || CONCEPTS.has(word) ? ROLE.generic : 0;
};

const withoutShipPrefix = (all: readonly Word[]): readonly Word[] => {
  if (all.length > 1 && SHIP_PREFIX.has(all[0]!.text)) return all.slice(1);
  if (all.length > 2 && SHIP_PREFIX.has(all[0]!.text + all[1]!.text)) return all.slice(2);
  return all;
};

/** Short forms that are no words of their own, so that they may stand in the middle. */
const ANYWHERE = new Set([
  "llc",
  "ltd",
  "inc",
  "plc",
  "ooo",
  "oao",
  "zao",
  "pao",
  "jsc",
  "srl",
  "gmbh",
  "ojsc",
  "pjsc",
  "cjsc",
  "bvba",
  "sarl",
  "ltda",
  "doo",
  "dooel",
  "eood",
  "ood",
  "kft",
  "zrt",
  "bhd",
  "pte",
  "pvt",
  "pty",
  "fze",
  "fzco",
  "llp",
]);

/** The longest legal form that begins at `i`. Forms of up to three letters count only at the ends or with stops ("S.A.", not "Sa'id"). */
const legalFormAt = (
  words: readonly Word[],
  latin: readonly string[],
  i: number,
): { form: string; end: number } | null => {
  if (words.length === 1) return null;
  let joined = "";
  for (let k = i; k < words.length && latin[k]!.length === 1 && k < i + 6; k++) {
    joined += latin[k]!;
    const next = latin[k + 1];
    if (joined.length > 1 && (next === undefined || next.length !== 1)) {
      const form = LEGAL_FORMS.get(joined);
      if (form) return { form, end: k + 1 };
    }
  }
  for (let reach = Math.min(LEGAL_FORM_REACH.get(latin[i]!) ?? 0, words.length - i); reach > 0; reach--) {
    const name = latin.slice(i, i + reach).join(" ");
    const form = LEGAL_FORMS.get(name);
    // "STG-EKO": a legal form is not hyphenated to what follows
    if (!form || reach === words.length || (name.length > 2 && words[i + reach]?.before === "-")) continue;
    const atEdge =
      i === 0 || i + reach === words.length || edgeAfter(words, latin, i + reach) || words[i + reach]?.before === ",";
    if (name.length > 4 || ANYWHERE.has(name) || (reach === 1 && words[i]!.dotted && i > 0))
      return { form, end: i + reach };
    if (atEdge) return { form, end: i + reach };
  }
  return null;
};

/** What follows up to the end is legal forms only, or a bracket: "X CO., LTD." */
const edgeAfter = (words: readonly Word[], latin: readonly string[], from: number): boolean => {
  for (let k = from; k < words.length; k++)
    if (!LEGAL_FORM_REACH.has(latin[k]!) && !PARTICLES.organisation.has(latin[k]!)) return words[k]!.before === "(";
  return true;
};

/** Digits, ordinals, number words ("forty 4" is 44) and Roman numerals after the first word. */
const numberAt = (latin: readonly string[], i: number): { value: number; end: number } | null => {
  const word = latin[i]!;
  if (/^\d{1,9}$/.test(word)) return { value: Number(word), end: i + 1 };
  const ordinal = ORDINAL.exec(word);
  if (ordinal) return { value: Number(ordinal[1]), end: i + 1 };
  const tens = NUMBER_WORDS.get(word);
  if (tens !== undefined) {
    const next = latin[i + 1];
    const units =
      next === undefined ? undefined : (NUMBER_WORDS.get(next) ?? (/^\d$/.test(next) ? Number(next) : undefined));
    if (tens >= 20 && tens < 100 && tens % 10 === 0 && units !== undefined && units > 0 && units < 10)
      return { value: tens + units, end: i + 2 };
    return { value: tens, end: i + 1 };
  }
  if (i === 0) return null;
  const roman = ROMAN.get(word);
  if (roman !== undefined) return { value: roman, end: i + 1 };
  if (i >= (word === "i" ? 1 : 2) && (word === "i" || word === "v" || word === "x") && i === latin.length - 1)
    return { value: word === "i" ? 1 : word === "v" ? 5 : 10, end: i + 1 };
  return null;
};
