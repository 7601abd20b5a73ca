/** Chinese and Korean names: their syllables, and the spellings of one syllable under several romanisations. */

const PINYIN_ONSET = "zh|ch|sh|b|p|m|f|d|t|n|l|g|k|h|j|q|x|r|z|c|s|y|w|";
const PINYIN_RHYME =
  "iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ia|ie|iu|in|ai|ei|ao|ou|an|en|ua|uo|ui|un|ue|ve|er|a|e|i|o|u|v";
const PINYIN = new RegExp(`^(?:${PINYIN_ONSET})(?:${PINYIN_RHYME})$`);

/** Wade-Giles onsets without their apostrophes, which lists drop: "ch" may be zh, ch, j or q. */
const WADE_GILES: readonly (readonly [RegExp, string])[] = [
  [/^hs/, "x"],
  [/^tz|^ts/, "z"],
  [/^ch(?=i(?!h)|u)/, "j"],
  [/^q(?=i|u)/, "j"],
  [/^ch|^zh/, "zh"],
  [/^j(?=[aeou])/, "r"],
  [/ieh$/, "ie"],
  [/ueh$/, "ue"],
  [/ien$/, "ian"],
  [/ih$/, "i"],
  [/uh$/, "u"],
  [/ung$/, "ong"],
  [/^yu(?=$)/, "yu"],
];

/** A class that "hsi" and "xi", "chin" and "jin", "p'ing" and "ping" share. */
export const mandarinClass = (syllable: string): string => {
  let s = syllable.replaceAll("ü", "u");
  for (const [from, to] of WADE_GILES) s = s.replace(from, to);
  return s
    .replace(/^t(?!s)/, "d")
    .replace(/^p/, "b")
    .replace(/^k/, "g")
    .replace(/^c(?!h)/, "z");
};

export const isPinyin = (syllable: string): boolean => PINYIN.test(syllable) || PINYIN.test(mandarinClass(syllable));

const ONSETS: readonly (readonly [string, string])[] = [
  ["kk", "k"],
  ["tt", "t"],
  ["pp", "p"],
  ["ss", "s"],
  ["sh", "s"],
  ["jj", "c"],
  ["ch", "c"],
  ["rh", "r"],
  ["g", "k"],
  ["k", "k"],
  ["d", "t"],
  ["t", "t"],
  ["b", "p"],
  ["p", "p"],
  ["v", "p"],
  ["j", "c"],
  ["c", "c"],
  ["z", "c"],
  ["s", "s"],
  ["h", "h"],
  ["n", "n"],
  ["l", "r"],
  ["r", "r"],
  ["m", "m"],
];
const RHYMES: readonly (readonly [string, string])[] = [
  ["yeo", "yo"],
  ["yae", "ye"],
  ["you", "yo"],
  ["yoo", "yu"],
  ["iu", "yu"],
  ["wae", "we"],
  ["weo", "wo"],
  ["woo", "u"],
  ["woe", "we"],
  ["eo", "o"],
  ["eu", "u"],
  ["ee", "i"],
  ["oo", "u"],
  ["ae", "e"],
  ["ai", "e"],
  ["ay", "e"],
  ["oe", "we"],
  ["oi", "we"],
  ["ui", "i"],
  ["ou", "o"],
  ["ea", "e"],
  ["ya", "ya"],
  ["ye", "ye"],
  ["yo", "yo"],
  ["yu", "yu"],
  ["yi", "i"],
  ["wa", "wa"],
  ["we", "we"],
  ["wi", "wi"],
  ["wo", "wo"],
  ["wu", "u"],
  ["a", "a"],
  ["e", "e"],
  ["i", "i"],
  ["y", "i"],
  ["o", "o"],
  ["u", "u"],
];
const CODAS: Readonly<Record<string, string>> = {
  "": "",
  k: "k",
  g: "k",
  ck: "k",
  n: "n",
  t: "t",
  d: "t",
  l: "l",
  r: "l",
  m: "m",
  p: "p",
  b: "p",
  ng: "ng",
  h: "",
};

