import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isoDate } from "../../src/core/dates.ts";
import { makeWalletScreen } from "../../src/screening/wallets.ts";
import { listing } from "../support/listings.ts";
import { sharedData } from "../support/shared-data.ts";
import { mutated, walletsIn } from "../support/wallets.ts";

// Addresses of the SDN list as published; the parties here are placeholders.
const EVM = "0x098B716B8Aaf21512996dC57EB0615e2383E2f96";
const BITCOIN = "12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h";
const SEGWIT = "bc1q7xfqqw9htr88t7vafg80p4qrlpjfyaps452x5g";
const CASH = "qpf2cphc5dkuclkqur7lhj2yuqq9pk3hmukle77vhq";
const CASH_LEGACY = "18Y8VPic2pZsvyLaYVdSLQdCuT2nAJJ3hd";
const LEGACY = "18M8bJWMzWHDBMxoLqjHHAffdRy4SrzkfB";
const TRON = "TMStbg5fgb4uTV7fK1gEYF9hKAzP3siPsG";
const RIPPLE = "rnXyVQzgxZe7TR1EPzTkGj2jxH4LMJYh66";
const MONERO = "49HqitRzdnhYjgTEAhgGpCfsjdTeMbUTU6cyR4JV1R7k2Eej9rGT8JpFiYDa4tZM6RZiFrHmMzgSrhHEqpDYKBe5B2ufNsL";
const HEX64 = "5be5543ff73456ab9f2d207887e2af87322c651ea1a873c5b25b7ffae456c320";
/** Base58 in form, checksum wrong: the list has such entries, and they must be found. */
const BROKEN = "12QtD5BFwRsdNsAZY76UVE1xyCGNTojH8h";
const REMOVED = "0x8589427373D6D84E98730D7795D8f6f8731FDA16";

const screen = makeWalletScreen([
  listing("1", "FIRST PARTY", {
    wallets: [
      { code: "ETH", address: EVM },
      { code: "ARB", address: EVM },
      { code: "BSC", address: EVM },
    ],
  }),
  listing("2", "SECOND PARTY", { wallets: [BITCOIN, SEGWIT, TRON].map((address) => ({ code: "XBT", address })) }),
  listing("3", "THIRD PARTY", { wallets: [CASH, LEGACY].map((address) => ({ code: "BCH", address })) }),
  listing("4", "FOURTH PARTY", {
    wallets: [
      { code: "XRP", address: RIPPLE },
      { code: "XMR", address: MONERO },
      { code: "XMR", address: HEX64 },
      { code: "USDT", address: BROKEN },
    ],
  }),
  listing("5", "FORMER PARTY", {
    removedOn: isoDate("2025-03-21"),
    listedOn: isoDate("2022-08-08"),
    wallets: [{ code: "ETH", address: REMOVED }],
  }),
]);

const hitsOf = (text: string) => screen.screen(text).hits.map((hit) => hit.listingId);
const said = (text: string) => screen.screen(text).warnings.join(" ");

describe("a listed address is a match", () => {
  it.each([
    ["as listed", EVM, "1"],
    ["an EVM address in lower case", EVM.toLowerCase(), "1"],
    ["an EVM address in upper case", `0x${EVM.slice(2).toUpperCase()}`, "1"],
    ["an EVM address without 0x", EVM.slice(2), "1"],
    ["a Bitcoin link with an amount", `bitcoin:${BITCOIN}?amount=0.5&label=rent`, "2"],
    ["an Ethereum link with a chain id", `ethereum:${EVM}@1`, "1"],
    [
      "the recipient of a token payment link",
      `ethereum:0xdAC17F958D2ee523a2206206994597C13D831ec7@1/transfer?address=${EVM}&uint256=1`,
      "1",
    ],
    ["an explorer page", `https://etherscan.io/address/${EVM}#code`, "1"],
    ["quotation marks and a full stop around it", ` «${BITCOIN}».`, "2"],
    ["brackets around it", `(${SEGWIT})`, "2"],
    ["bech32 in upper case, as QR codes hold it", SEGWIT.toUpperCase(), "2"],
    ["cashaddr with its prefix, listed without", `bitcoincash:${CASH}`, "3"],
    ["cashaddr in upper case", `BITCOINCASH:${CASH.toUpperCase()}`, "3"],
    ["the legacy spelling of a listed cashaddr", CASH_LEGACY, "3"],
    ["zero-width characters inside", `${BITCOIN.slice(0, 9)}\u200b${BITCOIN.slice(9)}\ufeff`, "2"],
    [
      "a Hangul filler and a soft hyphen inside",
      `${TRON.slice(0, 5)}\u3164${TRON.slice(5, 9)}\u00ad${TRON.slice(9)}`,
      "2",
    ],
    ["Cyrillic letters that look Latin", EVM.replace("x", "х").replace("B", "В"), "1"],
    ["fullwidth characters", EVM.replace(/[0-9]/g, (d) => String.fromCharCode(0xff10 + Number(d))), "1"],
    ["spaces in groups of four", EVM.replace(/(.{4})/g, "$1 "), "1"],
    ["a Tron address listed under XBT", TRON, "2"],
    ["an XRP Ledger address", RIPPLE, "4"],
    ["a Monero address", MONERO, "4"],
    ["64 hexadecimal digits listed as an address", HEX64.toUpperCase(), "4"],
    ["a listed address whose checksum fails", BROKEN, "4"],
  ])("%s", (_, text, id) => {
    const finding = screen.screen(text);
    expect(finding.verdict).toBe("match");
    expect(finding.hits.map((hit) => hit.listingId)).toContain(id);
    expect(screen.recognises(text)).toBe(true);
  });

  it("names every code of the listing once, and the reach of an EVM address", () => {
    const [hit, ...more] = screen.screen(EVM).hits;
    expect(more).toEqual([]);
    expect(hit?.reasons[0]).toBe("The address is listed under ETH, ARB and BSC; counts on every EVM chain.");
  });

  it.each([
    ["invisible characters", `${BITCOIN}\u200b`, "Invisible characters"],
    ["punctuation", `"${BITCOIN}"`, "Surrounding punctuation"],
    ["a payment link", `bitcoin:${BITCOIN}`, 'The payment link "bitcoin:"'],
    ["look-alike letters", EVM.replace("x", "х"), "look like Latin"],
    ["a wrong checksum of mixed case", EVM.replace("d", "D"), "Its checksum fails"],
  ])("says what was undone: %s", (_, text, sentence) => {
    expect(said(text)).toContain(sentence);
  });

  it("says nothing where nothing was undone", () => {
    expect(screen.screen(EVM).warnings).toEqual([]);
  });
});

