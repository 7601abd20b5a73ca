import { editDistance } from "../text/edit-distance.ts";

/**
 * Arabic compounds are written as one, two or three words. All spellings become one token:
 * "abd al-rahman", "abdul rahman", "abdurrahman", "abderrahmane" -> "abdrahman"; "saif ud din", "sayfuddin" -> "saifdin";
 * "abd allah", "abdullah" -> "abdullah"; "saif ullah" -> "saifullah". So are Persian family names: "akhund zada", "akhundzadeh".
 */

export const SERVANT = /^(?:abd|abed|abdu|abdo|abde)$/;
export const SERVANT_OF =
  /^(?:abdul|abdel|abdal|abdol|abdoul|abdil|abdur|abder|abdar|abdus|abdes|abdun|abden|abdun|abdou|abdu|abdo|abdil|abdud|abdal)$/;
/** "abudl", "abdull", "adbul": one slip in a word that stands before another. */
export const isServantSlip = (word: string): boolean =>
  word.length >= 5 &&
  word.length <= 6 &&
  ["abdul", "abdel", "abdal"].some((right) => word !== right && editDistance(word, right, 1) === 1);
const ARTICLE =
  /^(?:al|el|ul|ol|il|ar|er|ur|or|as|es|us|os|ad|ed|ud|od|an|en|un|on|az|ez|uz|at|et|ut|ash|esh|ush|eddin|l)$/;
export const FAITH =
  /^(?:din|deen|dine|dien|ddin|ddine|aldin|eddin|eddine|uddin|uddine|addin|aldeen|addine|addeen|udin|edin|eldin|eldeen|uldin|odin|oddin|oddine|uddeen|eddeen|ettin)$/;
export const GOD = /^(?:allah|ullah|ollah|llah|lah|ulla|alla|olla|ullha|ulah|alah)$/;
/** "son of", in Persian and Urdu family names: "Akhund Zada", "Akhundzadeh". */
export const SON = /^(?:zada|zadah|zadeh|zade|zadi)$/;
const SON_END = /^(.{3,}?)(?:zada|zadah|zadeh|zade)$/;
const FAITH_END = /^(.{3,}?)(?:[aeiou]l|[aeou])?-?d{1,2}(?:in|een|ine|ien|eene)$/;
const GOD_END = /^(.{2,}?)(?:[uaoe]?l{1,2})(?:ah|a|aah)$/;
/** "Abdollahpour", "Abdullahzai": what stands behind the name stays, as when it stands apart. */
const GOD_AND_MORE = /^abd[aeou]l{1,2}ah(.+)$/;
/** Not -ullah names although they end so. */
const NOT_GOD = /^(?:abdalla|abdulla|abdallah|abdullah|abdellah|abdollah|abdela)/;

/** "abdulrahman" -> "rahman"; "abderrahmane" -> "rahmane"; `null` for a word that is no such compound. */
const servantTail = (word: string): string | null => {
  const m = /^abd(?:ou|[aeiou])?(.{3,})$/.exec(word);
  if (!m) return null;
  let tail = m[1]!;
  const stripped = /^abd[aeiou]/.test(word);
  if (stripped && /^l/.test(tail)) tail = tail.replace(/^l+-?/, "");
  else if (stripped && tail[0] === tail[1]) tail = tail.slice(1);
  if (!stripped && /^al|^el/.test(tail) && tail.length > 5) tail = tail.slice(2);
  return tail.length >= 3 && !/^(?:i|o|u)$/.test(tail) ? tail : null;
};

const isGodWord = (word: string): boolean => GOD.test(word);

/** "hidayatullah" -> "hidayat", "ziadin" -> "zia", as compounds are written here: people leave the second half out. `null` for other words. */
export const compoundHead = (latin: string): string | null =>
  /^(.{4,})ullah$|^(.{3,})din$/.exec(latin)?.slice(1).find(Boolean) ?? null;

/** What a compound replaces: tokens `start`..`end` (exclusive) become `text`. */
export interface Compound {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The compound that begins at `i`, `null` when there is none. Words are Latin, lower case. */
export const compoundAt = (words: readonly string[], i: number): Compound | null => {
  const word = words[i]!;
  const next = words[i + 1];
  if (/^abd/.test(word) && NOT_GOD.test(word) && GOD_END.test(word)) return { start: i, end: i + 1, text: "abdullah" };
  if ((SERVANT.test(word) || SERVANT_OF.test(word) || isServantSlip(word)) && next !== undefined) {
    let j = i + 1;
    if (ARTICLE.test(next) && words[j + 1] !== undefined) j++;
    const name = words[j]!;
    if (isGodWord(name)) return { start: i, end: j + 1, text: "abdullah" };
    if (name.length >= 3) return { start: i, end: j + 1, text: `abd${servantOf(name)}` };
    return null;
  }
  const longer = GOD_AND_MORE.exec(word);
  if (longer) return { start: i, end: i + 1, text: `abdullah${longer[1]}` };
  const tail = servantTail(word);
  if (tail)
    return { start: i, end: i + 1, text: isGodWord(tail) || tail === "la" ? "abdullah" : `abd${servantOf(tail)}` };
  if (next !== undefined && word.length >= 3) {
    let j = i + 1;
    if (ARTICLE.test(next) && words[j + 1] !== undefined) j++;
    const end = words[j]!;
    if (SON.test(next)) return { start: i, end: i + 2, text: `${word}zada` };
    if (FAITH.test(end)) return { start: i, end: j + 1, text: `${stem(word)}din` };
    if (GOD.test(end) && end !== "alla") return { start: i, end: j + 1, text: `${stem(word)}ullah` };
  }
  const son = SON_END.exec(word);
  if (son) return { start: i, end: i + 1, text: `${son[1]}zada` };
  const faith = FAITH_END.exec(word);
  if (faith) return { start: i, end: i + 1, text: `${stem(faith[1]!)}din` };
  const god = GOD_END.exec(word);
  if (god && /(?:ullah|ollah|allah|ulla|olla|ellah|ulah|oullah)$/.test(word))
    return { start: i, end: i + 1, text: `${stem(god[1]!)}ullah` };
  return null;
};

/** "al-Latif", "ullatif", "latif" all begin with l; the l of the article cannot be told apart, so it goes. */
const servantOf = (name: string): string =>
  name.replace(/^(?:al|el)(?=[^aeiou].{3})/, "").replace(/^l+(?=[aeiou])/, "");

/** "saifu", "saif": the linking vowel of "saif-u-llah" goes. */
const stem = (word: string): string => (word.length > 4 ? word.replace(/[ui]$/, "") : word);
