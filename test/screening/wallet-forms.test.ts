import { sha256 } from "@noble/hashes/sha2.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { base58, base58xmr, base58xrp, bech32, bech32m, createBase58check } from "@scure/base";
import { encodeCashAddress } from "ecashaddrjs";
import fc from "fast-check";
import { addr } from "micro-eth-signer";
import { describe, expect, it } from "vitest";
import { addressForm } from "../../src/screening/address-formats.ts";

const base58check = createBase58check(sha256);
const joined = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(parts.flatMap((part) => [...part]));
const versioned =
  (...version: number[]) =>
  (hash: Uint8Array): string =>
    base58check.encode(joined(new Uint8Array(version), hash));
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

/** Kind -> how its addresses are made from 20 bytes, with the encoders of the libraries. */
const KINDS: readonly (readonly [string, string, (hash: Uint8Array) => string])[] = [
  ["Bitcoin public key hash", "a Bitcoin, Bitcoin Cash or Bitcoin SV address", versioned(0x00)],
  ["Bitcoin script hash", "a Bitcoin, Bitcoin Cash or Bitcoin SV address", versioned(0x05)],
  ["Litecoin", "a Litecoin address", versioned(0x30)],
  ["Dash", "a Dash address", versioned(0x4c)],
  ["Bitcoin Gold", "a Bitcoin Gold address", versioned(0x26)],
  ["Dogecoin and Verge", "a Dogecoin or Verge address", versioned(0x1e)],
  ["Zcash, transparent", "a Zcash address", versioned(0x1c, 0xb8)],
  ["Tron", "a Tron address", versioned(0x41)],
  ["XRP Ledger", "an XRP Ledger address", (hash) => base58xrp.encode(base58.decode(versioned(0x00)(hash)))],
  ["Bitcoin, witness version 0", "a Bitcoin address", (hash) => bech32.encode("bc", [0, ...bech32.toWords(hash)])],
  [
    "Bitcoin, taproot",
    "a Bitcoin address",
    (hash) => bech32m.encode("bc", [1, ...bech32m.toWords(joined(hash, hash.slice(0, 12)))]),
  ],
  ["Bitcoin Cash", "a Bitcoin Cash address", (hash) => encodeCashAddress("bitcoincash", "p2pkh", hash)],
  ["Ethereum", "an Ethereum address", (hash) => addr.addChecksum(`0x${hex(hash)}`)],
  [
    "Monero",
    "a Monero address",
    (hash) => {
      const body = joined(new Uint8Array([18]), hash, hash, hash, hash.slice(0, 4));
      return base58xmr.encode(joined(body, keccak_256(body).slice(0, 4)));
    },
  ],
];
const hashes = fc.uint8Array({ minLength: 20, maxLength: 20 });

describe.each(KINDS)("%s", (_, chain, encode) => {
  it("is recognised and its checksum is right", () => {
    fc.assert(
      fc.property(hashes, (hash) => {
        const form = addressForm(encode(hash));
        expect(form?.chain).toBe(chain);
        // An Ethereum address whose letters happen to be of one case carries no checksum.
        expect(["valid", chain === "an Ethereum address" ? "none" : "valid"]).toContain(form?.checksum);
      }),
      { numRuns: 30 },
    );
  });

  it("has a wrong checksum after two neighbouring characters were swapped", () => {
    fc.assert(
      fc.property(hashes, fc.nat(), (hash, at) => {
        const address = encode(hash);
        const i = 6 + (at % (address.length - 16));
        const swapped = address.slice(0, i) + address[i + 1] + address[i] + address.slice(i + 2);
        fc.pre(swapped.toLowerCase() !== address.toLowerCase());
        // EIP-55 is about 15 bits in the case of the letters and lets some slips through; the others have 30 bits and more.
        fc.pre(chain !== "an Ethereum address" || !addr.isValid(swapped));
        expect(addressForm(swapped)?.checksum ?? "fails").toBe("fails");
      }),
      { numRuns: 30 },
    );
  });
});

describe("spellings of one address have one canonical form", () => {
  const one = new Uint8Array(20).fill(7);
  it.each([
    ["an EVM address in any case", addr.addChecksum(`0x${hex(one)}`), `0x${hex(one).toUpperCase()}`],
    ["an EVM address without 0x", `0x${hex(one)}`, hex(one)],
    [
      "cashaddr with and without prefix",
      encodeCashAddress("bitcoincash", "p2pkh", one),
      encodeCashAddress("bitcoincash", "p2pkh", one).slice("bitcoincash:".length),
    ],
    ["cashaddr and the legacy form", encodeCashAddress("bitcoincash", "p2pkh", one), versioned(0)(one)],
    [
      "bech32 in upper case",
      bech32.encode("bc", [0, ...bech32.toWords(one)]),
      bech32.encode("bc", [0, ...bech32.toWords(one)]).toUpperCase(),
    ],
  ])("%s", (_, a, b) => {
    expect(addressForm(a)?.canonical).toBe(addressForm(b)?.canonical);
  });

  it.each([
    ["base58 in another case", versioned(0)(one), versioned(0)(one).toLowerCase()],
    ["the same hash as key and as script", versioned(0)(one), versioned(5)(one)],
    ["the same hash on Bitcoin and on Litecoin", versioned(0)(one), versioned(0x30)(one)],
    [
      "eCash and Bitcoin Cash",
      encodeCashAddress("bitcoincash", "p2pkh", one),
      encodeCashAddress("ecash", "p2pkh", one),
    ],
  ])("but not: %s", (_, a, b) => {
    expect(addressForm(a)?.canonical).not.toBe(addressForm(b)?.canonical);
  });
});

describe("what is no address", () => {
  it.each([
    ["a word", "Bitcoin"],
    ["a bech32 text of a chain that is not known", "xyz1qqqqqqqqqqqqqqqq"],
    ["nothing", ""],
    ["a number of an account", "DE89370400440532013000"],
    ["letters without a digit", "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRS"],
  ])("%s", (_, text) => {
    expect(addressForm(text)).toBeNull();
  });

  it("witness version 1 under the checksum of version 0 fails (BIP 350)", () => {
    const wrong = bech32.encode("bc", [1, ...bech32.toWords(new Uint8Array(32).fill(3))]);
    expect(addressForm(wrong)?.checksum).toBe("fails");
  });
});
