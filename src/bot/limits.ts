import { RedflagError } from "../core/errors.ts";
import type { Incoming } from "../core/incoming.ts";
import type { Now } from "../ports/clock.ts";
import type { ExpiringStore } from "../ports/stores.ts";

/** Requests within a minute; 0 is no limit. */
export interface Limits {
  readonly userPerMinute: number;
  readonly channelPerMinute: number;
  readonly workspacePerMinute: number;
}

export interface LimitDeps {
  readonly limits: Limits;
  readonly expiring: ExpiringStore;
  readonly now: Now;
}

/** Too many requests: `first` is true once a minute, so that a flood does not fill the record. */
export class TooMany extends RedflagError {
  override readonly name = "TooMany";
  readonly first: boolean;
  constructor(message: string, first: boolean) {
    super("limited", message);
    this.first = first;
  }
}

const MINUTE_MS = 60_000;

/** Counts requests by the minute, per person, conversation and workspace, over all processes. */
export const makeLimiter = ({ limits, expiring, now }: LimitDeps): ((incoming: Incoming) => Promise<void>) => {
  return async (incoming) => {
    const { platform, workspaceId, channelId, userId } = incoming;
    const at = Date.parse(now());
    const minute = Math.floor(at / MINUTE_MS);
    const scopes = [
      { who: "You have", limit: limits.userPerMinute, key: ["user", platform, workspaceId, userId] },
      {
        who: "This conversation has",
        limit: limits.channelPerMinute,
        key: ["channel", platform, workspaceId, channelId],
      },
      { who: "This workspace has", limit: limits.workspacePerMinute, key: ["workspace", platform, workspaceId] },
    ];
    for (const { who, limit, key } of scopes) {
      if (limit === 0) continue;
      const counted = await expiring.count(
        ["limit", ...key.map(encodeURIComponent), String(minute)].join(":"),
        2 * MINUTE_MS,
      );
      if (counted <= limit) continue;
      const seconds = Math.max(1, Math.ceil(((minute + 1) * MINUTE_MS - at) / 1000));
      throw new TooMany(
        `${who} sent ${limit} ${limit === 1 ? "request" : "requests"} within a minute, which is the limit. Nothing was searched or screened. Try again in ${seconds} ${seconds === 1 ? "second" : "seconds"}.`,
        counted === limit + 1,
      );
    }
  };
};
