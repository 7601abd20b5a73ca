import type { Listing } from "../core/listing.ts";
import { buildIdentifierIndex, type IdentifierIndex } from "./identifiers.ts";
import { buildNameIndex, type NameIndex } from "./name-index.ts";
import { makeTokenPool } from "./name-token.ts";
import { makeNameParser } from "./parse-name.ts";
import { backgroundRarity } from "./rarity.ts";

/** Listings by number, whether they are in memory or still bytes. */
export interface ListingShelf {
  readonly count: number;
  at(number: number): Listing;
  /** Those that carry wallet addresses. */
  withWallets(): readonly Listing[];
  all(): readonly Listing[];
}

/** Everything that screening looks things up in, compiled once from the lists. */
export interface CompiledIndex {
  readonly names: NameIndex;
  readonly identifiers: IdentifierIndex;
  readonly listings: ListingShelf;
}

/** Compiles listings: about 0.1 ms each. */
export const compileListings = (listings: readonly Listing[]): CompiledIndex => ({
  names: buildNameIndex(listings, makeNameParser(makeTokenPool(Number.POSITIVE_INFINITY), backgroundRarity)),
  identifiers: buildIdentifierIndex(listings),
  listings: shelf(listings),
});

const shelf = (listings: readonly Listing[]): ListingShelf => ({
  count: listings.length,
  at: (number) => listings[number]!,
  withWallets: () => listings.filter((listing) => listing.wallets.length > 0),
  all: () => listings,
});
