import { table } from "../core/table.ts";
import { plainArabic } from "../text/abjad.ts";
import { hangulToLatin } from "../text/hangul.ts";
import { cutSyllables, isChineseSurname, isKoreanSurname, isPinyin, koreanClass } from "../text/syllables.ts";
import type { Word } from "../text/tokens.ts";
import { hanSyllables, toLatin } from "../text/transliterate.ts";
import { compoundAt } from "./compounds.ts";
import { ROLE } from "./name-form.ts";
import { characterToken } from "./name-token.ts";
import { GIVEN_NAMES, HONORIFICS, LEGAL_FORMS, PARTICLES } from "./vocabulary.ts";

/** A token of a parsed name before weighing. */
export interface Part {
  readonly text: string;
  readonly role: number;
}

/** Function words of Arabic and Hebrew writing, as `plainArabic` spells them, in the spelling that the vocabulary knows. */
const NATIVE_WORDS: Readonly<Record<string, string>> = table({
  بن: "bin",
  ابن: "ibn",
  بنت: "bint",
  ابو: "abu",
  ابي: "abu",
  ام: "umm",
  ولد: "ould",
  ال: "al",
  حاجي: "haji",
  حاج: "haji",
  حجي: "haji",
  ملا: "mullah",
  مولوي: "mawlawi",
  شيخ: "sheikh",
  سيد: "sayyid",
  مولانا: "mawlana",
  مولا: "mulla",
  استاذ: "ustad",
  استاد: "ustad",
  دكتور: "dr",
  عقيد: "colonel",
  لواء: "general",
  قاري: "qari",
  בן: "bin",
  בת: "bat",
  אבו: "abu",
});
/** The same titles with the article: الحاج, السيد. */
const NATIVE_TITLES: Readonly<Record<string, string>> = table(
  Object.fromEntries(
    Object.entries(NATIVE_WORDS)
      .filter(([, word]) => HONORIFICS.anywhere.has(word) || HONORIFICS.leading.has(word))
      .map(([native, word]) => [`ال${native}`, word]),
  ),
);
const PATRONYMIC_SUFFIX =
  /(?:ovich|evich|ovych|evych|yovych|avich|ievich|ovitch|evitch|ovna|evna|ivna|yivna|awna|auna|ichna|owicz|ovic)$/;

const ARTICLE = /^(?:al|el|ash|esh|as|es)$/;

interface Piece {
  text: string;
  latin: string;
  role: number;
}

/**
 * The parts of a personal name. Comma order and the list's own fields give family and given name; otherwise order is open.
 * "AL-ZAYDI, Shibl Muhsin 'Ubayd" -> zaydi (family, nisbah), shibl, muhsin, ubayd.
 */
export const personParts = (all: readonly Word[]): readonly Part[] => {
  const pieces = withRoles(all);
  return syllabic(pieces) ?? classify(pieces);
};

/** Han and Hangul words become syllables, initials single letters; comma order marks family and given names. */
const withRoles = (all: readonly Word[]): Piece[] => {
  const comma = all.findIndex((w, i) => i > 0 && w.before === ",");
  const suffixOnly =
    comma > 0 && all.slice(comma).every((w) => HONORIFICS.trailing.has(w.text) || HONORIFICS.leading.has(w.text));
  const split = comma > 0 && !suffixOnly ? comma : -1;
  const out: Piece[] = [];
  // "PUTIN, Vladimir" -> vladimir putin: parts that belong together stand together
  const ordered =
    split < 0
      ? all.map((w, i) => [w, i] as const)
      : [
          ...all.slice(split).map((w, k) => [w, split + k] as const),
          ...all.slice(0, split).map((w, i) => [w, i] as const),
        ];
  ordered.forEach(([w, i]) => {
    const role = split < 0 ? 0 : i < split ? ROLE.family : ROLE.given;
    if (w.script === "han" || w.script === "hangul") {
      const characters = [...w.text];
      const readings =
        w.script === "han" ? hanSyllables(w.text) : hangulToLatin(w.text, characters.length > 1 || i === 0);
      characters.forEach((character, k) => {
        const latin = readings[k] ?? toLatin(character);
        out.push({ text: characterToken(character, latin), latin, role: role | ROLE.syllable });
      });
      return;
    }
    const native = w.script === "arabic" ? plainArabic(w.text) : w.text;
    const text = NATIVE_WORDS[native] ?? NATIVE_TITLES[native] ?? w.text;
    const latin = toLatin(text);
    if (latin === "") return;
    if (w.dotted && latin.length > 1 && latin.length < 5)
      for (const letter of latin) out.push({ text: letter, latin: letter, role: role | ROLE.initial });
    else if (/^\d+$/.test(latin)) out.push({ text: `#${Number(latin)}`, latin, role: role | ROLE.number });
    else out.push({ text, latin, role: latin.length === 1 && w.script === "latin" ? role | ROLE.initial : role });
  });
  return out;
};

