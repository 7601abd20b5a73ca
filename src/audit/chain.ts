import type { ChainedEntry } from "../ports/stores.ts";

/** How entries are hashed; given from outside, because hashing is no part of the domain. */
export interface ChainRules {
  /** `previous` of the first entry. */
  readonly start: string;
  readonly hashOf: (entry: Omit<ChainedEntry, "hash">) => string;
  /** Digest of a personal part. */
  readonly digestOf: (salt: string, value: unknown) => string;
}
