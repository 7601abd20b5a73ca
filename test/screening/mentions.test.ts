import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sourceId } from "../../src/core/brand.ts";
import { instant, isoDate } from "../../src/core/dates.ts";
import type { ListedName, Listing } from "../../src/core/listing.ts";
import { makeMentionFinder } from "../../src/screening/mentions.ts";
import { makeScreener } from "../../src/screening/screener.ts";
import { makeWalletScreen } from "../../src/screening/wallets.ts";
import { listing } from "../support/listings.ts";
import { madeMessages } from "../support/mention-messages.ts";

const alias = (text: string, strength: ListedName["strength"] = "strong"): ListedName => ({
  text,
  role: "alias",
  strength,
  parts: null,
});
const person = (id: string, family: string, given: string, ...aliases: ListedName[]): Listing =>
  listing(id, `${family}, ${given}`, {
    names: [{ text: `${family}, ${given}`, role: "primary", strength: "strong", parts: { family, given } }, ...aliases],
  });
const other = (id: string, kind: Listing["kind"], name: string, fields: Partial<Listing> = {}): Listing =>
  listing(id, name, { kind, ...fields });

const EVM = "0x098B716B8Aaf21512996dC57EB0615e2383E2f96";
const BITCOIN = "12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h";

// Names in the forms in which lists have them; ids and the rest of each listing are placeholders.
const listings: readonly Listing[] = [
  person("kim", "KIM", "Jong Un", alias("김정은")),
  person("putin", "PUTIN", "Vladimir Vladimirovich"),
  person("zaydi", "AL-ZAYDI", "Shibl Muhsin 'Ubayd"),
  person("you", "YOU", "Quan"),
  person("li", "LI", "Na"),
  person(
    "weak",
    "GUZMAN LOERA",
    "Joaquin",
    alias("EL CHAPO", "weak"),
    alias("TIGER", "weak"),
    alias("CHAPITO", "weak"),
  ),
  ...["ALVAREZ", "ROJAS", "PERALTA"].map((family, i) => person(`martin-${i}`, family, "Martin")),
  person("mono", "MAKABURI", ""),
  other("lazarus", "organisation", "LAZARUS GROUP"),
  other("garantex", "organisation", "GARANTEX EUROPE OU", { names: [alias("GARANTEX EUROPE OU"), alias("GARANTEX")] }),
  other("kunlun", "organisation", "BANK OF KUNLUN CO., LTD."),
  other("security", "organisation", "DIGITAL SECURITY"),
  other("alco", "organisation", "ALCO"),
  other("iga", "organisation", "IGA LTDA."),
  other("huge", "vessel", "HUGE"),
  other("sabiti", "vessel", "SABITI"),
  other("tail", "aircraft", "EP-MNH"),
  other("tornado", "organisation", "TORNADO CASH", { removedOn: isoDate("2025-03-21") }),
  listing("wallets", "WALLET PARTY", {
    wallets: [
      { code: "ETH", address: EVM },
      { code: "XBT", address: BITCOIN },
    ],
  }),
];

const NOW = instant(new Date("2026-01-05T00:00:00Z"));
const screener = makeScreener({
  lists: [
    {
      version: {
        list: sourceId("test-list"),
        sha256: "0".repeat(64),
        publishedOn: isoDate("2026-01-05"),
        retrievedAt: NOW,
        entries: listings.length,
        caveat: null,
      },
      listings,
      stale: false,
    },
  ],
  now: () => NOW,
  newId: () => "1",
  stopwatch: () => 0,
});
const { find } = makeMentionFinder({
  listings,
  wallets: makeWalletScreen(listings),
  compare: screener.compare,
  screenName: (text) =>
    screener.screen({ text, kind: "unknown", birth: null, countries: [], gender: null, identifiers: [] }),
});
const alerts = (text: string) => find(text).filter((m) => m.verdict === "match" || m.verdict === "possible-match");