/** Family names that are written in unrelated ways. */
const KOREAN_FAMILY: Readonly<Record<string, string>> = {
  lee: "i",
  yi: "i",
  ri: "i",
  rhee: "i",
  rhie: "i",
  li: "i",
  ree: "i",
  park: "pak",
  bark: "pak",
  choi: "cwe",
  choe: "cwe",
  chweh: "cwe",
  roh: "no",
  noh: "no",
  no: "no",
  ro: "no",
  yoo: "yu",
  yu: "yu",
  ryu: "yu",
  ryoo: "yu",
  lyu: "yu",
  im: "im",
  rim: "im",
  lim: "im",
  yim: "im",
  jung: "cong",
  chung: "cong",
  jeong: "cong",
  cheong: "cong",
  chong: "cong",
  jong: "cong",
  kang: "kang",
  gang: "kang",
  oh: "o",
  woo: "u",
  wu: "u",
  u: "u",
  uh: "o",
  seo: "so",
  suh: "so",
  so: "so",
  hur: "ho",
  heo: "ho",
  ho: "ho",
  huh: "ho",
  hu: "ho",
  moon: "mun",
  kwon: "kwon",
  gwon: "kwon",
  ra: "na",
  na: "na",
  rah: "na",
  nah: "na",
  an: "an",
  ahn: "an",
  ryang: "yang",
  yang: "yang",
  ryom: "yom",
  yom: "yom",
  yeom: "yom",
  ryo: "yo",
  yeo: "yo",
  son: "son",
  sohn: "son",
  shin: "sin",
  sin: "sin",
};

/** "jeong", "jung", "chong" -> close classes; `null` when it is no Korean syllable. Family names have their own habits. */
export const koreanClass = (syllable: string, family: boolean): string | null => {
  // A person may be called "constructor", which every object has.
  const habit = family && Object.hasOwn(KOREAN_FAMILY, syllable) ? KOREAN_FAMILY[syllable] : undefined;
  if (habit) return habit;
  const onset = ONSETS.find(([from]) => syllable.startsWith(from));
  let rest = onset ? syllable.slice(onset[0].length) : syllable;
  // oh, ah, uh: a silent h marks the vowel
  rest = rest.replace(/^([aeou]+)h(?=$|n$)/, "$1").replace(/^a(?=[rR]k$)/, "a");
  const rhyme = RHYMES.find(([from]) => rest.startsWith(from));
  if (!rhyme) return null;
  const end = rest.slice(rhyme[0].length);
  const coda = Object.hasOwn(CODAS, end) ? CODAS[end] : undefined;
  return coda === undefined ? null : `${onset?.[1] ?? ""}${rhyme[1]}${coda}`;
};

/** Cuts "jongun" -> ["jong", "un"] into as few Korean or Mandarin syllables as fit; `null` when it does not divide in 1..3. */
export const cutSyllables = (word: string, fits: (syllable: string) => boolean): readonly string[] | null => {
  if (fits(word)) return [word];
  for (let i = Math.min(word.length - 1, 6); i >= 2; i--)
    if (fits(word.slice(0, i)) && fits(word.slice(i))) return [word.slice(0, i), word.slice(i)];
  return null;
};

const KOREAN_SURNAMES = new Set(
  "kim gim ri lee yi rhee li pak park bak choe choi jong jung chung chong jeong cheong kang gang jo cho yun yoon jang chang im rim lim han o oh so seo suh sin shin kwon gwon hwang an ahn song ryu yu yoo hong jon chon jun jeon ko go koh mun moon yang son sohn pae bae paek baek baik ho hur heo nam sim shim ro no noh ha chu joo ju ku koo gu min ryang u woo ra na chi ji cha om eom chae won chon pang bang kong hyon hyun ham pyon byun yom chu to do sok tae ma ki wang kye tong yon cha chin jin".split(
    " ",
  ),
);
const CHINESE_SURNAMES = new Set(
  "wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng liang xie song tang xu deng han feng cao peng zeng xiao tian dong pan yuan cai jiang yu du ye cheng wei su lu ding ren yao shen zhong cui tan fan liao shi jin wan gu meng bai zou qin xiong hou kong xue chang shih hsu hsieh hsiao tsai tseng chou chao chiang chu chin kuo ho kao lo teng tung hsi xi xiong mao chiu tsao hsiung ko lai ou qiu qian qiao shao sheng wen weng yan yin zhan zhuang zuo ji jia kang lei long mo ni niu pang qi shu tao wong chan cheung lam kwok leung ng".split(
    " ",
  ),
);

export const isKoreanSurname = (word: string): boolean => KOREAN_SURNAMES.has(word);
export const isChineseSurname = (word: string): boolean => CHINESE_SURNAMES.has(word);
