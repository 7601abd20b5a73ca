import type { Setting } from "./setting.ts";

/** Settings of who may open the web pages. */
export const CONSOLE_SETTINGS = [
  {
    name: "CONSOLE_TOKEN",
    kind: "secret",
    fallback: null,
    what: "Token that opens the web pages, at least 24 characters. Unset: no login on this machine itself, closed to every other.",
  },
  {
    name: "OIDC_ISSUER",
    kind: "text",
    fallback: null,
    what: "OpenID provider that people sign in to the web pages with. Its redirect address is /login/oidc/callback under PUBLIC_URL.",
  },
  { name: "OIDC_CLIENT_ID", kind: "text", fallback: null, what: "Client id of Redflag at the provider." },
  { name: "OIDC_CLIENT_SECRET", kind: "secret", fallback: null, what: "Its client secret." },
  {
    name: "OIDC_ROLE_CLAIM",
    kind: "text",
    fallback: null,
    what: "Claim that names the role (reader, screener, reviewer, administrator), for example realm_access.roles. Unset: the ROLE_… settings decide, by web:<subject>.",
  },
] as const satisfies readonly Setting[];
