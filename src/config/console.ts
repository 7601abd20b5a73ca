import type { SettingName } from "../settings.ts";

export interface ConsoleSettings {
  /** `null`: nobody signs in with a token. */
  readonly token: string | null;
  /** `null`: nobody signs in with an identity provider. */
  readonly oidc: {
    readonly issuer: string;
    readonly clientId: string;
    readonly clientSecret: string;
    readonly roleClaim: string | null;
  } | null;
}

/** Shorter ones can be guessed by a patient machine. */
const LEAST_TOKEN_CHARACTERS = 24;

export const consoleSettings = (
  raw: (name: SettingName) => string | null,
  issuer: string | null,
  problems: string[],
): ConsoleSettings => {
  const token = raw("CONSOLE_TOKEN");
  if (token !== null && token.length < LEAST_TOKEN_CHARACTERS)
    problems.push(`CONSOLE_TOKEN must have at least ${LEAST_TOKEN_CHARACTERS} characters`);
  const [clientId, clientSecret, roleClaim] = [
    raw("OIDC_CLIENT_ID"),
    raw("OIDC_CLIENT_SECRET"),
    raw("OIDC_ROLE_CLAIM"),
  ];
  if (issuer === null) {
    if (clientId || clientSecret || roleClaim)
      problems.push("OIDC_ISSUER is missing while other OIDC settings are set");
    return { token, oidc: null };
  }
  if (!clientId) problems.push("OIDC_CLIENT_ID is missing while OIDC_ISSUER is set");
  if (!clientSecret) problems.push("OIDC_CLIENT_SECRET is missing while OIDC_ISSUER is set");
  if (!isSafe(issuer)) problems.push(`OIDC_ISSUER must be an https address, got "${issuer}"`);
  return { token, oidc: { issuer, clientId: clientId ?? "", clientSecret: clientSecret ?? "", roleClaim } };
};

/** Without TLS only a provider on this very machine, for trying it out. */
const isSafe = (issuer: string): boolean => {
  if (!URL.canParse(issuer)) return true;
  const { protocol, hostname } = new URL(issuer);
  return protocol === "https:" || (protocol === "http:" && ["127.0.0.1", "localhost", "[::1]"].includes(hostname));
};
