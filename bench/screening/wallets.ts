import type { Listing } from "../../src/core/listing.ts";
import { makeWalletScreen } from "../../src/screening/wallets.ts";
import { listing } from "../../test/support/listings.ts";
import { seeded } from "../../test/support/mention-messages.ts";
import { mutated, walletsIn } from "../../test/support/wallets.ts";

/** One line of the table that the benchmark prints. */
export interface BenchRow {
  readonly name: string;
  readonly target: string;
  readonly got: string;
  readonly ok: boolean;
}

const MUTATIONS = 10_000;

/**
 * Sanctioned addresses: all published and all imported ones are hits; one slip is no hit but is named.
 * `folder` is `crypto/2024-05-29` of the public data, `listings` every imported list.
 */
export const walletRows = (folder: string, listings: readonly Listing[]): readonly BenchRow[] => {
  const published = walletsIn(folder);
  const imported = listings.flatMap((one) => (one.removedOn ? [] : one.wallets.map((wallet) => wallet.address)));
  const all = [
    ...listings,
    ...published.map((wallet, i) => listing(`published-${i}`, `PUBLISHED ${i}`, { wallets: [wallet] })),
  ];
  const screen = makeWalletScreen(all);
  const hits = (addresses: readonly string[]): number =>
    addresses.filter((address) => screen.screen(address).verdict === "match" && screen.recognises(address)).length;
  const [publishedHits, importedHits] = [hits(published.map((wallet) => wallet.address)), hits(imported)];

  const random = seeded(20240529);
  const number = (below: number): number => Math.floor(random() * below);
  const addresses = [...new Set([...imported, ...published.map((wallet) => wallet.address)])];
  const known = new Set(addresses.map((address) => address.toLowerCase()));
  let [wrong, named, elapsed] = [0, 0, 0];
  for (let made = 0; made < MUTATIONS; ) {
    const address = addresses[number(addresses.length)] ?? "";
    const slip = mutated(address, number(4) as 0 | 1 | 2 | 3, number(address.length), number(1000));
    // A slip that changes nothing but the case of an EVM or bech32 address is the same address.
    if (known.has(slip.toLowerCase())) continue;
    made++;
    const start = performance.now();
    const finding = screen.screen(slip);
    elapsed += performance.now() - start;
    if (finding.hits.length > 0) wrong++;
    if (finding.warnings.some((line) => line.startsWith("Probably mistyped") && line.includes(address))) named++;
  }
  const share = named / MUTATIONS;
  return [
    row(
      "published addresses of 2024-05-29 found",
      `${published.length}`,
      `${publishedHits}`,
      publishedHits === published.length,
    ),
    row(
      "addresses of the imported lists found",
      `${imported.length}`,
      `${importedHits}`,
      importedHits === imported.length,
    ),
    row(`hits on ${MUTATIONS} one-character slips`, "0", `${wrong}`, wrong === 0),
    row("slips that name the address that was meant", ">= 99%", `${(100 * share).toFixed(2)}%`, share >= 0.99),
    row(
      "look-up of a mistyped address",
      "<= 1 ms",
      `${((1000 * elapsed) / MUTATIONS).toFixed(0)} us`,
      elapsed / MUTATIONS <= 1,
    ),
  ];
};

const row = (name: string, target: string, got: string, ok: boolean): BenchRow => ({
  name: `addresses: ${name}`,
  target,
  got,
  ok,
});
