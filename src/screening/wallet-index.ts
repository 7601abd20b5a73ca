import type { Listing } from "../core/listing.ts";
import { type AddressForm, addressForm } from "./address-formats.ts";
import { makeNearIndex, type NearIndex } from "./address-near.ts";

/** One listed address of one listing, with every code under which that listing names it. */
export interface WalletEntry {
  readonly listing: Listing;
  readonly address: string;
  readonly form: AddressForm | null;
  readonly codes: readonly string[];
}

export interface WalletIndex {
  readonly entries: readonly WalletEntry[];
  /** Entries that are this address, by its text as listed or by its canonical form. */
  same(text: string, form: AddressForm | null): readonly WalletEntry[];
  /** Entries on other chains, or in other kinds of address, that the same key holds. */
  sameKey(form: AddressForm | null): readonly WalletEntry[];
  readonly near: NearIndex;
}

export const makeWalletIndex = (listings: Iterable<Listing>): WalletIndex => {
  const entries: WalletEntry[] = [];
  const byText = new Map<string, WalletEntry[]>();
  const byKeyHash = new Map<string, WalletEntry[]>();
  for (const listing of listings) {
    const codesOf = new Map<string, Set<string>>();
    for (const { address, code } of listing.wallets)
      codesOf.set(address, (codesOf.get(address) ?? new Set()).add(code));
    for (const [address, codes] of codesOf) {
      const form = addressForm(address);
      const entry: WalletEntry = { listing, address, form, codes: [...codes] };
      entries.push(entry);
      // The text as listed is a key of its own: the list holds addresses whose form or checksum is wrong.
      for (const key of new Set([address, form?.canonical ?? address])) append(byText, key, entry);
      if (form?.keyHash) append(byKeyHash, form.keyHash, entry);
    }
  }
  return {
    entries,
    same: (text, form) => [...new Set([text, form?.canonical ?? text].flatMap((key) => byText.get(key) ?? []))],
    sameKey: (form) => (form?.keyHash ? (byKeyHash.get(form.keyHash) ?? []) : []),
    near: makeNearIndex(entries.map((entry) => entry.address)),
  };
};

const append = (map: Map<string, WalletEntry[]>, key: string, entry: WalletEntry): void => {
  const at = map.get(key);
  if (at) at.push(entry);
  else map.set(key, [entry]);
};
