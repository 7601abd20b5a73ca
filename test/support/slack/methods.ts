import type { Json } from "./model.ts";
import type { Oauth } from "./oauth.ts";
import type { Pace } from "./pace.ts";
import type { Workspace } from "./workspace.ts";

/** Slack's `{ ok: false, error }`. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly extra: Json;
  constructor(code: string, extra: Json = {}) {
    super(code);
    this.extra = extra;
  }
}

/** A 429 with Retry-After, in whole seconds. */
export class TooFast extends Error {
  override readonly name = "TooFast";
  readonly retryAfterSeconds: number;
  constructor(retryAfterSeconds: number) {
    super("ratelimited");
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** What a method may touch. */
export interface Context {
  readonly workspace: Workspace;
  readonly pace: Pace;
  readonly triggers: Triggers;
  readonly oauth: Oauth;
  /** Base of the simulator's own URLs, without a trailing slash. */
  readonly origin: string;
  /** Where a Socket Mode client connects. */
  readonly socketUrl: () => string;
}

/** One-time permissions to open a view. */
export interface Triggers {
  issue(userId: string): string;
  /** The person behind the trigger. Throws `ApiError` when it is unknown, used or older than three seconds. */
  use(triggerId: string): string;
}

export interface Method {
  readonly token: "app" | "bot" | "none";
  /** Any one of these is enough; empty asks for none. */
  readonly scopes: readonly string[];
  /** Calls a minute in a workspace, from Slack's tiers; `null` for special rules. */
  readonly perMinute: number | null;
  /** Arguments that are required, with the error Slack gives when they are missing. */
  readonly required: Readonly<Record<string, string>>;
  readonly optional: readonly string[];
  run(args: Json, context: Context): Json;
}

export const makeTriggers = (workspace: Workspace): Triggers => {
  const issued = new Map<string, { readonly userId: string; readonly atMs: number; used: boolean }>();
  return {
    issue: (userId) => {
      const id = `${workspace.nextId("")}.${workspace.nextId("")}`;
      issued.set(id, { userId, atMs: workspace.nowMs(), used: false });
      return id;
    },
    use: (triggerId) => {
      const trigger = issued.get(triggerId);
      if (trigger === undefined) throw new ApiError("invalid_trigger_id");
      if (trigger.used) throw new ApiError("exchanged_trigger_id");
      trigger.used = true;
      if (workspace.nowMs() - trigger.atMs > 3_000) throw new ApiError("expired_trigger_id");
      return trigger.userId;
    },
  };
};
