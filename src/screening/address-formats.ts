import { sha256 } from "@noble/hashes/sha2.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { base58, base58xmr, base58xrp, bech32, bech32m, createBase58check } from "@scure/base";
import { decodeCashAddress } from "ecashaddrjs";
import { addr } from "micro-eth-signer";
import { table } from "../core/table.ts";

/** What an address is by its form alone. The code under which a list names it is another matter and is never trusted. */
export interface AddressForm {
  /** "a Bitcoin address", for prose. */
  readonly chain: string;
  /** "none": the form carries no checksum, as an EVM address all in lower case. */
  readonly checksum: "valid" | "fails" | "none";
  /** Two spellings of one address have the same canonical form. */
  readonly canonical: string;
  /** The bare key or script hash inside. Equal hashes on different chains are held by the same key. `null` when it cannot be read. */
  readonly keyHash: string | null;
}

const base58check = createBase58check(sha256);
const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** The decoded value, or `null` where the library throws: a wrong checksum is an expected outcome here. */
const attempt = <T>(decode: () => T): T | null => {
  try {
    return decode();
  } catch {
    return null;
  }
};

const BITCOIN_FAMILY = "a Bitcoin, Bitcoin Cash or Bitcoin SV address";
const DOGE = "a Dogecoin or Verge address";

/** Version bytes of base58check payloads: prefix in hex -> chain. Sources: chainparams.cpp of each project, Tron address format TIP-01. */
const BASE58_VERSIONS: Readonly<
  Record<string, { readonly chain: string; readonly kind: "account" | "pubkey" | "script" }>
> = {
  "00": { chain: BITCOIN_FAMILY, kind: "pubkey" },
  "05": { chain: BITCOIN_FAMILY, kind: "script" },
  "30": { chain: "a Litecoin address", kind: "pubkey" },
  "32": { chain: "a Litecoin address", kind: "script" },
  "4c": { chain: "a Dash address", kind: "pubkey" },
  "10": { chain: "a Dash address", kind: "script" },
  "26": { chain: "a Bitcoin Gold address", kind: "pubkey" },
  "17": { chain: "a Bitcoin Gold address", kind: "script" },
  "1e": { chain: DOGE, kind: "pubkey" },
  "16": { chain: "a Dogecoin address", kind: "script" },
  "21": { chain: "a Verge address", kind: "script" },
  "41": { chain: "a Tron address", kind: "account" },
  "1cb8": { chain: "a Zcash address", kind: "pubkey" },
  "1cbd": { chain: "a Zcash address", kind: "script" },
};

/** How an address of each kind begins, for texts whose checksum fails and that therefore cannot be decoded. */
const BASE58_SHAPES: readonly { readonly pattern: RegExp; readonly chain: string }[] = [
  { pattern: /^[13][1-9A-HJ-NP-Za-km-z]{24,34}$/, chain: BITCOIN_FAMILY },
  { pattern: /^T[1-9A-HJ-NP-Za-km-z]{33}$/, chain: "a Tron address" },
  { pattern: /^t[13][1-9A-HJ-NP-Za-km-z]{33}$/, chain: "a Zcash address" },
  { pattern: /^[LM][1-9A-HJ-NP-Za-km-z]{26,33}$/, chain: "a Litecoin address" },
  { pattern: /^[X7][1-9A-HJ-NP-Za-km-z]{33}$/, chain: "a Dash address" },
  { pattern: /^[GA][1-9A-HJ-NP-Za-km-z]{33}$/, chain: "a Bitcoin Gold address" },
  { pattern: /^D[1-9A-HJ-NP-Za-km-z]{33}$/, chain: DOGE },
  { pattern: /^r[1-9A-HJ-NP-Za-km-z]{24,34}$/, chain: "an XRP Ledger address" },
];

/** Human-readable prefixes of bech32 addresses (SLIP-0173 and the Cosmos chain registry). */
const BECH32_CHAINS: Readonly<Record<string, string>> = table({
  bc: "a Bitcoin address",
  tb: "a Bitcoin test network address",
  ltc: "a Litecoin address",
  btg: "a Bitcoin Gold address",
  bnb: "a BNB Beacon Chain address",
  addr: "a Cardano address",
  cosmos: "a Cosmos address",
  osmo: "an Osmosis address",
  zs: "a Zcash shielded address",
  u: "a Zcash unified address",
});

/** Reads the form of an address. `null` when it has the form of none known here. `text` is cleaned (address-input.ts). */
export const addressForm = (text: string): AddressForm | null =>
  evm(text) ?? bech(text) ?? cashAddress(text) ?? monero(text) ?? base58Address(text) ?? solana(text) ?? bareHex(text);

const EVM = /^(?:0x)?([0-9a-f]{40})$/i;
const evm = (text: string): AddressForm | null => {
  const digits = EVM.exec(text)?.[1];
  if (!digits) return null;
  const canonical = `0x${digits.toLowerCase()}`;
  // EIP-55 hides the checksum in the case of the letters: one case only means that there is none.
  const mixed = /[a-f]/.test(digits) && /[A-F]/.test(digits);
  const checksum = !mixed ? "none" : addr.isValid(`0x${digits}`) ? "valid" : "fails";
  return { chain: "an Ethereum address", checksum, canonical, keyHash: `account:${digits.toLowerCase()}` };
};