describe("a listed party is found where its name stands", () => {
  it.each([
    ["in the list's order", "Please check KIM, Jong Un before Friday.", "KIM, Jong Un", "kim"],
    ["in natural order", "Has Vladimir Vladimirovich Putin passed?", "Vladimir Vladimirovich Putin", "putin"],
    ["without the patronymic", "I saw Vladimir Putin there.", "Vladimir Putin", "putin"],
    ["in lower case", "is kim jong un sanctioned", "kim jong un", "kim"],
    ["with hyphens", "Kim Jong-un wrote.", "Kim Jong-un", "kim"],
    ["in capitals", "URGENT PAYMENT TO LAZARUS GROUP TODAY", "LAZARUS GROUP", "lazarus"],
    ["in brackets", "Who owns it? (Lazarus Group)", "Lazarus Group", "lazarus"],
    ["in a table cell", "1\tSHIBL MUHSIN 'UBAYD AL-ZAYDI\tparts\t4,200", "SHIBL MUHSIN 'UBAYD AL-ZAYDI", "zaydi"],
    ["in the display name of an e-mail", 'From: "Kim, Jong Un" <office@example.com>', "Kim, Jong Un", "kim"],
    ["in Cyrillic", "Платёж для Путин Владимир Владимирович", "Путин Владимир Владимирович", "putin"],
    ["in Hangul", "김정은 위원장", "김정은", "kim"],
    ["with a zero-width character inside", "ask K\u200bim Jong Un", "K\u200bim Jong Un", "kim"],
    ["after composed and decomposed letters", "Jose\u0301 Pérez met Kim Jong Un", "Kim Jong Un", "kim"],
    ["with its legal form", "wire from Bank of Kunlun Co., Ltd. today", "Bank of Kunlun Co., Ltd.", "kunlun"],
    ["without its legal form", "wire from Bank of Kunlun today", "Bank of Kunlun", "kunlun"],
    ["as one unmistakable word", "They use Garantex a lot.", "Garantex", "garantex"],
    ["as one unmistakable word in lower case", "they use garantex a lot", "garantex", "garantex"],
    ["as a tail number", "seen: aircraft ep-mnh", "ep-mnh", "tail"],
    ["as a ship, said to be one", "the tanker HUGE left port", "HUGE", "huge"],
    ["as an ordinary word that is asked for", "is huge sanctioned?", "huge", "huge"],
    ["as an ordinary word that is all of a field", "Bill to: HUGE\n12 Harbour Road", "HUGE", "huge"],
    ["in two words of the dictionary, in capitals", "We pay DIGITAL SECURITY monthly.", "DIGITAL SECURITY", "security"],
    ["spelled a little otherwise", "Kim Jong-Eun wrote.", "Kim Jong-Eun", "kim"],
  ])("%s", (_, text, name, id) => {
    const [first, ...more] = alerts(text);
    expect(more).toEqual([]);
    expect(first).toMatchObject({
      text: name,
      listingId: id,
      start: text.indexOf(name),
      end: text.indexOf(name) + name.length,
    });
  });

  it("a weak alias of several words is at most a possible match", () => {
    expect(alerts("They call him El Chapo here.")[0]).toMatchObject({ verdict: "possible-match", listingId: "weak" });
  });

  it("several parties and addresses come in the order of the text", () => {
    const text = `Kim Jong Un paid ${EVM}, then Lazarus Group paid ${BITCOIN}.`;
    expect(alerts(text).map((m) => m.listingId)).toEqual(["kim", "wallets", "lazarus", "wallets"]);
  });
});

describe("running text without a listed party raises no alert", () => {
  it.each([
    ["an ordinary word that is a ship", "That is HUGE news."],
    ["an ordinary word that is a weak alias", "A Tiger was seen; TIGER teams met."],
    ["a common given name that is listed alone nowhere", "Martin will sign."],
    ["an abbreviation of finance", "The ALCO met, and an IGA was signed."],
    ["two words of the dictionary as a title", "Digital Security and Encryption"],
    ["a shouted sentence", "CAN YOU PAY TODAY?"],
    ["two short words in lower case", "we met at li na street"],
    ["the family name alone", "Mr Kim called."],
    ["other names with one word in common", "Kim Min Seok and Vladimir Horowitz met."],
    ["a name across the end of a sentence", "We paid Kim. Jong Un is a street."],
    ["the generic words of a listed bank", "The Bank of England and another Bank Co., Ltd. agreed."],
    ["a part of a word", "The lazarusgroupies sing."],
    ["a transaction hash", `tx 0x${"ab12".repeat(16)}`],
    ["nothing", ""],
  ])("%s", (_, text) => {
    expect(alerts(text)).toEqual([]);
  });
});

