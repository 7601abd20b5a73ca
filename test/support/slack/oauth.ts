import { ApiError, type Method } from "./methods.ts";
import { type Json, str } from "./model.ts";
import type { Workspace } from "./workspace.ts";

/** The consent page and the token exchange of OAuth v2, with rotation. */
export interface Oauth {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Seconds until a new token expires; `null` switches rotation off. */
  expiresInSeconds: number | null;
  /** The redirect URL of the app's settings, used when a request names none. */
  redirectUrl: string | null;
  /** The person agrees: where the browser is sent next. Throws when the request is not one Slack would show. */
  consent(url: URL): string;
  exchange(args: Json): Json;
}

const CODE_LIFE_MS = 10 * 60_000;

export const makeOauth = (workspace: Workspace): Oauth => {
  const codes = new Map<string, { readonly atMs: number; readonly scopes: string; readonly redirectUri: string }>();
  const refreshTokens = new Map<string, string>();

  const grant = (scopes: string): Json => {
    const token = `xoxb-installed-${workspace.nextId("")}`;
    workspace.tokens.set(token, "bot");
    const refresh = oauth.expiresInSeconds === null ? {} : rotating(scopes, oauth.expiresInSeconds);
    return {
      access_token: token,
      token_type: "bot",
      scope: scopes,
      bot_user_id: workspace.bot.id,
      app_id: workspace.appId,
      team: { id: workspace.teamId, name: "Example" },
      enterprise: null,
      authed_user: { id: [...workspace.users.keys()].at(-1) },
      is_enterprise_install: false,
      ...refresh,
    };
  };
  const rotating = (scopes: string, seconds: number): Json => {
    const token = `xoxe-${workspace.nextId("")}`;
    refreshTokens.set(token, scopes);
    return { refresh_token: token, expires_in: seconds };
  };

  const oauth: Oauth = {
    clientId: "1.2",
    clientSecret: "simulated-client-secret",
    expiresInSeconds: null,
    redirectUrl: null,
    consent: (url) => {
      const { searchParams: query } = url;
      const redirectUri = query.get("redirect_uri") ?? oauth.redirectUrl ?? "";
      if (query.get("client_id") !== oauth.clientId) throw new Error("Invalid client_id parameter");
      if (!query.get("scope")) throw new Error("Invalid permissions requested");
      if (!redirectUri.startsWith("http")) throw new Error("redirect_uri did not match any configured URIs");
      if (!query.get("state")) throw new Error("This installation has no state: it could be forged");
      const code = workspace.nextId("code");
      codes.set(code, { atMs: workspace.nowMs(), scopes: query.get("scope") ?? "", redirectUri });
      const target = new URL(redirectUri);
      target.searchParams.set("code", code);
      target.searchParams.set("state", query.get("state") ?? "");
      return target.toString();
    },
    exchange: (args) => {
      if (str(args.client_id) !== oauth.clientId) throw new ApiError("invalid_client_id");
      if (str(args.client_secret) !== oauth.clientSecret) throw new ApiError("bad_client_secret");
      if (args.grant_type === "refresh_token") {
        const scopes = refreshTokens.get(str(args.refresh_token));
        if (scopes === undefined) throw new ApiError("invalid_refresh_token");
        // A refresh token is good for one exchange.
        refreshTokens.delete(str(args.refresh_token));
        return grant(scopes);
      }
      const issued = codes.get(str(args.code));
      codes.delete(str(args.code));
      if (issued === undefined) throw new ApiError("invalid_code");
      if (workspace.nowMs() - issued.atMs > CODE_LIFE_MS) throw new ApiError("code_expired");
      if ((str(args.redirect_uri) || oauth.redirectUrl) !== issued.redirectUri) throw new ApiError("bad_redirect_uri");
      return grant(issued.scopes);
    },
  };
  return oauth;
};

export const OAUTH_METHODS: Readonly<Record<string, Method>> = {
  "oauth.v2.access": {
    token: "none",
    scopes: [],
    perMinute: 600,
    required: { client_id: "invalid_client_id", client_secret: "bad_client_secret" },
    optional: ["code", "redirect_uri", "grant_type", "refresh_token"],
    run: (args, { oauth }) => oauth.exchange(args),
  },
};