const BECH32 = /^([a-z]{1,10})1([ac-hj-np-z02-9]{8,400})$/;
const bech = (text: string): AddressForm | null => {
  // BIP 173: all upper or all lower; a mixture is read as lower case but its checksum fails.
  const lower = text.toLowerCase();
  const prefix = BECH32.exec(lower)?.[1];
  const chain = prefix === undefined ? undefined : BECH32_CHAINS[prefix];
  if (!prefix || !chain) return null;
  const asOne = text === lower || text === text.toUpperCase();
  const decoded = asOne
    ? attempt(() => ({ m: false, ...bech32.decode(`${prefix}1${lower.slice(prefix.length + 1)}`, false) }))
    : null;
  const decodedM =
    decoded || !asOne
      ? null
      : attempt(() => ({ m: true, ...bech32m.decode(`${prefix}1${lower.slice(prefix.length + 1)}`, false) }));
  const found = decoded ?? decodedM;
  // BIP 350: witness version 0 uses bech32, versions 1 to 16 bech32m.
  const segwit = prefix === "bc" || prefix === "tb" || prefix === "ltc" || prefix === "btg";
  const version = found?.words[0] ?? 0;
  const valid = found !== null && (!segwit || (version <= 16 && (version === 0) === !found.m));
  const program = valid && segwit ? attempt(() => bech32.fromWords(found.words.slice(1))) : null;
  const keyHash = program && version === 0 && program.length === 20 ? `pubkey:${hexOf(program)}` : null;
  return { chain, checksum: valid ? "valid" : "fails", canonical: lower, keyHash };
};

const CASH = /^(?:(bitcoincash|ecash|bchtest):)?([qpzr][ac-hj-np-z02-9]{41,110})$/i;
const cashAddress = (text: string): AddressForm | null => {
  const m = CASH.exec(text);
  if (!m) return null;
  const lower = text.toLowerCase();
  const asOne = text === lower || text === text.toUpperCase() || m[2] === m[2]?.toUpperCase();
  const decoded = asOne ? attempt(() => decodeCashAddress(lower)) : null;
  const prefix = decoded?.prefix ?? m[1]?.toLowerCase() ?? "bitcoincash";
  const chain = prefix === "bitcoincash" ? "a Bitcoin Cash address" : `an address of the network "${prefix}"`;
  if (!decoded) return { chain, checksum: "fails", canonical: `${prefix}:${m[2]?.toLowerCase()}`, keyHash: null };
  const keyHash = `${decoded.type === "p2sh" ? "script" : "pubkey"}:${decoded.hash}`;
  // bitcoincash:qpf2… and 18M8b… are two spellings of one address.
  return { chain, checksum: "valid", canonical: prefix === "bitcoincash" ? `bitcoin:${keyHash}` : lower, keyHash };
};

const MONERO = /^[48][1-9A-HJ-NP-Za-km-z]{94}(?:[1-9A-HJ-NP-Za-km-z]{11})?$/;
const monero = (text: string): AddressForm | null => {
  if (!MONERO.test(text)) return null;
  const bytes = attempt(() => base58xmr.decode(text));
  const valid = bytes !== null && hexOf(keccak_256(bytes.slice(0, -4)).slice(0, 4)) === hexOf(bytes.slice(-4));
  return { chain: "a Monero address", checksum: valid ? "valid" : "fails", canonical: text, keyHash: null };
};

const base58Address = (text: string): AddressForm | null => {
  const shape = BASE58_SHAPES.find((known) => known.pattern.test(text));
  if (!shape) return null;
  const fails: AddressForm = { chain: shape.chain, checksum: "fails", canonical: text, keyHash: null };
  // The XRP Ledger writes base58check with letters of its own; the payload and its checksum are Bitcoin's.
  if (text.startsWith("r")) {
    const payload = attempt(() => base58check.decode(base58.encode(base58xrp.decode(text))));
    if (payload?.length !== 21) return fails;
    return { ...fails, checksum: "valid", keyHash: `pubkey:${hexOf(payload.slice(1))}` };
  }
  const payload = attempt(() => base58check.decode(text));
  if (!payload) return fails;
  const version = BASE58_VERSIONS[hexOf(payload.slice(0, payload.length - 20))];
  if (!version) return fails;
  const keyHash = `${version.kind}:${hexOf(payload.slice(-20))}`;
  const canonical = version.chain === BITCOIN_FAMILY ? `bitcoin:${keyHash}` : text;
  return { chain: version.chain, checksum: "valid", canonical, keyHash };
};

const SOLANA = /^[1-9A-HJ-NP-Za-km-z]{32,44}$/;
const solana = (text: string): AddressForm | null => {
  // A word of 32 letters is no key: random base58 of that length holds a digit and both cases.
  if (!SOLANA.test(text) || !/[1-9]/.test(text) || !/[a-z]/.test(text) || !/[A-Z]/.test(text)) return null;
  if (attempt(() => base58.decode(text))?.length !== 32) return null;
  return { chain: "a Solana address", checksum: "none", canonical: text, keyHash: null };
};

/** 64 hexadecimal digits: a transaction hash or a key. The SDN list holds one as an XMR address, so it is looked up all the same. */
const bareHex = (text: string): AddressForm | null =>
  /^(?:0x)?[0-9a-f]{64}$/i.test(text)
    ? {
        chain: "a 64-digit hexadecimal string",
        checksum: "none",
        canonical: text.toLowerCase().replace(/^0x/, ""),
        keyHash: null,
      }
    : null;