describe("what else a text names", () => {
  it("names seen that match nothing", () => {
    const seen = find("Dear Mr Ivan Petrov, we also know Maria Gonzalez of Acmetron Trading LLC.");
    expect(seen.map((m) => [m.text, m.verdict, m.listingId])).toEqual([
      ["Ivan Petrov", "no-match", null],
      ["Maria Gonzalez", "no-match", null],
      ["Acmetron Trading LLC", "no-match", null],
    ]);
  });

  it("a removed party is named with its listing and is no alert", () => {
    expect(find("Is Tornado Cash still on the list?")).toMatchObject([
      { text: "Tornado Cash", verdict: "no-match", listingId: "tornado" },
    ]);
  });

  it.each([
    ["listed", `send to ${BITCOIN}!`, BITCOIN, "match"],
    ["in a payment link", `bitcoin:${BITCOIN}?amount=1`, BITCOIN, "match"],
    [
      "with a zero-width character inside",
      `${EVM.slice(0, 9)}\u200b${EVM.slice(9)}`,
      `${EVM.slice(0, 9)}\u200b${EVM.slice(9)}`,
      "match",
    ],
    [
      "broken over two lines",
      `${EVM.slice(0, 20)}=\n${EVM.slice(20)}`,
      `${EVM.slice(0, 20)}=\n${EVM.slice(20)}`,
      "match",
    ],
    ["mistyped", `send to ${BITCOIN.slice(0, -1)}z`, `${BITCOIN.slice(0, -1)}z`, "cannot-tell"],
    ["shortened", "from 0x098B…2f96 yesterday", "0x098B…2f96", "cannot-tell"],
    ["on no list", "to 1BoatSLRHtKNngkdXEeobR76b53LETtpyT", "1BoatSLRHtKNngkdXEeobR76b53LETtpyT", "no-match"],
  ])("an address: %s", (_, text, address, verdict) => {
    const start = text.indexOf(address);
    expect(find(text)).toMatchObject([{ text: address, start, end: start + address.length, kind: "address", verdict }]);
  });
});

describe("properties", () => {
  it("mentions lie inside the text, in order, never overlap, and quote it exactly", () => {
    const piece = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 12 }),
      fc.constantFrom(
        "Kim Jong Un",
        EVM,
        "Lazarus Group",
        "Путин Владимир",
        "é\u0301",
        "\u200b",
        "\n",
        ", ",
        " - ",
        "김정은",
        "“",
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const text = pieces.join(" ");
        let last = 0;
        for (const mention of find(text)) {
          expect(mention.start).toBeGreaterThanOrEqual(last);
          expect(mention.end).toBeGreaterThan(mention.start);
          expect(text.slice(mention.start, mention.end)).toBe(mention.text);
          last = mention.end;
        }
        expect(last).toBeLessThanOrEqual(text.length);
      }),
    );
  });

  it("a listed name stays found whatever stands before and after it", () => {
    const around = fc.string({ unit: "grapheme", maxLength: 30 });
    fc.assert(
      fc.property(around, around, (before, after) => {
        const text = `${before}\n\nKim Jong Un\n\n${after}`;
        expect(alerts(text).some((m) => m.text.includes("Kim Jong Un") && m.listingId === "kim")).toBe(true);
      }),
    );
  });

  it("made messages around unmistakable names are all found", () => {
    const clear = new Set(["kim", "putin", "zaydi", "lazarus", "kunlun", "garantex"]);
    const messages = madeMessages(
      listings,
      200,
      5,
      (name, one) => clear.has(one.listingId) && /^[A-Z]/i.test(name.text),
    );
    for (const message of messages)
      expect(
        alerts(message.text).map((m) => m.listingId),
        message.text,
      ).toContain(message.listing.listingId);
  });
});
