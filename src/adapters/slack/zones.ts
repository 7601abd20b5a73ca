import { messageOf } from "../../core/errors.ts";
import type { Log } from "../../ports/log.ts";
import type { ExpiringStore } from "../../ports/stores.ts";
import type { Call } from "./calls.ts";

/** People travel: their zone is asked anew after a day. */
const KEPT_MS = 24 * 60 * 60 * 1000;
/** A form has to open within three seconds of the press. */
const LONGEST_WAIT_MS = 1_000;

/**
 * The zone of a person's Slack profile; `null` when Slack does not say, does not answer in time, or users:read was declined.
 * Never rejects.
 */
export const makeZones =
  (deps: {
    readonly callOf: (workspaceId: string) => Promise<Call>;
    readonly expiring: ExpiringStore;
    readonly log: Log;
  }) =>
  async (workspaceId: string, userId: string): Promise<string | null> => {
    const key = `slack:zone:${workspaceId}:${userId}`;
    try {
      const kept = await deps.expiring.get(key);
      if (typeof kept === "string") return kept;
      const call = await deps.callOf(workspaceId);
      const { user } = await inTime(call("users.info", { user: userId }));
      const zone = typeof user === "object" && user !== null && "tz" in user ? user.tz : null;
      if (typeof zone !== "string") return null;
      await deps.expiring.set(key, zone, KEPT_MS);
      return zone;
    } catch (thrown) {
      deps.log.info("Slack did not say a person's time zone", { reason: messageOf(thrown) });
      return null;
    }
  };

const inTime = async <T>(asked: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error("no answer within a second")), LONGEST_WAIT_MS);
  });
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
};
