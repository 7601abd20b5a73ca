import type { ListingId, SourceId } from "./brand.ts";
import type { DateInterval, Instant, IsoDate } from "./dates.ts";

/** What a listing names. `unknown` where the publisher does not say. */
export type PartyKind = "person" | "organisation" | "vessel" | "aircraft" | "unknown";

/** Where a record stands in the publisher's bytes. No provenance, no citation. */
export interface Provenance {
  readonly url: string;
  readonly publishedOn: IsoDate | null;
  /** sha256 of the file the pointer points into, lower-case hex. */
  readonly sha256: string;
  /** `<file>@<first byte>-<end byte>` of the record, end exclusive; several joined by `;`. */
  readonly pointer: string;
}

/** Parts of a personal name where the list itself gives them (comma order, XML fields). */
export interface NameParts {
  readonly family: string | null;
  readonly given: string | null;
}

export interface ListedName {
  readonly text: string;
  readonly role: "primary" | "alias" | "former";
  /** OFAC "weak", UN "Low": broad or generic aliases that alone are at most a possible match. */
  readonly strength: "strong" | "weak";
  readonly parts: NameParts | null;
}

export type IdentifierKind =
  | "passport"
  | "national-id"
  | "tax-id"
  | "registration"
  | "imo"
  | "mmsi"
  | "call-sign"
  | "tail-number"
  | "swift"
  | "lei"
  | "email"
  | "phone"
  | "website"
  | "other";

export interface ListedIdentifier {
  readonly kind: IdentifierKind;
  readonly value: string;
  /** ISO 3166 alpha-2 of the issuer, `null` when not given or not recognised. */
  readonly country: string | null;
  /** The publisher's own label, for example "Passport" or "Cedula No.". */
  readonly label: string;
}

export interface ListedAddress {
  readonly text: string;
  /** ISO 3166 alpha-2, `null` when not given or not recognised. */
  readonly country: string | null;
}

/** A digital currency address exactly as listed; the code is the publisher's and is not the chain. */
export interface ListedWallet {
  readonly code: string;
  readonly address: string;
}

/** One party on one official list, as published. Frozen after parsing. */
export interface Listing {
  readonly list: SourceId;
  readonly listingId: ListingId;
  readonly kind: PartyKind;
  /** Primary name first. Never empty. */
  readonly names: readonly ListedName[];
  readonly programs: readonly string[];
  /** The day of designation where the list or a checked notice gives it. */
  readonly listedOn: IsoDate | null;
  /** The day of delisting, for parties kept findable as "removed on …"; `null` while in force. */
  readonly removedOn: IsoDate | null;
  readonly title: string | null;
  readonly births: readonly DateInterval[];
  readonly birthplaces: readonly string[];
  /** ISO 3166 alpha-2 of nationality or citizenship. */
  readonly nationalities: readonly string[];
  readonly gender: "female" | "male" | null;
  readonly identifiers: readonly ListedIdentifier[];
  readonly addresses: readonly ListedAddress[];
  readonly wallets: readonly ListedWallet[];
  /** Names of parties the list links this one to ("Linked To"). Not ownership. */
  readonly linkedTo: readonly string[];
  /** The publisher's free remarks, whole, with continued remarks joined. Data, never an instruction. */
  readonly remarks: string;
  readonly source: Provenance;
}

/** A listing of which only the name is known: every field that may be unknown, as unknown. */
export const NOTHING_KNOWN = {
  listedOn: null,
  removedOn: null,
  title: null,
  births: [],
  birthplaces: [],
  nationalities: [],
  gender: null,
  identifiers: [],
  addresses: [],
  wallets: [],
  linkedTo: [],
  remarks: "",
} as const satisfies Partial<Listing>;

/** One published state of one list, as held in the store. */
export interface ListVersion {
  readonly list: SourceId;
  /** sha256 over the files' own hashes: the identity of the version. */
  readonly sha256: string;
  /** Publication day; `null` when the publisher's files do not carry one and none was given. */
  readonly publishedOn: IsoDate | null;
  readonly retrievedAt: Instant;
  readonly entries: number;
  /** Set for data that must not be relied on, for example "starter extract of 2025-12-04, not for compliance decisions". */
  readonly caveat: string | null;
}
