import type { ListVersion } from "../../core/listing.ts";

/** A row of `list_versions`, the same in every database. */
interface VersionRow {
  readonly list: string;
  readonly sha256: string;
  readonly published_on: string | null;
  readonly retrieved_at: string;
  readonly entries: number;
  readonly caveat: string | null;
}

export const VERSION_COLUMNS = "list, sha256, published_on, retrieved_at, entries, caveat";

export const versionFrom = (row: unknown): ListVersion => {
  const { list, sha256, published_on, retrieved_at, entries, caveat } = row as VersionRow;
  return { list, sha256, publishedOn: published_on, retrievedAt: retrieved_at, entries, caveat } as ListVersion;
};