/** A Korean or Chinese name in syllables, `null` when it is neither. "Kim Jongun" -> kim, jong, un. */
const syllabic = (pieces: readonly Piece[]): readonly Part[] | null => {
  const name = pieces.filter((p) => !HONORIFICS.leading.has(p.latin) || isKoreanSurname(p.latin));
  if (name.length === 0) return null;
  if (name.every((p) => p.role & ROLE.syllable)) return name.map(({ text, role }) => ({ text, role }));
  // "LEE, John Ka-chiu": a Western given name beside which the others may be left out
  if (name.some((p) => p.latin.length > 3 && GIVEN_NAMES.has(p.latin) && !isPinyin(p.latin))) return null;
  if (name.length < 2 || name.length > 4 || name.some((p) => p.role & (ROLE.initial | ROLE.number))) return null;
  const ends = [name[0]!.latin, name.at(-1)!.latin];
  const korean = ends.some(isKoreanSurname);
  if (!korean && !ends.some(isChineseSurname)) return null;
  const fits = (s: string): boolean =>
    (korean && ((koreanClass(s, false) !== null && s.length > 1) || isKoreanSurname(s))) || isPinyin(s);
  const out: Part[] = [];
  for (const piece of name) {
    if (piece.role & ROLE.syllable) {
      out.push({ text: piece.text, role: piece.role });
      continue;
    }
    const cut =
      fits(piece.latin) || piece.latin.length === 1
        ? [piece.latin]
        : piece.latin.length >= 4
          ? cutSyllables(piece.latin, fits)
          : null;
    if (!cut) return null;
    for (const text of cut) out.push({ text, role: piece.role | ROLE.syllable });
  }
  return out.length >= 2 && out.length <= 5 ? out : null;
};

const classify = (pieces: readonly Piece[]): readonly Part[] => {
  const latin = pieces.map((p) => p.latin);
  const out: Part[] = [];
  let pending = 0;
  for (let i = 0; i < pieces.length; ) {
    const piece = pieces[i]!;
    const word = piece.latin;
    if (piece.role & (ROLE.initial | ROLE.number | ROLE.syllable)) {
      out.push({ text: piece.text, role: piece.role });
      i++;
      continue;
    }
    const arabic = arabicCompound(pieces, i);
    const compound = arabic ?? compoundAt(latin, i);
    if (compound) {
      out.push({ text: compound.text, role: piece.role | pending | (arabic?.nisbah ?? 0) });
      pending = 0;
      i = compound.end;
      continue;
    }
    const last = i === pieces.length - 1;
    // "El Shafee El Sheikh": with an article at the end a title is a family name
    const small = smallRole(word, i, pieces.length, piece.role);
    const role = small === ROLE.honorific && last && i > 1 && ARTICLE.test(pieces[i - 1]!.latin) ? 0 : small;
    // "bin Salman", "Abu Ahmad", "al-Tikriti": the particle colours the name that follows
    if (role === ROLE.particle && !last) {
      pending |= PARTICLES.patronymic.has(word)
        ? ROLE.patronymic
        : PARTICLES.kunya.has(word)
          ? ROLE.kunya
          : word === "al" || word === "el"
            ? ROLE.nisbah
            : 0;
      out.push({ text: piece.text, role: piece.role | ROLE.particle | (PARTICLES.kunya.has(word) ? ROLE.kunya : 0) });
    } else if (role === ROLE.honorific) out.push({ text: piece.text, role: piece.role | ROLE.honorific });
    else {
      out.push({
        text: piece.text,
        role: piece.role | pending | (PATRONYMIC_SUFFIX.test(word) && i > 0 ? ROLE.patronymic : 0),
      });
      pending = 0;
    }
    i++;
  }
  return out.some((p) => !(p.role & (ROLE.particle | ROLE.honorific)))
    ? out
    : out.map((p) => ({ ...p, role: p.role & ~(ROLE.particle | ROLE.honorific) }));
};

