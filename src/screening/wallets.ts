import type { IsoDate } from "../core/dates.ts";
import type { Listing } from "../core/listing.ts";
import type { Hit, Nearest, VerdictKind } from "../core/screening.ts";
import { type AddressForm, addressForm } from "./address-formats.ts";
import { cleanAddress } from "./address-input.ts";
import { describeSlip, END_CHARACTERS } from "./address-near.ts";
import { notInForce } from "./listing-status.ts";
import { described, listedHits, nearestOf, sameKeyHits, WALLET_SCORES } from "./wallet-hits.ts";
import { makeWalletIndex, type WalletEntry, type WalletIndex } from "./wallet-index.ts";

/** What the lists say about one address as pasted. */
export interface WalletFinding {
  readonly verdict: VerdictKind;
  /** 0..1: of the best hit, else of the nearest listed address (`WALLET_SCORES`). */
  readonly score: number;
  readonly hits: readonly Hit[];
  readonly warnings: readonly string[];
  readonly nearest: Nearest | null;
  /** What the address is by its form; `null` when the form is not known. */
  readonly form: AddressForm | null;
}

export interface WalletScreen {
  /** Looks a pasted address up across all codes. Never throws. `asOf` asks what was in force on that day. */
  screen(text: string, asOf?: IsoDate): WalletFinding;
  /** True when the text as a whole is an address, a link to one, or nearly a listed one: then it is no name. */
  recognises(text: string): boolean;
  /** Number of different listed addresses. */
  readonly size: number;
}

export const makeWalletScreen = (listings: Iterable<Listing>): WalletScreen => {
  const index = makeWalletIndex(listings);
  return {
    screen: (text, asOf) => screenAddress(index, text, asOf ?? null),
    recognises: (text) => recognises(index, text),
    size: new Set(index.entries.map((entry) => entry.address)).size,
  };
};

const screenAddress = (index: WalletIndex, text: string, asOf: IsoDate | null): WalletFinding => {
  const { literals, notes } = cleanAddress(text);
  const findings = literals.map((literal) => screenLiteral(index, literal, asOf));
  // A payment link names a contract and a recipient: the worse finding decides, the warnings of both are shown.
  const worst = findings.reduce((a, b) => (b.score > a.score ? b : a));
  return {
    ...worst,
    hits: findings.flatMap((finding) => finding.hits),
    warnings: [...new Set([...notes, ...findings.flatMap((finding) => finding.warnings)])],
  };
};

const screenLiteral = (index: WalletIndex, literal: string, asOf: IsoDate | null): WalletFinding => {
  const form = addressForm(literal);
  const same = index.same(literal, form);
  const past = [...new Set(same.flatMap((entry) => notInForce(entry.listing, asOf) ?? []))];
  const listed = same.filter((entry) => notInForce(entry.listing, asOf) === null);
  if (listed.length > 0) {
    // 2021-07 SDN: XBT addresses with a wrong checksum are on the list itself, so it can only be said, never be a reason not to look.
    const checksum = form?.checksum === "fails" ? ["Its checksum fails, yet it equals a listed address."] : [];
    const hits = listedHits(listed, literal, form);
    return {
      verdict: "match",
      score: WALLET_SCORES.listed,
      hits,
      warnings: [...checksum, ...past],
      nearest: null,
      form,
    };
  }
  const relatives =
    same.length > 0 ? [] : index.sameKey(form).filter((entry) => notInForce(entry.listing, asOf) === null);
  if (relatives.length > 0) {
    const hits = sameKeyHits(relatives, form);
    return { verdict: "possible-match", score: WALLET_SCORES.sameKey, hits, warnings: [], nearest: null, form };
  }
  if (past.length > 0)
    return { verdict: "no-match", score: WALLET_SCORES.none, hits: [], warnings: past, nearest: null, form };
  return { ...(nearMiss(index, literal) ?? unlisted(form)), hits: [], form };
};

type NoHit = Pick<WalletFinding, "nearest" | "score" | "verdict" | "warnings">;

/** "0x098B…2f96" as wallets and chats print it, after NFKC. */
const SHORTENED = /^([^.*]{4,10})(?:\.{2,}|\*{2,})([^.*]{4,10})$/;

const nearMiss = (index: WalletIndex, literal: string): NoHit | null => {
  const checksum = checksumWarning(addressForm(literal));
  const meant = different(index, index.near.mistyped(literal));
  if (meant[0]) {
    const warnings = meant.map(
      (entry) =>
        `Probably mistyped: not on any list, but ${slipBetween(literal, entry.address)}. Compare with ${described(entry)} at the source before you pay.`,
    );
    return {
      verdict: "cannot-tell",
      score: WALLET_SCORES.mistyped,
      warnings: [...warnings, ...checksum],
      nearest: nearestOf(meant[0], WALLET_SCORES.mistyped, `${slipBetween(literal, meant[0].address)}`),
    };
  }
  const shortened = SHORTENED.exec(literal);
  const alike = different(index, index.near.lookalikes(shortened ? `${shortened[1]}${shortened[2]}` : literal));
  if (!alike[0]) return null;
  const ends = `the first ${END_CHARACTERS} and last ${END_CHARACTERS} characters equal those of`;
  const warnings = alike.map((entry) =>
    shortened
      ? `A shortened address: ${ends} ${described(entry)}. Screen the whole address.`
      : `Lookalike: ${ends} ${described(entry)}; the middle differs. This is how address poisoning works.`,
  );
  return {
    verdict: shortened || checksum.length > 0 ? "cannot-tell" : "no-match",
    score: WALLET_SCORES.lookalike,
    warnings: [...warnings, ...checksum],
    nearest: nearestOf(alike[0], WALLET_SCORES.lookalike, `${ends} ${alike[0].address}`),
  };
};

const unlisted = (form: AddressForm | null): NoHit => {
  const none = { score: WALLET_SCORES.none, nearest: null };
  if (!form)
    return {
      ...none,
      verdict: "cannot-tell",
      warnings: [
        "The format of this address is not known here, so it could only be compared letter for letter with the listed ones: none equals it. Check that it is complete.",
      ],
    };
  const warnings = checksumWarning(form);
  return { ...none, verdict: warnings.length > 0 ? "cannot-tell" : "no-match", warnings };
};

const checksumWarning = (form: AddressForm | null): readonly string[] =>
  form?.checksum === "fails"
    ? [`Its checksum fails: as written it is not ${form.chain}. Compare it with the source.`]
    : [];

const slipBetween = (typed: string, listed: string): string => describeSlip(typed, listed) ?? "it differs slightly";

/** Entries of different addresses, those in force first. */
const different = (index: WalletIndex, found: readonly number[]): readonly WalletEntry[] => {
  const entries = found.flatMap((at) => index.entries[at] ?? []);
  entries.sort((a, b) => Number(a.listing.removedOn !== null) - Number(b.listing.removedOn !== null));
  return entries.filter((entry, i) => entries.findIndex((other) => other.address === entry.address) === i);
};

const recognises = (index: WalletIndex, text: string): boolean => {
  const { literals, isLink } = cleanAddress(text);
  if (isLink) return true;
  return literals.some((literal) => {
    const form = addressForm(literal);
    if (index.same(literal, form).length > 0 || index.near.mistyped(literal).length > 0) return true;
    if (SHORTENED.test(literal)) return /\d/.test(literal);
    // "Mohammad Abdurrahman Nassar" joined is base58 by its letters: a name has no digits, and no checksum that comes out right.
    return form !== null && (form.checksum === "valid" || (/\d/.test(literal) && !/\s/.test(text.trim())));
  });
};
