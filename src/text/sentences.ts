/** A stretch of a text: UTF-16 offsets, `end` exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Words whose full stop does not end a sentence, lower case, without the stop. */
const ABBREVIATIONS: ReadonlySet<string> = new Set(
  (
    "mr mrs ms dr prof sr jr st gen col lt sgt capt rep sen gov hon rev " +
    "v vs no nos vol art para sec fig al cf etc approx est e.g i.e a.k.a f.k.a n.k.a aka fka " +
    "inc ltd llc co corp plc jsc bros dept univ assn intl " +
    "jan feb mar apr jun jul aug sep sept oct nov dec " +
    "u.s u.k u.n e.u e.o d.c p.o p.r.c d.p.r.k r.o.k u.s.c c.f.r fed reg cfr pub"
  ).split(" "),
);
/** Abbreviations that end a sentence when a capitalised word that opens one follows: "… in the U.S. The FBI said". */
const MAY_END: ReadonlySet<string> = new Set(
  "u.s u.k u.n e.u d.c p.r.c d.p.r.k r.o.k inc ltd llc co corp plc jsc etc al u.s.c c.f.r".split(" "),
);
const OPENERS: ReadonlySet<string> = new Set(
  (
    "the this that these those it its he she they his her their we you in on at by for from with as if when while " +
    "after before since during under according however also and but or because to an a one two three both all some " +
    "many most several each every other another such no not there here who what which how why once today"
  ).split(" "),
);
const CLOSERS = new Set(['"', "'", "”", "’", ")", "]", "»"]);

/** Sentences of a text in order, trimmed, empty ones left out. A line break always ends one; bullets ("• ") are not part of it. */
export const splitSentences = (text: string, from = 0, to = text.length): readonly Span[] => {
  const found: Span[] = [];
  let start = from;
  for (let i = from; i < to; i++) {
    const c = text[i];
    if (c === "\n") {
      push(found, text, start, i);
      start = i + 1;
    } else if ((c === "." || c === "!" || c === "?") && endsSentence(text, i, to)) {
      let end = i + 1;
      while (end < to && CLOSERS.has(text[end] ?? "")) end++;
      push(found, text, start, end);
      start = end;
      i = end - 1;
    }
  }
  push(found, text, start, to);
  return found;
};

const push = (found: Span[], text: string, start: number, end: number): void => {
  let [a, b] = [start, end];
  while (a < b && /\s/.test(text[a] ?? "")) a++;
  while (b > a && /\s/.test(text[b - 1] ?? "")) b--;
  if (text[a] === "•") {
    a++;
    while (a < b && /\s/.test(text[a] ?? "")) a++;
  }
  if (b > a) found.push({ start: a, end: b });
};

const endsSentence = (text: string, at: number, to: number): boolean => {
  let next = at + 1;
  while (next < to && CLOSERS.has(text[next] ?? "")) next++;
  // "1.6", "18.5.1", "treasury.gov", "E.O.13722": something other than a space follows.
  if (next < to && !/\s/.test(text[next] ?? "")) return false;
  while (next < to && (text[next] === " " || text[next] === "\t")) next++;
  if (next >= to || text[next] === "\n") return true;
  const following = text[next] ?? "";
  // "approx. five", "No. 5 of": a sentence does not open with a small letter; after "No." a digit goes on.
  if (/\p{Ll}/u.test(following)) return false;
  if (text[at] !== ".") return true;
  const word = wordBefore(text, at);
  if (word === "") return true;
  if (ABBREVIATIONS.has(word)) return MAY_END.has(word) && OPENERS.has(wordAfter(text, next));
  // An initial, "J. Smith", and a section number alone, "3. Scope".
  if (/^\p{L}$/u.test(word) && text[at - 1] === text[at - 1]?.toUpperCase()) return false;
  return !/^\d{1,2}$/.test(word) || !/(^|\n)[^\S\n]*\d{1,2}$/.test(text.slice(Math.max(0, at - 6), at));
};

const wordBefore = (text: string, at: number): string => {
  let a = at;
  while (a > 0 && /[\p{L}\p{N}.]/u.test(text[a - 1] ?? "")) a--;
  return text.slice(a, at).toLowerCase();
};

const wordAfter = (text: string, at: number): string =>
  /^[\p{L}]+/u.exec(text.slice(at, at + 30))?.[0].toLowerCase() ?? "";
