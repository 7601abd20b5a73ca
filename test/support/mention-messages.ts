import type { ListedName, Listing } from "../../src/core/listing.ts";

/** A message made around one listed name or address; `text.slice(start, end)` is what was put in. */
export interface MadeMessage {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly style: string;
  readonly listing: Listing;
  readonly name: ListedName | null;
}

/** Mulberry32: the same messages on every run from the same seed. Gives 0..1. */
export const seeded = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
};

const natural = (name: ListedName): string => {
  const { family, given } = name.parts ?? { family: null, given: null };
  return family && given ? `${given} ${family}` : name.text;
};
const titled = (text: string): string =>
  text
    .toLowerCase()
    .replace(/(^|[\s(-])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());

/** BGN-like letters back to Cyrillic: enough to write a Latin name as a Russian would find it. Longest first. */
const CYRILLIC: readonly (readonly [RegExp, string])[] = (
  [
    ["shch", "щ"],
    ["zh", "ж"],
    ["kh", "х"],
    ["ts", "ц"],
    ["ch", "ч"],
    ["sh", "ш"],
    ["yu", "ю"],
    ["ya", "я"],
    ["yo", "ё"],
    ["a", "а"],
    ["b", "б"],
    ["c", "к"],
    ["d", "д"],
    ["e", "е"],
    ["f", "ф"],
    ["g", "г"],
    ["h", "х"],
    ["i", "и"],
    ["j", "дж"],
    ["k", "к"],
    ["l", "л"],
    ["m", "м"],
    ["n", "н"],
    ["o", "о"],
    ["p", "п"],
    ["q", "к"],
    ["r", "р"],
    ["s", "с"],
    ["t", "т"],
    ["u", "у"],
    ["v", "в"],
    ["w", "в"],
    ["x", "кс"],
    ["y", "й"],
    ["z", "з"],
  ] as const
).map(([latin, letter]) => [new RegExp(latin, "g"), letter] as const);
const inCyrillic = (text: string): string =>
  titled(CYRILLIC.reduce((done, [latin, letter]) => done.replace(latin, letter), text.toLowerCase()));

interface Style {
  readonly name: string;
  readonly write: (name: ListedName) => string;
  readonly around: readonly string[];
  /** Which listed names can be written so. */
  readonly fits: (name: ListedName, listing: Listing) => boolean;
}

const anyName = (): boolean => true;
const persons = (_: ListedName, listing: Listing): boolean => listing.kind === "person";
const russian = (name: ListedName, listing: Listing): boolean =>
  listing.kind === "person" && /^[a-z ,'-]+$/i.test(name.text) && /(?:ov|ev|skiy|skii|enko|ova|eva)\b/i.test(name.text);

/** `#` is where the name goes. */
const STYLES: readonly Style[] = [
  {
    name: "listed order",
    write: (name) => name.text,
    around: ["Please check # before we onboard them.", "Do we know #?", "We got a request from # yesterday."],
    fits: anyName,
  },
  {
    name: "natural order",
    write: (name) => titled(natural(name)),
    around: [
      "Has # passed screening?",
      "I met # at the conference in Geneva last week.",
      "The counterparty is #, as discussed.",
    ],
    fits: persons,
  },
  {
    name: "lower case",
    write: (name) => natural(name).toLowerCase(),
    around: ["is # sanctioned", "pls screen # asap", "new customer # wants to open an account"],
    fits: anyName,
  },
  {
    name: "all capitals",
    write: (name) => natural(name).toUpperCase(),
    around: ["URGENT PAYMENT TO # TODAY", "BENEFICIARY # ACCOUNT 00123", "PLEASE RELEASE FUNDS FOR #"],
    fits: anyName,
  },
  {
    name: "punctuation",
    write: (name) => natural(name),
    around: [
      "Who owns it? (#)",
      "Directors: #; two others unknown.",
      'The note says "#" - please confirm!',
      "- #\n- somebody else",
    ],
    fits: anyName,
  },
  {
    name: "invoice line",
    write: (name) => natural(name).toUpperCase(),
    around: [
      "INV 2024-0117 | # | 3 x consulting | USD 12,400.00",
      "Invoice 8841\nBill to: #\n12 Harbour Road\nTotal: EUR 990.00",
      "1\t#\tspare parts\t4,200.00",
    ],
    fits: anyName,
  },
  {
    name: "display name of an e-mail",
    write: (name) => titled(natural(name)),
    around: [
      'From: "#" <office@example.com>\nSubject: Offer\n\nDear all,',
      "To: # <x@example.org>",
      "Regards,\n#\nManaging Director",
    ],
    fits: anyName,
  },
  {
    name: "zero-width characters inside",
    write: (name) => natural(name).replace(/(\p{L})(\p{L})/u, "$1\u200b$2"),
    around: ["Could you look at #?", "Transfer for # arrived."],
    fits: anyName,
  },
  {
    name: "Cyrillic",
    write: (name) => inCyrillic(natural(name)),
    around: ["Проверьте, пожалуйста, # до пятницы.", "Платёж для # от 3 марта", "Договор с # подписан."],
    fits: russian,
  },
  {
    name: "with a title",
    write: (name) => titled(natural(name)),
    around: ["Mr # will sign.", "Dr. # is the director.", "Contact: Mrs. #"],
    fits: persons,
  },
];

const MOST_TRIES = 2000;

/** Messages around listed names, one style after the other; the same for the same seed. `wanted` picks among the names. */
export const madeMessages = (
  listings: readonly Listing[],
  count: number,
  seed: number,
  wanted: (name: ListedName, listing: Listing) => boolean,
): readonly MadeMessage[] => {
  const random = seeded(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const messages: MadeMessage[] = [];
  for (let i = 0, tries = 0; messages.length < count; ) {
    const style = STYLES[i % STYLES.length] as Style;
    const listing = pick(listings);
    const name = pick(listing.names);
    if (!wanted(name, listing) || !style.fits(name, listing)) {
      // No listed name can be written so: on to the next style.
      if (++tries % MOST_TRIES === 0) i++;
      continue;
    }
    i++;
    const written = style.write(name);
    const around = pick(style.around);
    const start = around.indexOf("#");
    const text = around.replace("#", () => written);
    messages.push({ text, start, end: start + written.length, style: style.name, listing, name });
  }
  return messages;
};

/** Messages around listed addresses. */
export const walletMessages = (listings: readonly Listing[], count: number, seed: number): readonly MadeMessage[] => {
  const random = seeded(seed);
  const all = listings.flatMap((listing) => listing.wallets.map((wallet) => ({ listing, address: wallet.address })));
  const arounds = [
    "Send it to # please",
    "bitcoin:#?amount=1",
    "The wallet is “#”.",
    "payout -> # (USDT)",
    "#",
    "see https://example.com/address/#",
    "from 0x0000000000000000000000000000000000000001 to #, thanks",
  ];
  return Array.from({ length: count }, (_, i) => {
    const { listing, address } = all[Math.floor(random() * all.length)] as (typeof all)[number];
    const around = arounds[i % arounds.length] ?? "#";
    const start = around.indexOf("#");
    return {
      text: around.replace("#", () => address),
      start,
      end: start + address.length,
      style: "address",
      listing,
      name: null,
    };
  });
};
