import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ListedWallet } from "../../src/core/listing.ts";

/** The sanctioned addresses of 29 May 2024 as published, by code; `folder` is `crypto/2024-05-29` of the public test data. */
export const walletsIn = (folder: string): readonly ListedWallet[] =>
  readdirSync(folder).flatMap((file) => {
    const code = /^sanctioned_addresses_([A-Z0-9]+)\.txt$/.exec(file)?.[1];
    if (!code) return [];
    const lines = readFileSync(join(folder, file), "utf8").split("\n");
    return lines.filter((line) => line !== "").map((address) => ({ code, address }));
  });

const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const HEX = "0123456789abcdef";
const BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/** One slip at `at` (0-based): 0 substitutes, 1 inserts, 2 deletes, 3 swaps neighbours. `pick` chooses the letter. May give the address back. */
export const mutated = (address: string, kind: 0 | 1 | 2 | 3, at: number, pick: number): string => {
  const letters = address.startsWith("0x") ? HEX : /^(?:bc1|ltc1|[qp][a-z0-9]{41}$)/.test(address) ? BECH32 : BASE58;
  const letter = letters[pick % letters.length] ?? "";
  const i = at % address.length;
  if (kind === 0) return address.slice(0, i) + letter + address.slice(i + 1);
  if (kind === 1) return address.slice(0, i) + letter + address.slice(i);
  if (kind === 2) return address.slice(0, i) + address.slice(i + 1);
  return address.slice(0, i) + (address[i + 1] ?? "") + (address[i] ?? "") + address.slice(i + 2);
};
