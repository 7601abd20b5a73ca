import type { ExpiringStore } from "../../ports/stores.ts";
import type { InboundActivity } from "./wire.ts";

/** The zone of whoever stays silent for longer is asked anew by their next message. */
const KEPT_MS = 90 * 24 * 60 * 60 * 1000;
/** People whose zone is not written again while it stays the same. */
const REMEMBERED = 10_000;

export interface Zones {
  /** Keeps the zone that Teams sends with a message. */
  remember(activity: InboundActivity, tenantId: string): Promise<void>;
  zoneOf(tenantId: string, userId: string): Promise<string | null>;
}

/** Teams has no call for a person's zone, but sends it with what they write. */
export const makeZones = (expiring: ExpiringStore): Zones => {
  const written = new Map<string, string>();
  const keyOf = (tenantId: string, userId: string): string => `teams:zone:${tenantId}:${userId}`;
  return {
    remember: async (activity, tenantId) => {
      const zone = activity.localTimezone;
      const key = keyOf(tenantId, activity.from.aadObjectId ?? activity.from.id);
      if (!zone || written.get(key) === zone) return;
      await expiring.set(key, zone, KEPT_MS);
      if (written.size >= REMEMBERED) written.clear();
      written.set(key, zone);
    },
    zoneOf: async (tenantId, userId) => {
      const kept = await expiring.get(keyOf(tenantId, userId));
      return typeof kept === "string" ? kept : null;
    },
  };
};
