import type { SourceId } from "../core/brand.ts";
import type { Listing } from "../core/listing.ts";

/** What two versions of a list do not share. A listing that was changed is in both, as it was and as it is. */
export interface VersionDifference {
  readonly before: readonly Listing[];
  readonly after: readonly Listing[];
}

/** Differences between versions that are kept, without reading what they share. */
export interface ListDifferences {
  /** Throws `RedflagError` "not-found" when one of the versions is not kept. In the publisher's order. */
  between(list: SourceId, from: string, to: string): Promise<VersionDifference>;
}
