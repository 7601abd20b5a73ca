import type { Instant } from "../core/dates.ts";
import type { ChainedEntry } from "../ports/stores.ts";
import { inSpans, type Spans } from "./spans.ts";

/** The kind of the entry that says what was erased. */
export const ERASURE = "erasure";

/** What an entry of that kind holds. */
export interface ErasureDetail {
  readonly why: "forget" | "retention";
  readonly entries: Spans;
}

/** One erasure as the record tells it. */
export interface Erasure extends ErasureDetail {
  readonly at: Instant;
  readonly by: string;
  readonly sequence: number;
}

export const erasureIn = (entry: ChainedEntry): Erasure | null => {
  if (entry.kind !== ERASURE) return null;
  const { why, entries } = entry.detail as ErasureDetail;
  return Array.isArray(entries) ? { at: entry.at, by: entry.actor, sequence: entry.sequence, why, entries } : null;
};

/** The erasure that took the personal parts of an entry away: one written after it that names it. */
export const erasedBy = (erasures: readonly Erasure[], sequence: number): Erasure | null =>
  erasures.find((erasure) => erasure.sequence > sequence && inSpans(erasure.entries, sequence)) ?? null;