describe("an address near a listed one is no hit but is named", () => {
  it.each([
    ["a wrong last character", `${EVM.slice(0, -1)}7`, 'character 42 is "7", the listed address has "6"'],
    ["a missing character", BITCOIN.slice(0, 5) + BITCOIN.slice(6), '"5" is missing as character 6'],
    ["a character too many", `${BITCOIN.slice(0, 5)}z${BITCOIN.slice(5)}`, 'character 6, "z", is one too many'],
    ["two neighbours swapped", "21QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h", "characters 1 and 2 are swapped"],
    ["base58 in another case", BITCOIN.toLowerCase(), "nothing but upper and lower case differs"],
    ["one slip and 0x left out", `${EVM.slice(2, -1)}7`, "character 42"],
    ["one slip in a cashaddr with prefix", `bitcoincash:${CASH.slice(0, -1)}p`, "character 42"],
    ["a letter that base58 does not have", BITCOIN.replace("1", "l"), 'character 1 is "l"'],
  ])("%s", (_, text, slip) => {
    const finding = screen.screen(text);
    expect(finding.hits).toEqual([]);
    expect(finding.verdict).toBe("cannot-tell");
    expect(finding.warnings.join(" ")).toContain("Probably mistyped");
    expect(finding.warnings.join(" ")).toContain(slip);
    expect(finding.nearest?.name).toMatch(/PARTY/);
    expect(screen.recognises(text)).toBe(true);
  });

  it("calls an address with the same ends a lookalike", () => {
    const poisoned = `0x098b${"7".repeat(32)}2f96`;
    expect(hitsOf(poisoned)).toEqual([]);
    expect(said(poisoned)).toMatch(/^Lookalike: the first 4 and last 4 characters equal those of 0x098B/);
    expect(screen.screen(poisoned).verdict).toBe("no-match");
  });

  it("asks for the whole of a shortened address", () => {
    expect(said("0x098B…2f96")).toContain("Screen the whole address");
    expect(screen.screen("0x098B…2f96").verdict).toBe("cannot-tell");
  });

  it("says nothing about an address whose ends differ by one character", () => {
    expect(screen.screen(`0x099b${"7".repeat(32)}2f96`).warnings).toEqual([]);
    expect(screen.screen(`0x099b${"7".repeat(32)}2f96`).verdict).toBe("no-match");
  });

  it("the same key on another chain is a possible match that says why", () => {
    // A Tron address is base58check of 0x41 and the 20 bytes that an EVM address is.
    const finding = screen.screen("0x7de5ab1914e241177344936dc33b4a8157c98248");
    expect(finding.verdict).toBe("possible-match");
    expect(finding.hits[0]?.reasons[0]).toContain(`of the same key as ${TRON}`);
  });

  it("a long text is answered at once and is no address", () => {
    expect(screen.screen("x1".repeat(500_000)).verdict).toBe("cannot-tell");
  });
});

describe("what a cut remark left of an address", () => {
  const { recognises } = makeWalletScreen([listing("1", "CUT PARTY", { wallets: [{ code: "XBT", address: "3" }] })]);
  it.each([
    ["a name of single letters", "R/E OF AUDREY FARM"],
    ["a letter", "R"],
  ])("is near nothing: %s stays a name", (_claim, text) => {
    expect(recognises(text)).toBe(false);
  });
});

