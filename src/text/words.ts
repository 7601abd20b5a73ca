const isAsciiWord = (c: number): boolean => (c >= 48 && c <= 57) || (c >= 97 && c <= 122);

/** Lower case without diacritics: "Áñgel’s" -> "angel's". */
export const foldForSearch = (text: string): string => {
  const lower = text.toLowerCase();
  if (isAscii(lower)) return lower;
  return lower.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[’‘]/g, "'");
};

const isAscii = (text: string): boolean => {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
  return true;
};

/**
 * Words for searching, in order: letters and digits, lower case, no diacritics. "U.S. Treasury's 0x09" -> "us", "treasury",
 * "0x09". Single letters joined by stops are one word; the possessive goes.
 */
export const searchWords = (text: string): string[] => {
  const folded = foldForSearch(text).replace(/\b(?:\p{L}\.){2,}/gu, (initials) => `${initials.replaceAll(".", "")} `);
  const words: string[] = [];
  let start = -1;
  for (let i = 0; i <= folded.length; i++) {
    const c = i < folded.length ? folded.charCodeAt(i) : 32;
    if (isAsciiWord(c) || (c > 127 && isLetterOrDigit(folded, i))) {
      if (start === -1) start = i;
    } else if (start !== -1) {
      const word = folded.slice(start, i);
      // "treasury's": the "s" after an apostrophe is no word of its own.
      if (word !== "s" || folded[start - 1] !== "'") words.push(word);
      start = -1;
    }
  }
  return words;
};

const isLetterOrDigit = (text: string, at: number): boolean =>
  /[\p{L}\p{N}]/u.test(String.fromCodePoint(text.codePointAt(at) ?? 32)) || isLowSurrogate(text, at);
/** The second half of a letter outside the basic plane belongs to the word that its first half opened. */
const isLowSurrogate = (text: string, at: number): boolean => (text.charCodeAt(at) & 0xfc00) === 0xdc00;
