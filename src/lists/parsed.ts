import type { SourceId } from "../core/brand.ts";
import type { IsoDate } from "../core/dates.ts";
import type { Listing } from "../core/listing.ts";
import type { NamedBytes } from "./pick-files.ts";

/** What every parser of a list gets. `files` by role, see `SourceFile.role`. */
export interface ParseInput {
  readonly list: SourceId;
  readonly files: ReadonlyMap<string, NamedBytes>;
  /** Address of the publication, kept in every listing's provenance. */
  readonly url: string;
  /** As told by whoever gives the files; a day inside the files wins. */
  readonly publishedOn: IsoDate | null;
  /** For a team's own list: which column of the file means what, for example `{ name: "full_name" }`. */
  readonly columns?: Readonly<Record<string, string>>;
}

/** What every parser gives, or it throws `BadList`. */
export interface ParsedList {
  /** In the publisher's order. Never empty. */
  readonly listings: readonly Listing[];
  readonly publishedOn: IsoDate | null;
  /** Signs that the files do not belong together, each a sentence without a full stop. Empty for a sound set. */
  readonly doubts: readonly string[];
}
