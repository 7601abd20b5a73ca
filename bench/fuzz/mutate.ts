import type { Random } from "./random.ts";

/** Characters and pieces that parsers and normalisers stumble over. */
const PIECES: readonly string[] = [
  ..."\u0000\u0007\u001b\u007f\u00a0\u00ad\u0301\u0345\u034f\u061c\u0640\u115f\u180e\u200b\u200d\u200f\u202e\u2028\u2066\u3164\ufe0f\ufeff\ufff9\uffff",
  "\ud800",
  "\udc00",
  "\udfff\ud800",
  "👩‍👩‍👧",
  "🇰🇵",
  "ﷺ",
  "ǅ",
  "ß",
  "İ",
  "ı",
  "Ω̈",
  "한글",
  "김정은",
  "習近平",
  "محمد",
  "דוד",
  "Владимир",
  "ａｂｃ",
  "𝐊𝐢𝐦",
  "x̷̧̛",
  "\r\n",
  "\n\n\n",
  "\t",
  "  ",
  "''",
  '"',
  '""',
  ";",
  ",",
  "|",
  "\\",
  "\\\\",
  "%00",
  "%",
  "$1",
  "{{",
  "}}",
  "[[",
  "]]",
  "((((",
  "))))",
  "<",
  "</",
  "<!--",
  "-->",
  "<![CDATA[",
  "]]>",
  "<?xml",
  "<!DOCTYPE a [<!ENTITY b 'c'>]>",
  "&b;",
  "&amp;",
  "&#x0;",
  "&#xD800;",
  "&#99999999;",
  "<script>",
  "<a href='javascript:x'>",
  "%PDF-1.7",
  "endobj",
  "stream\n",
  "---\n",
  "# ",
  "- ",
  "> ",
  "```",
  "![",
  "](",
  "|---|",
  "* * *",
  "0x",
  "bc1q",
  "1A1z",
  "T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb",
  "0x098B716B8Aaf21512996dC57EB0615e2383E2f96",
  "DPRK",
  "a.k.a.",
  "f/k/a",
  "LLC",
  "DOB 01 Jan 1960;",
  "-0-",
  "1e309",
  "NaN",
  "-1",
  "99999999999999999999",
  "screen ",
  "watch ",
  "digest ",
  "settings zone ",
  "--dob ",
  "--type person",
  "as of 2025-02-30",
  "since last week",
  "between 2020 and 2019",
  "who is ",
  "is ",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
];

/** Text of at most `longest` characters, made of real snippets and of what breaks them. */
export const mutated = (random: Random, bases: readonly string[], longest: number): string => {
  let text = random.next() < 0.05 ? "" : cut(random, random.pick(bases), longest);
  const changes = random.next() < 0.1 ? 0 : 1 + random.below(6);
  for (let i = 0; i < changes; i++) text = changed(random, text, bases, longest);
  return text.slice(0, longest);
};

/** What would end a cell, a tag or a line. */
const STRUCTURE = /[<>&"';,|\r\n{}[\]\\]/g;

/** Text whose words are changed and whose structure mostly stays, so that parsers read on behind the change. */
export const reworded = (random: Random, bases: readonly string[], longest: number): string => {
  if (random.next() < 0.3) return mutated(random, bases, longest);
  let text = random.pick(bases);
  for (let i = 1 + random.below(8); i > 0; i--) {
    const words = [...text.matchAll(/[\p{L}\p{N}]+/gu)];
    if (words.length === 0) return text;
    const { 0: word, index } = random.pick(words);
    const piece = changed(random, word, PIECES, 200).replace(STRUCTURE, random.next() < 0.02 ? "$&" : "");
    text = text.slice(0, index) + piece + text.slice(index + word.length);
  }
  return text;
};

const cut = (random: Random, text: string, longest: number): string => {
  if (text.length <= longest) return text;
  const from = random.next() < 0.5 ? 0 : random.below(text.length - longest);
  return text.slice(from, from + longest);
};

const changed = (random: Random, text: string, bases: readonly string[], longest: number): string => {
  const at = random.below(text.length + 1);
  const to = Math.min(text.length, at + 1 + random.below(1 + random.below(80)));
  const [before, middle, after] = [text.slice(0, at), text.slice(at, to), text.slice(to)];
  const room = Math.max(0, longest - text.length);
  switch (random.below(12)) {
    case 0:
      return before + after;
    case 1:
      return before + random.pick(PIECES) + middle + after;
    case 2:
      return before + random.pick(PIECES) + after;
    case 3:
      return before + middle.repeat(1 + Math.min(random.below(200), Math.floor(room / (middle.length || 1)))) + after;
    case 4:
      return before + random.pick(PIECES).repeat(1 + random.below(Math.min(2_000, room + 1))) + after;
    case 5:
      return before + String.fromCharCode(random.below(0x10000)) + after;
    case 6:
      return before + cut(random, random.pick(bases), 1 + random.below(400)) + after;
    case 7:
      return before + [...middle].reverse().join("") + after;
    case 8:
      return text.slice(0, at);
    case 9:
      return random.next() < 0.5 ? text.toUpperCase() : text.normalize("NFD");
    case 10:
      return before + middle.replace(/\s+/g, "") + after;
    default:
      return (
        Array.from({ length: 1 + random.below(12) }, () => random.pick(PIECES)).join(random.next() < 0.5 ? "" : " ") +
        text
      );
  }
};

/** The text as bytes, now and then with a bit or a stretch of them damaged. */
export const mutatedBytes = (random: Random, text: string): Uint8Array =>
  damaged(random, new TextEncoder().encode(text));

/** Up to eight bytes changed, a stretch cut out, or the end cut off. */
export const damaged = (random: Random, bytes: Uint8Array): Uint8Array => {
  if (bytes.length === 0 || random.next() < 0.85) return bytes;
  const copy = Uint8Array.from(bytes);
  for (let i = random.below(8); i >= 0; i--) copy[random.below(copy.length)] = random.below(256);
  if (random.next() < 0.3) return copy.subarray(0, random.below(copy.length));
  return copy;
};