/** Titles stand before the name or at its end; "ben" as the first of two words is a name. */
const smallRole = (word: string, i: number, count: number, given: number): number => {
  if (HONORIFICS.anywhere.has(word) && count > 2) return ROLE.honorific;
  if (HONORIFICS.leading.has(word) && count > 2 && (i === 0 || i === 1)) return ROLE.honorific;
  if (
    HONORIFICS.leading.has(word) &&
    /^(?:dr|mr|mrs|ms|prof|gen|prasident|president|don|dona)$/.test(word) &&
    i === 0 &&
    count > 1
  )
    return ROLE.honorific;
  if (HONORIFICS.trailing.has(word) && i > 0) return ROLE.honorific;
  // "Nicolas Maduro SA": a legal form that strayed into a payment field; not "OO, Tun Tun"
  const stray = i === count - 1 && count > 2 && word.length <= 4 && LEGAL_FORMS.has(word) && !(given & ROLE.family);
  if (stray && !PARTICLES.person.has(word)) return ROLE.honorific;
  if (PARTICLES.person.has(word) && !(i === 0 && count === 2 && (word === "ben" || word === "san")))
    return ROLE.particle;
  return 0;
};

/** The same compounds in Arabic writing, with the glued article: عبد السلام, عبدالسلام -> عبدسلام; قدرت الله -> قدرتالله; القذافي -> قذافي. */
const arabicCompound = (pieces: readonly Piece[], i: number): { text: string; end: number; nisbah?: number } | null => {
  const word = pieces[i]!.text;
  if (!/^[\u0600-\u06ff]/.test(word)) return null;
  const next = pieces[i + 1]?.text;
  const bare = (w: string): string => (/^ال./.test(w) && w.length > 4 ? w.slice(2) : w);
  if (/^عبد(?:ال)?ل?له$/.test(word)) return { text: "عبدالله", end: i + 1 };
  // The l of the article cannot be told from that of the name, as in `compoundAt`: عبد اللطيف -> عبدطيف
  if (/^عبد$/.test(word) && next) return { text: `عبد${bare(next).replace(/^ل(?=..)/, "")}`, end: i + 2 };
  if (/^عبدال.{2}/.test(word)) return { text: `عبد${word.slice(5).replace(/^ل(?=..)/, "")}`, end: i + 1 };
  if (next && /^(?:الله|اللّه|ﷲ|لله)$/.test(next)) return { text: `${bare(word)}الله`, end: i + 2 };
  if (next && /^(?:الدين|الدین|دین|دين)$/.test(next)) return { text: `${bare(word)}دين`, end: i + 2 };
  if (next && /^(?:زاده|زادة|زادہ)$/.test(next)) return { text: `${bare(word)}زاده`, end: i + 2 };
  const faith = /^(?:ال)?(.{2,})(?:الدین|الدين)$/.exec(word);
  if (faith) return { text: `${faith[1]}دين`, end: i + 1 };
  return bare(word) === word ? null : { text: bare(word), end: i + 1, nisbah: ROLE.nisbah };
};