describe("what no list holds", () => {
  it.each([
    ["a right checksum gives no match found", "1BoatSLRHtKNngkdXEeobR76b53LETtpyT", "no-match", null],
    ["a wrong checksum cannot be told", "1BoatSLRHtKNngkdXEeobR76b53LETtpyU", "cannot-tell", "Its checksum fails"],
    [
      "an EIP-55 checksum that fails cannot be told",
      "0xDAC17F958D2ee523a2206206994597C13D831ec7",
      "cannot-tell",
      "Its checksum fails",
    ],
    [
      "an EVM address in lower case carries no checksum",
      "0xdac17f958d2ee523a2206206994597c13d831ec7",
      "no-match",
      null,
    ],
    ["an unknown format cannot be told", "wallet-of-a-friend-99", "cannot-tell", "not known here"],
    ["nothing at all cannot be told", "", "cannot-tell", "not known here"],
  ])("%s", (_, text, verdict, sentence) => {
    const finding = screen.screen(text);
    expect(finding.verdict).toBe(verdict);
    expect(finding.hits).toEqual([]);
    if (sentence) expect(finding.warnings.join(" ")).toContain(sentence);
    else expect(finding.warnings).toEqual([]);
  });

  it.each([
    "Song Kum Hyok",
    "MohammadAbdurrahmanNassarHussein",
    "TRADING COMPANY OF THE NORTH AND SOUTH",
    "Bitcoin",
    "ethereum: what is it",
    "3 Brothers Shipping and Trading Group",
  ])("does not take the name %s for an address", (name) => {
    expect(screen.recognises(name)).toBe(false);
  });
});

describe("listings that are not in force", () => {
  it("a removed address is no hit; its removal is told", () => {
    expect(hitsOf(REMOVED)).toEqual([]);
    expect(said(REMOVED)).toContain("removed on 21 March 2025");
    expect(screen.screen(REMOVED).verdict).toBe("no-match");
  });

  it("as of a day before the removal it is a hit", () => {
    expect(screen.screen(REMOVED, isoDate("2025-03-20")).verdict).toBe("match");
  });

  it("as of a day before the designation it is none", () => {
    const finding = screen.screen(REMOVED, isoDate("2022-08-07"));
    expect(finding.verdict).toBe("no-match");
    expect(finding.warnings.join(" ")).toContain("since 8 August 2022");
  });

  it("the same address listed by another party is still a hit", () => {
    const both = makeWalletScreen([
      listing("5", "FORMER PARTY", { removedOn: isoDate("2025-03-21"), wallets: [{ code: "ETH", address: REMOVED }] }),
      listing("6", "OTHER PARTY", { wallets: [{ code: "ETH", address: REMOVED }] }),
    ]);
    const finding = both.screen(REMOVED);
    expect(finding.hits.map((hit) => hit.name)).toEqual(["OTHER PARTY"]);
    expect(finding.warnings.join(" ")).toContain("FORMER PARTY");
  });
});

describe("properties", () => {
  it("any text is answered, without an exception", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 120 }), (text) => {
        const finding = screen.screen(text);
        expect(finding.hits).toEqual([]);
        expect(["no-match", "cannot-tell"]).toContain(finding.verdict);
      }),
    );
  });

  it("invisible characters and punctuation never hide a listed address", () => {
    const invisible = fc.constantFrom("\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u3164", "\u202e");
    fc.assert(
      fc.property(fc.constantFrom(EVM, BITCOIN, SEGWIT, TRON, MONERO), fc.nat(200), invisible, (address, at, mark) => {
        const i = at % (address.length + 1);
        expect(screen.screen(`<${address.slice(0, i)}${mark}${address.slice(i)}>,`).verdict).toBe("match");
      }),
    );
  });
});

const folder = sharedData("crypto", "2024-05-29");
describe.skipIf(folder === null)("the published addresses of 29 May 2024", () => {
  const wallets = folder === null ? [] : walletsIn(folder);
  const all = makeWalletScreen(wallets.map((wallet, i) => listing(String(i), `PARTY ${i}`, { wallets: [wallet] })));

  it("every one is a match and is recognised as an address", () => {
    expect(wallets).toHaveLength(649);
    for (const { address } of wallets) {
      expect(all.screen(address).verdict, address).toBe("match");
      expect(all.recognises(address), address).toBe(true);
    }
  });

  it("one slip in any of them gives no hit and names the address that was meant", () => {
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom(0, 1, 2, 3), fc.nat(), fc.nat(), (which, kind, at, pick) => {
        const address = wallets[which % wallets.length]?.address ?? "";
        const slip = mutated(address, kind as 0 | 1 | 2 | 3, at, pick);
        fc.pre(slip.toLowerCase() !== address.toLowerCase());
        const finding = all.screen(slip);
        expect(finding.hits).toEqual([]);
        expect(finding.warnings.some((line) => line.startsWith("Probably mistyped") && line.includes(address))).toBe(
          true,
        );
      }),
      { numRuns: 2000 },
    );
  });
});
