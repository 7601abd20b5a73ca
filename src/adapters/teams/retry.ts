import { messageOf, Unavailable } from "../../core/errors.ts";

/** Statuses that Teams names as passing: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit */
const PASSING_STATUSES: ReadonlySet<number> = new Set([412, 429, 502, 503, 504]);
/** The connection was refused or the name not found: nothing was delivered. A reset mostly hits an idle connection. */
const PASSING_CODES: ReadonlySet<string> = new Set(["ECONNREFUSED", "ECONNRESET", "ENOTFOUND", "EAI_AGAIN", "EPIPE"]);

export interface Retrying {
  /** Attempts in all, the first included. */
  readonly attempts: number;
  /** Waits double from here, milliseconds. */
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
  readonly wait: (ms: number) => Promise<void>;
  /** 0 <= x < 1 */
  readonly random: () => number;
}

/** 4 attempts over at most about 14 s: Teams' own advice is exponential backoff with jitter from 2 s. */
export const RETRYING: Retrying = {
  attempts: 4,
  firstWaitMs: 1_000,
  longestWaitMs: 30_000,
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  random: Math.random,
};

/** For answers: somebody waits for them, so they outlast a failure of Teams of ten minutes; after about twenty they are given up. */
export const ANSWERING: Retrying = { ...RETRYING, attempts: 50 };

/** Teams did not take a message. `status` is `null` when no answer came. */
export class TeamsRefusal extends Unavailable {
  readonly status: number | null;
  constructor(refused: Pick<Failure, "reason" | "status"> & { readonly attempts: number }, options: ErrorOptions) {
    const { reason, status, attempts } = refused;
    const remedy = (status !== null && REMEDIES[status]) || "Ask again.";
    super(
      `Teams did not take the message (${reason}) after ${attempts} ${attempts === 1 ? "attempt" : "attempts"}. It was not delivered. ${remedy}`,
      options,
    );
    this.status = status;
  }
}

/** Teams has understood and refused: it would refuse again. */
export const isLasting = (thrown: unknown): boolean =>
  thrown instanceof TeamsRefusal &&
  thrown.status !== null &&
  !PASSING_STATUSES.has(thrown.status) &&
  thrown.status < 500;

/** What a person can do about a refusal. */
const REMEDIES: Readonly<Record<number, string>> = {
  401: "Check TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_TENANT_ID: the password may have expired.",
  403: "Add the Redflag app to that conversation again.",
  404: "Add the Redflag app to that conversation again.",
};

/** Repeats a call to the Bot Connector while its failure is a passing one. Rejects with `TeamsRefusal`, the last failure as cause. */
export const withRetry = async <T>(call: () => Promise<T>, retrying: Retrying): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (thrown) {
      const failure = failureOf(thrown);
      if (!failure.passing || attempt >= retrying.attempts)
        throw new TeamsRefusal({ ...failure, attempts: attempt }, { cause: thrown });
      await retrying.wait(waitBefore(attempt, failure.retryAfterMs, retrying));
    }
  }
};

/** Full jitter (between half and all of the doubled wait), never less than the service asked for, never above the longest wait. */
export const waitBefore = (attempt: number, retryAfterMs: number | null, retrying: Retrying): number => {
  const doubled = retrying.firstWaitMs * 2 ** (attempt - 1);
  const jittered = doubled * (0.5 + retrying.random() / 2);
  return Math.min(Math.max(jittered, retryAfterMs ?? 0), retrying.longestWaitMs);
};

interface Failure {
  readonly passing: boolean;
  readonly reason: string;
  readonly status: number | null;
  readonly retryAfterMs: number | null;
}

const failureOf = (thrown: unknown): Failure => {
  const { statusCode, code, response } = (thrown ?? {}) as {
    statusCode?: unknown;
    code?: unknown;
    response?: { headers?: { get?: (name: string) => string | undefined } };
  };
  const status = typeof statusCode === "number" ? statusCode : null;
  const after = Number(response?.headers?.get?.("retry-after") ?? Number.NaN);
  return {
    passing: (status !== null && PASSING_STATUSES.has(status)) || (typeof code === "string" && PASSING_CODES.has(code)),
    reason: status === null ? messageOf(thrown) : `HTTP ${status}${wordOf(code)}`,
    status,
    retryAfterMs: Number.isFinite(after) && after >= 0 ? after * 1_000 : null,
  };
};

/** "BotNotInConversationRoster": the Bot Connector's own word for it, which its documentation can be searched for. */
const wordOf = (code: unknown): string => (typeof code === "string" && /^\w{3,60}$/.test(code) ? ` ${code}` : "");
