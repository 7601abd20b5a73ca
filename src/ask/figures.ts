import { MONTHS as MONTH_NAMES } from "../core/dates.ts";

/** Numbers, days and addresses of a text in one canonical spelling, so that two texts can be compared. */
export interface Figures {
  /** "1600000000", "$1600000000", "70%". */
  readonly numbers: ReadonlySet<string>;
  /** "2025-07-08", "2025-07", "2025", "-07-08" (a day without its year). */
  readonly days: ReadonlySet<string>;
  /** Blockchain addresses and other long identifiers, as written. */
  readonly addresses: ReadonlySet<string>;
}

const MONTHS = MONTH_NAMES.map((name) => name.toLowerCase());
const MONTH =
  "(January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\\.?";
const DAY_FORMS: readonly { readonly form: RegExp; readonly order: readonly ("d" | "m" | "y")[] }[] = [
  { form: /\b(\d{4})-(\d{2})-(\d{2})\b/g, order: ["y", "m", "d"] },
  { form: new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)? (?:of )?${MONTH},? (\\d{4})\\b`, "gi"), order: ["d", "m", "y"] },
  { form: new RegExp(`\\b${MONTH} (\\d{1,2})(?:st|nd|rd|th)?,? (\\d{4})\\b`, "gi"), order: ["m", "d", "y"] },
  { form: new RegExp(`\\b${MONTH},? (?:of )?(\\d{4})\\b`, "gi"), order: ["m", "y"] },
  { form: new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)? (?:of )?${MONTH}`, "gi"), order: ["d", "m"] },
  { form: new RegExp(`\\b${MONTH} (\\d{1,2})(?:st|nd|rd|th)?\\b`, "gi"), order: ["m", "d"] },
  { form: /\b((?:19|20)\d{2})\b/g, order: ["y"] },
];
/** Blockchain addresses and hashes: long, with digits. */
const ADDRESS = /\b(?:0x[0-9a-fA-F]{6,}|(?=\w*\d)(?=\w*[a-zA-Z])[a-zA-Z0-9]{24,})(?:…|\.\.\.)?\w*/g;

const SCALES: Readonly<Record<string, number>> = {
  hundred: 1e2,
  thousand: 1e3,
  k: 1e3,
  million: 1e6,
  mn: 1e6,
  m: 1e6,
  billion: 1e9,
  bn: 1e9,
  b: 1e9,
  trillion: 1e12,
};
const NUMBER_WORDS: Readonly<Record<string, number>> = Object.fromEntries(
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
    .split(" ")
    .map((word, value) => [word, value]),
);
const TENS: Readonly<Record<string, number>> = {
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
};
const WORDS = { ...NUMBER_WORDS, ...TENS };
const NUMBER = new RegExp(
  `(US\\$|[$€£¥])?\\s?(?<![\\w.])(\\d[\\d,]*(?:\\.\\d+)?|\\b(?:${Object.keys(WORDS).join("|")})\\b)(?:[\\s-]?(hundred|thousand|million|billion|trillion|bn|mn|[kmb])\\b)?\\s?(%|percent\\b|per cent\\b|dollars\\b|euros\\b|pounds\\b)?`,
  "gi",
);
const CURRENCY: Readonly<Record<string, string>> = { US$: "$", dollars: "$", euros: "€", pounds: "£" };

export const figuresOf = (text: string): Figures => {
  const addresses = new Set(text.match(ADDRESS) ?? []);
  let rest = text.replace(ADDRESS, " ");
  const days = new Set<string>();
  for (const { form, order } of DAY_FORMS)
    rest = rest.replace(form, (whole: string, ...groups: unknown[]) => {
      const part = (name: "d" | "m" | "y"): string | null => {
        const at = order.indexOf(name);
        return at === -1 ? null : String(groups[at]);
      };
      const day = dayKey(part("y"), part("m"), part("d"));
      if (day === null) return whole;
      days.add(day);
      return " ";
    });
  const numbers = new Set<string>();
  for (const m of rest.matchAll(NUMBER)) numbers.add(numberKey(m));
  return { numbers, days, addresses };
};

const dayKey = (year: string | null, month: string | null, day: string | null): string | null => {
  const number = month === null ? null : monthNumber(month);
  if (month !== null && number === null) return null;
  const two = (n: string | number): string => String(n).padStart(2, "0");
  return `${year ?? ""}${number === null ? "" : `-${two(number)}`}${day === null ? "" : `-${two(Number(day))}`}`;
};

const monthNumber = (text: string): number | null => {
  if (/^\d+$/.test(text)) return Number(text);
  const at = MONTHS.findIndex((month) => month.startsWith(text.toLowerCase().replace(".", "").slice(0, 3)));
  return at === -1 ? null : at + 1;
};

/** "$1.6 billion" -> "$1600000000"; "70 percent" -> "70%"; "six" -> "6". */
const numberKey = (m: RegExpExecArray): string => {
  const [, sign, digits = "", scale, unit] = m;
  const word = WORDS[digits.toLowerCase()];
  const value = (word ?? Number(digits.replaceAll(",", ""))) * (scale ? (SCALES[scale.toLowerCase()] ?? 1) : 1);
  const kind = unit ? unit.toLowerCase().replace("per cent", "percent") : "";
  const before = sign ? (CURRENCY[sign] ?? sign) : (CURRENCY[kind] ?? "");
  return `${before}${Number(value.toPrecision(12))}${kind === "%" || kind === "percent" ? "%" : ""}`;
};

/** What of `claim` the passage does not hold. A coarser day is held by a finer one: "July 2025" by "8 July 2025". */
export const unsupportedFigures = (claim: Figures, passage: Figures): readonly string[] => {
  const plain = new Set([...passage.numbers].map((number) => number.replace(/[^\d.]/g, "")));
  return [
    // "1,155" in the claim may leave the sign out; a sign or % that the passage does not have may not be added.
    ...[...claim.numbers].filter(
      (number) => !passage.numbers.has(number) && !(/^[\d.]+$/.test(number) && plain.has(number)),
    ),
    ...[...claim.days].filter((day) => ![...passage.days].some((held) => held === day || coarser(day, held))),
    ...[...claim.addresses].filter((address) => !passage.addresses.has(address)),
  ];
};

const coarser = (day: string, held: string): boolean =>
  day.startsWith("-") ? held.endsWith(day) : held.startsWith(`${day}-`);
