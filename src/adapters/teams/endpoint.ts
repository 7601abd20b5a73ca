import express, { type ErrorRequestHandler, type Router } from "express";
import { messageOf } from "../../core/errors.ts";
import type { Log } from "../../ports/log.ts";
import type { ExpiringStore } from "../../ports/stores.ts";
import type { Admitted, Lanes } from "./lanes.ts";
import { isLoopback } from "./trust.ts";
import { type InboundActivity, inboundActivity, tenantOf } from "./wire.ts";

/** What the HTTP answer of an invoke carries; every other activity is answered 200 without a body. */
export interface InvokeResponse {
  readonly status: number;
  readonly body?: unknown;
  /** Work behind the HTTP answer. */
  readonly after?: () => Promise<void>;
}

interface EndpointDeps {
  readonly authenticate: (header: string, activity: InboundActivity) => Promise<void>;
  readonly anonymous: boolean;
  /** Ignored where anonymous. */
  readonly allowedTenants: readonly string[];
  readonly expiring: ExpiringStore;
  /** `null` where there is one process only, which answers what it takes in. */
  readonly lanes: Lanes | null;
  readonly log: Log;
  /** Runs behind the 200, so that Teams does not deliver again while an answer is being made. */
  readonly onEvent: (event: Admitted) => Promise<void>;
  /** Answered within the HTTP call: Teams waits about ten seconds. */
  readonly onInvoke: (event: Admitted) => Promise<InvokeResponse>;
}

interface Endpoint {
  readonly router: Router;
  /** Resolves when everything that was acknowledged has been answered. New requests get 503. */
  drain(): Promise<void>;
}

/** Teams repeats a delivery within minutes; ids are kept much longer. */
const SEEN_MS = 24 * 60 * 60 * 1000;
const BODY_LIMIT = "1mb";

class Refusal extends Error {
  readonly status: number;
  constructor(message: string, { status, cause }: { readonly status: number; readonly cause?: unknown }) {
    super(message, { cause });
    this.status = status;
  }
}

/** POST /api/messages: verify, then acknowledge, then answer. Nothing is run for a request that was refused. */
export const makeEndpoint = (deps: EndpointDeps): Endpoint => {
  const running = new Set<Promise<void>>();
  let draining = false;

  const admit = async (header: string, body: unknown): Promise<Admitted> => {
    const parsed = inboundActivity.safeParse(body);
    if (!parsed.success)
      throw new Refusal(`This is not a Bot Framework activity: ${firstIssue(parsed.error)}.`, { status: 400 });
    const activity = parsed.data;
    if (activity.channelId !== "msteams") throw new Refusal("Only Microsoft Teams is served here.", { status: 403 });
    await verify(header, activity, deps);
    const tenantId = tenantOf(activity);
    if (tenantId === null) throw new Refusal("The activity names no tenant, or two.", { status: 403 });
    if (!deps.anonymous && !deps.allowedTenants.includes(tenantId))
      throw new Refusal("This tenant may not talk to the bot. An administrator can add it to TEAMS_ALLOWED_TENANTS.", {
        status: 403,
      });
    return { activity, tenantId, key: keyOf(activity, tenantId) };
  };

  const receive = async (header: string, body: unknown): Promise<InvokeResponse> => {
    if (draining) throw new Refusal("The bot is being restarted.", { status: 503 });
    const event = await admit(header, body);
    if (deps.lanes !== null && event.activity.type !== "invoke") {
      await put(deps.lanes, event);
      return { status: 200 };
    }
    if (!(await deps.expiring.claim(`teams:seen:${event.key}`, SEEN_MS))) return { status: 200 };
    if (event.activity.type !== "invoke") return { status: 200, after: () => deps.onEvent(event) };
    return deps.onInvoke(event);
  };

  const runBehind = (after: () => Promise<void>): void => {
    const work = after()
      .catch((thrown: unknown) => deps.log.error("Teams event failed", { reason: messageOf(thrown) }))
      .finally(() => running.delete(work));
    running.add(work);
  };

  const router = express.Router();
  router.post("/api/messages", express.json({ limit: BODY_LIMIT }), async (request, response) => {
    try {
      const { status, body, after } = await receive(request.get("authorization") ?? "", request.body);
      response.status(status);
      if (body === undefined) response.end();
      else response.json(body);
      if (after) runBehind(after);
    } catch (thrown) {
      const refusal =
        thrown instanceof Refusal
          ? thrown
          : new Refusal("Something went wrong here. Nothing was changed.", { status: 500 });
      deps.log.warn("Teams request refused", { status: refusal.status, reason: messageOf(thrown) });
      response.status(refusal.status).json({ error: refusal.message });
    }
  });
  router.use("/api/messages", unreadable(deps.log));

  return {
    router,
    drain: async () => {
      draining = true;
      while (running.size > 0) await Promise.all(running);
    },
  };
};

/** The type too: an edit or a deletion comes under the id of the message it is about, and there may be several edits. */
const keyOf = (activity: InboundActivity, tenantId: string): string => {
  const edit = activity.type === "messageUpdate" ? [activity.timestamp ?? activity.text ?? ""] : [];
  const parts = [tenantId, activity.conversation.id, activity.type, activity.id, ...edit];
  return parts.map(encodeURIComponent).join(":");
};

/** What could not be put is not acknowledged: Teams delivers it again. */
const put = async (lanes: Lanes, event: Admitted): Promise<void> => {
  try {
    await lanes.put(event);
  } catch (thrown) {
    throw new Refusal("The event could not be taken in now. Nothing was run.", { status: 503, cause: thrown });
  }
};

const verify = async (header: string, activity: InboundActivity, deps: EndpointDeps): Promise<void> => {
  if (deps.anonymous) {
    if (!isLoopback(activity.serviceUrl))
      throw new Refusal("Without an app id only a client on this machine may be answered.", { status: 403 });
    return;
  }
  try {
    await deps.authenticate(header, activity);
  } catch (thrown) {
    // Keys that could not be fetched prove nothing: refused too, with a status that makes Teams try again.
    if (isFetchTrouble(thrown))
      throw new Refusal("The signature could not be checked now.", { status: 503, cause: thrown });
    throw new Refusal("The request is not signed by Microsoft Teams for this bot.", { status: 401, cause: thrown });
  }
};

const isFetchTrouble = (thrown: unknown): boolean => {
  const { name, statusCode } = (thrown ?? {}) as { name?: unknown; statusCode?: unknown };
  return name === "FetchError" || statusCode === 500;
};

const firstIssue = (error: {
  readonly issues: readonly { path: readonly PropertyKey[]; message: string }[];
}): string => {
  const issue = error.issues[0];
  return issue ? `${issue.path.join(".") || "body"}: ${issue.message}` : "unreadable";
};

/** Torn JSON and oversize bodies, which the parser reports before our handler is called. */
const unreadable =
  (log: Log): ErrorRequestHandler =>
  (thrown, _request, response, _next) => {
    const status = (thrown as { status?: unknown }).status === 413 ? 413 : 400;
    log.warn("Teams request refused", { status, reason: messageOf(thrown) });
    response.status(status).json({
      error:
        status === 413
          ? `The body is larger than ${BODY_LIMIT}. Nothing was run.`
          : "The body is not JSON. Nothing was run.",
    });
  };
