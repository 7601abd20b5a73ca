import type { Listing } from "../core/listing.ts";
import { type IdentifierIndex, makeIdentifierIndexBuilder } from "./identifiers.ts";
import { type ListingShelf, makeShelfBuilder, type ShelfBytes, shelfOver } from "./listing-shelf.ts";
import { makeNameIndexBuilder, type NameIndex } from "./name-index.ts";
import { makeTokenPool } from "./name-token.ts";
import { makeNameParser } from "./parse-name.ts";
import { backgroundRarity } from "./rarity.ts";

/** Everything that screening looks things up in, compiled once from the lists. */
export interface CompiledIndex {
  readonly names: NameIndex;
  readonly identifiers: IdentifierIndex;
  readonly shelf: ShelfBytes;
  readonly listings: ListingShelf;
}

/** Compiles listings, about 0.1 ms each. They are taken one by one and not kept, so that a million need not be in memory. */
export const compileListings = (listings: Iterable<Listing>): CompiledIndex => {
  const names = makeNameIndexBuilder(makeNameParser(makeTokenPool(), backgroundRarity));
  const identifiers = makeIdentifierIndexBuilder();
  const shelves = makeShelfBuilder();
  for (const listing of listings) {
    names.add(listing);
    identifiers.add(listing);
    shelves.add(listing);
  }
  const shelf = shelves.take();
  return { names: names.pack(), identifiers: identifiers.pack(), shelf, listings: shelfOver(shelf) };
};
