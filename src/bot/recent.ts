import type { Instant } from "../core/dates.ts";
import type { Incoming } from "../core/incoming.ts";
import type { Screening, VerdictKind } from "../core/screening.ts";
import type { ExpiringStore } from "../ports/stores.ts";

/** A screening as a person finds it again. */
export interface RecentScreening {
  readonly screeningId: string;
  readonly text: string;
  readonly verdict: VerdictKind;
  readonly screenedAt: Instant;
}

const KEPT = 8;

const keyOf = ({ platform, workspaceId, userId }: Incoming): string =>
  ["recent", platform, workspaceId, userId].map(encodeURIComponent).join(":");

/** What this person has screened last, newest first; wherever it was. */
export const recentScreenings = async (
  incoming: Incoming,
  store: ExpiringStore,
): Promise<readonly RecentScreening[]> => {
  const kept = await store.get(keyOf(incoming));
  return Array.isArray(kept) ? (kept as RecentScreening[]) : [];
};

/** Kept as long as the screening itself is, `ttlMs`. */
export const rememberScreening = async (
  incoming: Incoming,
  { screeningId, subject, verdict, screenedAt }: Screening,
  store: ExpiringStore,
  ttlMs: number,
): Promise<void> => {
  const before = await recentScreenings(incoming, store);
  const others = before.filter(({ text }) => text !== subject.text);
  const latest: RecentScreening = { screeningId, text: subject.text, verdict, screenedAt };
  await store.set(keyOf(incoming), [latest, ...others].slice(0, KEPT), ttlMs);
};
