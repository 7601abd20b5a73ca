import { dayInProse } from "../core/dates.ts";
import { listTitle } from "../core/list-titles.ts";
import type { Listing } from "../core/listing.ts";
import type { Hit, Nearest } from "../core/screening.ts";
import type { AddressForm } from "./address-formats.ts";
import type { WalletEntry } from "./wallet-index.ts";

/** Scores of a finding about an address, 0..1. Only `listed` and `sameKey` make a hit. */
export const WALLET_SCORES = {
  /** The address is on a list. */
  listed: 1,
  /** Another address of the same key: not listed itself, a person decides. */
  sameKey: 0.85,
  /** One slip away from a listed address. */
  mistyped: 0.5,
  /** Both ends equal a listed address. */
  lookalike: 0.3,
  none: 0,
} as const;

/** One hit per listing that names the address. */
export const listedHits = (
  entries: readonly WalletEntry[],
  literal: string,
  form: AddressForm | null,
): readonly Hit[] => {
  // One listing may hold an address in two spellings: one hit with all codes.
  const groups = Map.groupBy(entries, (entry) => `${entry.listing.list} ${entry.listing.listingId}`);
  return [...groups.values()].flatMap((own) => {
    const [first] = own;
    if (!first) return [];
    const evm = form?.canonical.startsWith("0x") === true;
    const reasons = [
      `The address is listed under ${inProse(own.flatMap((entry) => entry.codes))}${evm ? "; counts on every EVM chain" : ""}.`,
    ];
    if (first.address.toLowerCase() !== literal.toLowerCase())
      reasons.push(`The list spells it ${first.address}; both spellings are one address.`);
    if (form && !evm) reasons.push(`By its form it is ${form.chain}; the code is the list's own.`);
    if (form?.checksum === "valid") reasons.push("Its checksum is right.");
    return [hit(first, "match", WALLET_SCORES.listed, reasons)];
  });
};

/** A possible match: the same key on another chain or in another kind of address. */
export const sameKeyHits = (entries: readonly WalletEntry[], form: AddressForm | null): readonly Hit[] =>
  entries.map((entry) =>
    hit(entry, "possible-match", WALLET_SCORES.sameKey, [
      `Not listed itself, but it is ${form?.chain ?? "an address"} of the same key as ${entry.address}, which is listed under ${inProse(entry.codes)}: whoever holds the one can hold the other.`,
    ]),
  );

const hit = (entry: WalletEntry, verdict: Hit["verdict"], score: number, reasons: readonly string[]): Hit => {
  const { listing } = entry;
  return {
    list: listing.list,
    listingId: listing.listingId,
    name: nameOf(listing),
    matchedName: entry.address,
    kind: listing.kind,
    verdict,
    nameScore: score,
    score,
    programs: listing.programs,
    listedOn: listing.listedOn,
    removedOn: listing.removedOn,
    reasons,
    contradictions: [],
    source: listing.source,
  };
};

export const nearestOf = (entry: WalletEntry, score: number, because: string): Nearest => ({
  list: entry.listing.list,
  listingId: entry.listing.listingId,
  name: nameOf(entry.listing),
  score,
  because,
});

/** "0x098B…2f96 (LAZARUS GROUP, ofac-sdn, listed under ETH)", the address whole. */
export const described = (entry: WalletEntry): string => {
  const { listing } = entry;
  const removed = listing.removedOn ? `, removed on ${dayInProse(listing.removedOn)}` : "";
  return `${entry.address} (${nameOf(listing)}, ${listTitle(listing.list)}, listed under ${inProse(entry.codes)}${removed})`;
};

const nameOf = (listing: Listing): string => listing.names[0]?.text ?? listing.listingId;

const inProse = (codes: readonly string[]): string => {
  const all = [...new Set(codes)];
  return all.length > 1 ? `${all.slice(0, -1).join(", ")} and ${all.at(-1)}` : all.join("");
};
