import type { DocumentId, ListingId, SourceId } from "../core/brand.ts";
import type { Instant, IsoDate } from "../core/dates.ts";
import type { CorpusDocument } from "../core/document.ts";
import type { Listing, ListVersion } from "../core/listing.ts";

/** Versions of lists. A version is visible whole or not at all, also after kill -9. */
export interface ListStore {
  /** Makes `version` the one in force of its list. Installing the sha256 in force again only renews `retrievedAt`. */
  install(version: ListVersion, listings: Iterable<Listing>): Promise<void>;
  /** All versions of a list, oldest first; the last one is in force. */
  versions(list: SourceId): Promise<readonly ListVersion[]>;
  /** The version in force of every list that has one, by source id. */
  current(): Promise<readonly ListVersion[]>;
  /** The listings of one version, in the publisher's order. Throws `RedflagError` "not-found" when there is no such version. */
  listings(list: SourceId, sha256: string): AsyncIterable<Listing>;
  /** One listing as of the version in force, else of the last version that had it; `null` when no version did. */
  find(list: SourceId, listing: ListingId): Promise<Listing | null>;
}

/** A party that a version of a list no longer names, as it was listed last. */
export interface Removal {
  readonly listing: Listing;
  /** The last version that named it. */
  readonly lastIn: ListVersion;
  /** The first version after that one: the party left the list between the two. */
  readonly goneBy: ListVersion;
}

/** What left a list between the versions that are kept. */
export interface RemovalStore {
  /** Parties that an earlier version named and this one does not. Throws `RedflagError` "not-found" when there is no such version. */
  removed(list: SourceId, sha256: string): Promise<readonly Removal[]>;
}

/** Documents of the corpus, whole. */
export interface DocumentStore {
  /** Adds or replaces, by `documentId`. */
  put(documents: readonly CorpusDocument[]): Promise<void>;
  /** False when there was no such document. */
  remove(document: DocumentId): Promise<boolean>;
  get(document: DocumentId): Promise<CorpusDocument | null>;
  all(): Promise<readonly CorpusDocument[]>;
  /** Changes with every change of the corpus, whichever process makes it; cheap to ask. */
  revision(): Promise<string>;
}

/** What may be forgotten: conversation memory, event de-duplication, limits, installs. Values are JSON. */
export interface ExpiringStore {
  get(key: string): Promise<unknown>;
  /** `ttlMs` in milliseconds; `null` keeps the value until it is deleted. */
  set(key: string, value: unknown, ttlMs: number | null): Promise<void>;
  delete(key: string): Promise<void>;
  /** True for exactly one caller per key while the key lives: the first. */
  claim(key: string, ttlMs: number): Promise<boolean>;
  /** Adds one to a count that begins at nought and says what it is now, exact over all processes. For `claim` and `get` it is no value. */
  count(key: string, ttlMs: number): Promise<number>;
}

/** One line of the record of what was asked, found and sent. `detail` is JSON and names nobody but by an id. */
export interface AuditEntry {
  readonly at: Instant;
  readonly kind: string;
  readonly actor: string;
  readonly place: string;
  readonly detail: unknown;
  /** Text of and about people, by the name of the part; JSON. Stored apart, so that it can be erased. */
  readonly personal?: Readonly<Record<string, unknown>>;
}

/** A personal part: `digest = sha256(salt + canonical JSON of the value)` stands in the chain, salt and value beside it. */
export interface AuditPart {
  readonly digest: string;
  /** `null` once it was erased: without its salt nobody can guess the value from the digest. */
  readonly kept: { readonly salt: string; readonly value: unknown } | null;
}

/**
 * An entry with its place in the chain: `hash = sha256(previous + canonical JSON of sequence, entry and, where there are
 * personal parts, their digests by name)`.
 */
export interface ChainedEntry extends Omit<AuditEntry, "personal"> {
  readonly parts: Readonly<Record<string, AuditPart>>;
  readonly sequence: number;
  readonly previous: string;
  readonly hash: string;
}

/** The newest entry, as written apart from the entries: what is missing at their end shows against it. */
export interface AuditHead {
  /** "the store" or a file's name. */
  readonly keptIn: string;
  /** `null` when it is missing or cannot be trusted; `trouble` says why. */
  readonly newest: { readonly sequence: number; readonly hash: string } | null;
  readonly trouble: string | null;
}

/** Append-only, hash-chained. */
export interface AuditLog {
  append(entry: AuditEntry): Promise<ChainedEntry>;
  /** Oldest first; both ends inclusive, `null` is open. `after`: only entries of a higher sequence number. */
  read(from: IsoDate | null, to: IsoDate | null, after?: number): AsyncIterable<ChainedEntry>;
  /** Written with every append, all or nothing with it in the store itself. */
  heads(): Promise<readonly AuditHead[]>;
  /** Takes the personal parts of these entries away and appends the entry that says so, all or nothing. */
  erase(sequences: readonly number[], entry: AuditEntry): Promise<ChainedEntry>;
}
