import { searchWords } from "../text/words.ts";

/** "(MLRO)", "(“PSP”)", "(MTFs)": a short form in brackets; its long form stands before it. */
const SHORT_FORM = /\(\s*["“'‘]?(\p{Lu}[\p{L}&]{0,8}\p{Lu})s?["”'’]?\s*\)/gu;
/** Words before the bracket that may be the long form. */
const LONGEST = 9;
const LOOK_BACK = 120;
const SMALL = /^(?:of|and|the|for|in|to|a|an|on)$/i;

/** Short forms that texts define, with their long forms, both as words for searching. */
export class Acronyms {
  /** "mlro" -> "money laundering reporting officer" -> how often. */
  readonly #long = new Map<string, Map<string, number>>();
  /** First two words of a long form -> short forms. */
  readonly #short = new Map<string, Map<string, readonly string[]>>();

  /** "… the Money Laundering Reporting Officer (MLRO) must …" -> MLRO. */
  read(text: string): void {
    if (!text.includes("(")) return;
    for (const m of text.matchAll(SHORT_FORM)) {
      const short = m[1] ?? "";
      const before = text.slice(Math.max(0, m.index - LOOK_BACK), m.index);
      const words = (/(?<![\p{L}'’/ -])[\p{L}'’/ -]*$/u.exec(before)?.[0] ?? "")
        .split(/[ -]+/)
        .filter((word) => word !== "");
      const long = longForm(words.slice(-LONGEST), short.replace(/[^\p{Lu}]/gu, ""));
      if (long) this.#keep(short.toLowerCase(), searchWords(long.join(" ")));
    }
  }

  /** Short and long forms with how often they were defined, for a snapshot. */
  get state(): readonly (readonly [string, string, number])[] {
    return [...this.#long].flatMap(([short, forms]) =>
      [...forms].map(([long, times]) => [short, long, times] as const),
    );
  }
  load(state: readonly (readonly [string, string, number])[]): void {
    for (const [short, long, times] of state) for (let i = 0; i < times; i++) this.#keep(short, long.split(" "));
  }

  #keep(short: string, long: readonly string[]): void {
    if (long.length < 2) return;
    const key = long.join(" ");
    const forms = this.#long.get(short) ?? new Map<string, number>();
    forms.set(key, (forms.get(key) ?? 0) + 1);
    this.#long.set(short, forms);
    const start = `${long[0]} ${long[1]}`;
    const shorts = this.#short.get(start) ?? new Map<string, readonly string[]>();
    shorts.set(short, long);
    this.#short.set(start, shorts);
  }

  /** Words that the query means and does not have, each once. "what must the mlro do" -> money, laundering, reporting, officer. */
  expand(words: readonly string[]): readonly (readonly string[])[] {
    const found: (readonly string[])[] = [];
    words.forEach((word, i) => {
      const forms = this.#long.get(word) ?? this.#long.get(word.replace(/s$/, ""));
      const best = forms && [...forms].sort((a, b) => b[1] - a[1])[0]?.[0];
      if (best && !` ${words.join(" ")} `.includes(` ${best} `)) found.push(best.split(" "));
      for (const [short, long] of this.#short.get(`${word} ${words[i + 1] ?? ""}`) ?? [])
        if (!words.includes(short) && long.every((part, j) => words[i + j] === part)) found.push([short]);
    });
    return found;
  }
}

/** The last words whose initials, small words aside, are the letters. */
const longForm = (words: readonly string[], letters: string): readonly string[] | null => {
  for (let from = 0; from < words.length; from++) {
    const tail = words.slice(from);
    if (SMALL.test(tail[0] ?? "")) continue;
    const initials = tail.filter((word) => !SMALL.test(word)).map((word) => word.charAt(0).toUpperCase());
    if (initials.join("") === letters) return tail;
  }
  return null;
};
