/** Names that publishers use and CLDR does not. Keys are folded as in `fold`. */
const PUBLISHER_NAMES: Readonly<Record<string, string>> = {
  "korea north": "KP",
  "north korea": "KP",
  dprk: "KP",
  "democratic peoples republic of korea": "KP",
  "korea democratic peoples republic of": "KP",
  "korea south": "KR",
  "republic of korea": "KR",
  "korea republic of": "KR",
  burma: "MM",
  "congo democratic republic of the": "CD",
  "democratic republic of the congo": "CD",
  "democratic republic of congo": "CD",
  "congo kinshasa": "CD",
  "congo republic of the": "CG",
  "republic of the congo": "CG",
  congo: "CG",
  "russian federation": "RU",
  "iran islamic republic of": "IR",
  "islamic republic of iran": "IR",
  "syrian arab republic": "SY",
  "libyan arab jamahiriya": "LY",
  "united states of america": "US",
  usa: "US",
  "united kingdom of great britain and northern ireland": "GB",
  "great britain": "GB",
  england: "GB",
  scotland: "GB",
  "northern ireland": "GB",
  "united republic of tanzania": "TZ",
  "tanzania united republic of": "TZ",
  "republic of moldova": "MD",
  "moldova republic of": "MD",
  "viet nam": "VN",
  "lao peoples democratic republic": "LA",
  "ivory coast": "CI",
  "cote d ivoire": "CI",
  "venezuela bolivarian republic of": "VE",
  "bolivarian republic of venezuela": "VE",
  "bolivia plurinational state of": "BO",
  "brunei darussalam": "BN",
  palestinian: "PS",
  palestine: "PS",
  "state of palestine": "PS",
  "west bank": "PS",
  gaza: "PS",
  "region gaza": "PS",
  "region west bank": "PS",
  "occupied palestinian territory": "PS",
  "palestinian territories": "PS",
  "palestine state of": "PS",
  "macedonia the former yugoslav republic of": "MK",
  macedonia: "MK",
  "north macedonia the republic of": "MK",
  "china mainland": "CN",
  "peoples republic of china": "CN",
  "hong kong": "HK",
  macau: "MO",
  macao: "MO",
  "taiwan province of china": "TW",
  "gambia the": "GM",
  "bahamas the": "BS",
  "cape verde": "CV",
  "the netherlands": "NL",
  "kingdom of the netherlands": "NL",
  holland: "NL",
  czechia: "CZ",
  "czech republic": "CZ",
  turkiye: "TR",
  turkey: "TR",
  swaziland: "SZ",
  "timor leste": "TL",
  "east timor": "TL",
  "holy see": "VA",
  "vatican city": "VA",
  "vatican city holy see": "VA",
  "sao tome and principe": "ST",
  "micronesia federated states of": "FM",
  "saint vincent and the grenadines": "VC",
  "man isle of": "IM",
  "isle of man": "IM",
  "saint martin": "MF",
  "st martin": "MF",
  "virgin islands british": "VG",
  "british virgin islands": "VG",
  "virgin islands us": "VI",
  "us virgin islands": "VI",
  "falkland islands islas malvinas": "FK",
  "region northern mali": "ML",
  "region kafia kingi": "SD",
  // Regions of Ukraine that OFAC lists as such stay Ukraine: the code says where, not who rules.
  "region crimea": "UA",
  "region donetsk": "UA",
  "region luhansk": "UA",
  kosovo: "XK",
};

const fold = (name: string): string =>
  name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/['’‘`]/g, "")
    .replace(/&/g, " and ")
    .replace(/\bst\.? /g, "saint ")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

/** Codes that CLDR still names but ISO 3166-1 has withdrawn or never had. */
const NOT_COUNTRIES = new Set([
  "AN",
  "BU",
  "CS",
  "DD",
  "EU",
  "EZ",
  "FX",
  "NT",
  "QO",
  "SU",
  "TP",
  "UN",
  "YD",
  "YU",
  "ZR",
  "ZZ",
]);

/** English country names to ISO 3166 alpha-2, from the CLDR data of the runtime, completed by the publishers' own names. */
const countryTable = (): ReadonlyMap<string, string> => {
  const table = new Map<string, string>();
  const names = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  for (const first of letters)
    for (const second of letters) {
      const code = first + second;
      const isPrivate = /^(?:AA|Q[M-Z]|X[A-JL-Z]|ZZ)$/.test(code);
      if (isPrivate || NOT_COUNTRIES.has(code)) continue;
      const name = names.of(code);
      if (!name) continue;
      table.set(fold(name), code);
      // "Myanmar (Burma)" and "Hong Kong SAR China" are also written without the addition.
      table.set(fold(name.replace(/(?<!\s)\s*\([^()\n]*\)|(?<!\s)\s+SAR China$/g, "")), code);
    }
  for (const [name, code] of Object.entries(PUBLISHER_NAMES)) table.set(name, code);
  return table;
};

const TABLE = countryTable();

/** ISO 3166 alpha-2 of a country as a publisher writes it; `null` when it is not recognised. */
export const countryCode = (name: string | null): string | null => {
  if (name === null) return null;
  const key = fold(name);
  if (key === "") return null;
  const direct = TABLE.get(key) ?? TABLE.get(key.replace(/^the /, ""));
  if (direct) return direct;
  // The UK list gives codes in some columns; "US" is a code, "us" in prose is not.
  const upper = name.trim();
  return /^[A-Z]{2}$/.test(upper) && [...TABLE.values()].includes(upper) ? upper : null;
};

/** The codes of several names, unrecognised ones left out, each once. */
export const countryCodes = (names: readonly (string | null)[]): readonly string[] => [
  ...new Set(names.map(countryCode).filter((code) => code !== null)),
];
