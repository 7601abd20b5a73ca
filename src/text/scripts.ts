/** Writing systems that the matcher treats differently; `common` is digits, punctuation and spaces. */
export type Script =
  | "common"
  | "latin"
  | "cyrillic"
  | "greek"
  | "arabic"
  | "hebrew"
  | "han"
  | "hangul"
  | "kana"
  | "armenian"
  | "georgian"
  | "indic"
  | "other";

/** First code point, last code point, script; sorted. From the Unicode 16 block table. */
const BLOCKS: readonly (readonly [number, number, Script])[] = [
  [0x41, 0x5a, "latin"],
  [0x61, 0x7a, "latin"],
  [0xaa, 0xaa, "latin"],
  [0xba, 0xba, "latin"],
  [0xc0, 0xd6, "latin"],
  [0xd8, 0xf6, "latin"],
  [0xf8, 0x2af, "latin"],
  [0x370, 0x3ff, "greek"],
  [0x400, 0x52f, "cyrillic"],
  [0x531, 0x58f, "armenian"],
  [0x591, 0x5f4, "hebrew"],
  [0x600, 0x6ff, "arabic"],
  [0x750, 0x77f, "arabic"],
  [0x8a0, 0x8ff, "arabic"],
  [0x900, 0xdff, "indic"],
  [0xe00, 0x109f, "other"],
  [0x10a0, 0x10ff, "georgian"],
  [0x1100, 0x11ff, "hangul"],
  [0x1200, 0x139f, "other"],
  [0x1780, 0x17ff, "other"],
  [0x1c80, 0x1c8f, "cyrillic"],
  [0x1c90, 0x1cbf, "georgian"],
  [0x1d00, 0x1dbf, "latin"],
  [0x1e00, 0x1eff, "latin"],
  [0x1f00, 0x1fff, "greek"],
  [0x2c60, 0x2c7f, "latin"],
  [0x2d00, 0x2d2f, "georgian"],
  [0x3005, 0x3007, "han"],
  [0x3040, 0x30ff, "kana"],
  [0x3131, 0x318e, "hangul"],
  [0x31f0, 0x31ff, "kana"],
  [0x3400, 0x4dbf, "han"],
  [0x4e00, 0x9fff, "han"],
  [0xa640, 0xa69f, "cyrillic"],
  [0xa720, 0xa7ff, "latin"],
  [0xab30, 0xab6f, "latin"],
  [0xac00, 0xd7a3, "hangul"],
  [0xf900, 0xfaff, "han"],
  [0xfb00, 0xfb06, "latin"],
  [0xfb13, 0xfb17, "armenian"],
  [0xfb1d, 0xfb4f, "hebrew"],
  [0xfb50, 0xfdff, "arabic"],
  [0xfe70, 0xfefc, "arabic"],
  [0xff21, 0xff3a, "latin"],
  [0xff41, 0xff5a, "latin"],
  [0xff66, 0xff9d, "kana"],
  [0x20000, 0x323af, "han"],
];

/** The script of one code point. */
export const scriptOf = (codePoint: number): Script => {
  if (codePoint < 0x80)
    return (codePoint >= 0x61 && codePoint <= 0x7a) || (codePoint >= 0x41 && codePoint <= 0x5a) ? "latin" : "common";
  let [low, high] = [0, BLOCKS.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const block = BLOCKS[middle]!;
    if (codePoint < block[0]) high = middle - 1;
    else if (codePoint > block[1]) low = middle + 1;
    else return block[2];
  }
  return codePoint > 0x2e80 || codePoint < 0x2000 ? "other" : "common";
};

/** The script of the first letter of a text that has one. */
export const scriptOfText = (text: string): Script => {
  for (const character of text) {
    const script = scriptOf(character.codePointAt(0)!);
    if (script !== "common") return script;
  }
  return "common";
};
