import { listingId, sourceId } from "../../src/core/brand.ts";
import { type Listing, NOTHING_KNOWN } from "../../src/core/listing.ts";

/** A listing for tests: everything that is not given is empty or unknown. Fictional unless the fields say otherwise. */
export const listing = (id: string, name: string, fields: Partial<Listing> = {}): Listing => ({
  list: sourceId("test-list"),
  listingId: listingId(id),
  kind: "person",
  names: [{ text: name, role: "primary", strength: "strong", parts: null }],
  programs: ["TEST"],
  ...NOTHING_KNOWN,
  source: { url: "test:fixture", publishedOn: null, sha256: "0".repeat(64), pointer: "test.csv@0-1" },
  ...fields,
});
