import { countryCode } from "./countries.ts";

/** One name from a UN name field. `acronym`: stands in brackets behind the full name, too short to be relied on alone. */
export interface UnName {
  readonly text: string;
  readonly acronym: boolean;
}

/** Remarks in brackets that are no part of a name. */
const REMARK =
  /^(?:original script|previously listed as|birth name|combat name|nom de guerre|third|good quality|low quality)$/i;
const BRACKETS = /\(([^()]*(?:\([^()]*\)[^()]*)*)\)/g;
const ENUMERATION = /\s[a-h]\)\s|^[a-h]\)\s/;

const tidy = (text: string): string =>
  text
    .replace(/\s+/g, " ")
    .replace(/(?<!\s)\s+([,.])/g, "$1")
    .trim();
const isLatin = (text: string): boolean => /\p{Script=Latin}/u.test(text);

/** "Lord's Resistance Movement (LRM)": the letters begin with the name's own first letter; "AL-HARAMAIN (KENYA)" is no acronym. */
const isAcronymOf = (short: string, name: string): boolean =>
  /^[A-Z][A-Za-z-]{1,9}$/.test(short) &&
  /[A-Z].*[A-Z]/.test(short) &&
  short[0] === name[0]?.toUpperCase() &&
  countryCode(short) === null;

/**
 * One field may hold several names:
 * "Azim Adhajani; Azim Agha-Jani" -> two; "X b) Y" -> two;
 * "حسن غول (Hassan Ghul; Hassan Gul)" -> the script form and two Latin ones;
 * "Amir Khazmat (original script: Амир Хазмат)" -> two;
 * "HAQQANI NETWORK (HQN)" -> as listed, without the brackets, and the acronym;
 * "AL-HARAMAIN FOUNDATION (PAKISTAN)" stays one.
 */
export const namesIn = (field: string): readonly UnName[] => {
  const names: UnName[] = [];
  const add = (text: string, acronym = false): void => {
    const name = tidy(text).replace(/^[,;]\s*|(?<!\s)\s*[,;]$/g, "");
    if (name.length > 1 && /\p{L}/u.test(name) && !names.some((n) => n.text === name))
      names.push({ text: name, acronym });
  };
  for (const piece of topLevel(field.replace(/original script:\s*/gi, ""))) {
    const groups = [...piece.matchAll(BRACKETS)].map((m) => tidy(m[1] ?? "")).filter((group) => !REMARK.test(group));
    const bare = tidy(piece.replace(BRACKETS, " "));
    const lists = groups.filter((group) => group.includes(";") || (bare !== "" && isLatin(group) !== isLatin(bare)));
    const short = groups.find((group) => !lists.includes(group) && isAcronymOf(group, bare));
    const kept = piece.replace(BRACKETS, (all, inner: string) =>
      lists.includes(tidy(inner)) || REMARK.test(tidy(inner)) ? " " : all,
    );
    add(kept);
    if (short !== undefined) {
      add(bare);
      add(short, true);
    }
    for (const group of lists)
      for (const name of group.split(/;|(?<=\p{L})\s*\(original script\)\s*/u)) add(name.replace(BRACKETS, " "));
  }
  return names;
};

/** Splits at ";" and at "b)" outside of brackets. */
const topLevel = (field: string): readonly string[] => {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < field.length; i++) {
    if (field[i] === "(") depth++;
    if (field[i] === ")" && depth > 0) depth--;
    if (field[i] === ";" && depth === 0) {
      parts.push(field.slice(from, i));
      from = i + 1;
    }
  }
  parts.push(field.slice(from));
  return parts.flatMap((part) => part.split(ENUMERATION));
};
