import { ApiError, type Context, type Method, TooFast } from "./methods.ts";
import { CHAT_METHODS } from "./methods-chat.ts";
import { HISTORY_METHODS } from "./methods-history.ts";
import { OTHER_METHODS } from "./methods-other.ts";
import { STREAM_METHODS } from "./methods-stream.ts";
import { type Json, str } from "./model.ts";
import { OAUTH_METHODS } from "./oauth.ts";

export const METHODS: Readonly<Record<string, Method>> = {
  ...CHAT_METHODS,
  ...HISTORY_METHODS,
  ...STREAM_METHODS,
  ...OTHER_METHODS,
  ...OAUTH_METHODS,
};

/** What goes back over HTTP. */
interface ApiAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Json;
  readonly broken?: boolean;
}

/** One call as it was made, for assertions and for the transcript. */
interface ApiCall {
  readonly method: string;
  readonly args: Json;
  readonly atMs: number;
  readonly answer: ApiAnswer;
}

/** A fault that the next calls of a method meet instead of being run. */
interface Fault {
  readonly error?: string;
  readonly status?: number;
  readonly retryAfterSeconds?: number;
  /** The call is run and the connection breaks before the answer is sent. */
  readonly breaksAfter?: boolean;
}

export interface Api {
  readonly calls: ApiCall[];
  /** Methods that were called and do not exist here. A test that leaves one unlooked-at is wrong. */
  readonly unknown: string[];
  fault(method: string, fault: Fault, times?: number): void;
  call(method: string, token: string, contentType: string, raw: string): ApiAnswer;
}

export const makeApi = (context: Context): Api => {
  const calls: ApiCall[] = [];
  const unknown: string[] = [];
  const faults = new Map<string, Fault[]>();
  return {
    calls,
    unknown,
    fault: (method, fault, times = 1) => {
      faults.set(method, [...(faults.get(method) ?? []), ...Array.from({ length: times }, () => fault)]);
    },
    call: (name, token, contentType, raw) => {
      const rule = METHODS[name];
      const parsed = parseArgs(contentType, raw);
      const answer = ((): ApiAnswer => {
        if (rule === undefined) {
          unknown.push(name);
          return refused("unknown_method");
        }
        const planned = faults.get(name)?.shift();
        if (planned !== undefined && !planned.breaksAfter) return faulty(planned);
        try {
          if (parsed === null) throw new ApiError("invalid_form_data");
          allow(rule, token || str(parsed.token), parsed, context);
          if (rule.perMinute !== null) context.pace.minute(name, rule.perMinute);
          const body = { ok: true, ...rule.run(parsed, context) };
          return { status: 200, headers: {}, body, broken: planned?.breaksAfter === true };
        } catch (thrown) {
          if (thrown instanceof ApiError) return refused(thrown.message, thrown.extra);
          if (thrown instanceof TooFast) return faulty({ retryAfterSeconds: thrown.retryAfterSeconds });
          throw thrown;
        }
      })();
      calls.push({ method: name, args: parsed ?? {}, atMs: context.workspace.nowMs(), answer });
      return answer;
    },
  };
};

const refused = (error: string, extra: Json = {}): ApiAnswer => ({
  status: 200,
  headers: {},
  body: { ok: false, error, ...extra },
});

const faulty = (fault: Fault): ApiAnswer => {
  if (fault.error !== undefined) return refused(fault.error);
  const status = fault.status ?? 429;
  const headers: Record<string, string> = status === 429 ? { "Retry-After": String(fault.retryAfterSeconds ?? 1) } : {};
  return { status, headers, body: { ok: false, error: status === 429 ? "ratelimited" : "internal_error" } };
};

/** Token, scopes and arguments, in the order in which Slack looks at them. */
const allow = (rule: Method, token: string, args: Json, { workspace }: Context): void => {
  if (rule.token !== "none") {
    if (token === "") throw new ApiError("not_authed");
    const kind = workspace.tokens.get(token);
    if (kind === "revoked") throw new ApiError("token_revoked");
    if (kind === undefined) throw new ApiError("invalid_auth");
    if (kind !== rule.token) throw new ApiError("not_allowed_token_type");
  }
  if (rule.scopes.length > 0 && !rule.scopes.some((scope) => workspace.grant.scopes.includes(scope)))
    throw new ApiError("missing_scope", { needed: rule.scopes.join(","), provided: workspace.grant.scopes.join(",") });
  for (const [name, error] of Object.entries(rule.required))
    if (args[name] === undefined || args[name] === "") throw new ApiError(error);
  const known = new Set([...Object.keys(rule.required), ...rule.optional, "token", "team_id"]);
  for (const name of Object.keys(args))
    if (!known.has(name))
      throw new ApiError("invalid_arguments", {
        response_metadata: { messages: [`[ERROR] unknown argument ${name}`] },
      });
};

/** Arguments that travel as JSON inside a form. */
const JSON_ARGS: ReadonlySet<string> = new Set([
  "blocks",
  "chunks",
  "files",
  "loading_messages",
  "metadata",
  "prompts",
  "view",
]);

/** Form-encoded bodies with JSON strings, or a JSON body. `null` when a JSON string is torn. */
const parseArgs = (contentType: string, raw: string): Json | null => {
  try {
    if (contentType.startsWith("application/json")) return JSON.parse(raw);
    const args: Json = {};
    for (const [key, value] of new URLSearchParams(raw)) args[key] = JSON_ARGS.has(key) ? JSON.parse(value) : value;
    return args;
  } catch {
    return null;
  }
};
