import type { ListingId, SourceId } from "./brand.ts";
import type { DateInterval, Instant, IsoDate } from "./dates.ts";
import type { PartyKind, Provenance } from "./listing.ts";

/** What is screened. Only `text` is always there. */
export interface Subject {
  /** The name or address as the person wrote it. */
  readonly text: string;
  readonly kind: PartyKind | "address";
  readonly birth: DateInterval | null;
  /** ISO 3166 alpha-2. */
  readonly countries: readonly string[];
  readonly gender: "female" | "male" | null;
  readonly identifiers: readonly string[];
}

export type VerdictKind = "match" | "possible-match" | "no-match" | "cannot-tell";

/** One finding about how the subject meets a listing. */
export interface Hit {
  readonly list: SourceId;
  readonly listingId: ListingId;
  /** Primary name of the listing. */
  readonly name: string;
  /** The listed name that agreed. */
  readonly matchedName: string;
  readonly kind: PartyKind;
  readonly verdict: "match" | "possible-match";
  /** 0..1, of the names alone. */
  readonly nameScore: number;
  /** 0..1, after attributes; ranks, never hides. */
  readonly score: number;
  readonly programs: readonly string[];
  readonly listedOn: IsoDate | null;
  readonly removedOn: IsoDate | null;
  /** One plain sentence a part that agreed, differed or was missing. */
  readonly reasons: readonly string[];
  readonly contradictions: readonly string[];
  readonly source: Provenance;
}

/** The closest listing below the threshold, so that "no match found" can be checked by a person. */
export interface Nearest {
  readonly list: SourceId;
  readonly listingId: ListingId;
  readonly name: string;
  readonly score: number;
  readonly because: string;
}

export interface SilencedHit {
  readonly list: SourceId;
  readonly listingId: ListingId;
  readonly caseNumber: number;
}

export interface SearchedList {
  readonly list: SourceId;
  readonly publishedOn: IsoDate | null;
  readonly retrievedAt: Instant;
  readonly sha256: string;
  readonly entries: number;
  readonly stale: boolean;
  readonly caveat: string | null;
}

/** The finding of one screening, with everything needed to defend it later. */
export interface Screening {
  readonly screeningId: string;
  readonly subject: Subject;
  readonly verdict: VerdictKind;
  /** Score of the best hit, else of the nearest listing, 0..1. */
  readonly score: number;
  readonly threshold: number;
  readonly hits: readonly Hit[];
  readonly nearest: Nearest | null;
  /** Things a person must know: evasion undone, mistyped or lookalike address, stale list. */
  readonly warnings: readonly string[];
  readonly searched: readonly SearchedList[];
  /** Hits that reviewers decided to be false positives and that are therefore not among `hits`; left out where there are none. */
  readonly silenced?: readonly SilencedHit[];
  readonly screenedAt: Instant;
  readonly elapsedMs: number;
}

/** A name or address found inside a longer text; offsets are UTF-16 code units. */
export interface Mention {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly kind: PartyKind | "address";
  readonly verdict: VerdictKind;
  readonly listingId: ListingId | null;
  readonly list: SourceId | null;
  readonly score: number;
}

export interface ScreenOptions {
  /** Possible-match threshold, 0..1; the default is the measured one. */
  readonly threshold?: number;
  readonly asOf?: IsoDate;
}

/** How two names compare, with the same scorer and thresholds as a screening. */
export interface Comparison {
  readonly score: number;
  readonly verdict: "match" | "possible-match" | "no-match";
  readonly reasons: readonly string[];
  readonly contradictions: readonly string[];
}

/** What screening offers to everything else. Deterministic; holds one consistent set of list versions. */
export interface Screener {
  screen(subject: Subject, options?: ScreenOptions): Screening;
  compare(a: string, b: string, kind: PartyKind): Comparison;
  mentions(text: string): readonly Mention[];
  searched(): readonly SearchedList[];
}
