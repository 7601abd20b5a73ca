import * as client from "openid-client";
import { Unavailable } from "../../core/errors.ts";
import { ROLES, type Role } from "../../core/role.ts";
import type { ConsoleUser } from "../../ports/console.ts";
import { isLoopback, type OidcSettings } from "./gate.ts";

/** What the browser's return is checked against. */
export interface LoginUnderWay {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

export interface Oidc {
  /** Where the browser is sent. Rejects with `Unavailable` when the provider does not answer. */
  begin(redirectUri: string): Promise<{ readonly url: string; readonly underWay: LoginUnderWay }>;
  /** "no-role" when the claim names none of the roles. Rejects with `Unavailable` for anything that the checks refuse. */
  finish(returnedTo: URL, underWay: LoginUnderWay): Promise<ConsoleUser | "no-role">;
}

const TIMEOUT_SECONDS = 10;

/** Authorization code flow with PKCE, state and nonce. The provider's own description is read once, at the first sign-in. */
export const makeOidc = (settings: OidcSettings): Oidc => {
  let known: Promise<client.Configuration> | null = null;
  const configuration = (): Promise<client.Configuration> => {
    const issuer = new URL(settings.issuer);
    // Without TLS only on this machine; the settings refuse any other address.
    const plain = issuer.protocol === "http:" && isLoopback(issuer.hostname) ? [client.allowInsecureRequests] : [];
    known ??= client
      .discovery(issuer, settings.clientId, undefined, client.ClientSecretBasic(settings.clientSecret), {
        // The library leaves signatures of tokens that came over TLS unchecked unless it is told to look.
        execute: [client.enableNonRepudiationChecks, ...plain],
        timeout: TIMEOUT_SECONDS,
      })
      .catch((thrown: unknown) => {
        known = null;
        throw thrown;
      });
    return known;
  };
  return {
    begin: (redirectUri) =>
      guarded(async () => {
        const [state, nonce, verifier] = [client.randomState(), client.randomNonce(), client.randomPKCECodeVerifier()];
        const url = client.buildAuthorizationUrl(await configuration(), {
          redirect_uri: redirectUri,
          scope: "openid",
          state,
          nonce,
          code_challenge: await client.calculatePKCECodeChallenge(verifier),
          code_challenge_method: "S256",
        });
        return { url: url.href, underWay: { state, nonce, verifier } };
      }),
    finish: (returnedTo, { state, nonce, verifier }) =>
      guarded(async () => {
        const tokens = await client.authorizationCodeGrant(await configuration(), returnedTo, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        });
        const claims = tokens.claims() ?? {};
        const { sub } = claims as { readonly sub?: unknown };
        if (typeof sub !== "string" || sub === "") throw new Error("the ID token names no subject");
        if (settings.roleClaim === null) return { userId: sub, role: null };
        const role = roleFrom(claims, settings.roleClaim);
        return role === null ? "no-role" : { userId: sub, role };
      }),
  };
};

/** The highest role that the claim names; `null` when it names none. "realm_access.roles" is a claim of that name, else a path. */
export const roleFrom = (claims: Readonly<Record<string, unknown>>, claim: string): Role | null => {
  const within = (value: unknown, name: string): unknown =>
    typeof value === "object" && value !== null && Object.hasOwn(value, name)
      ? (value as Record<string, unknown>)[name]
      : undefined;
  const found = within(claims, claim) ?? claim.split(".").reduce<unknown>(within, claims);
  const words = Array.isArray(found) ? found : typeof found === "string" ? found.split(/[\s,]+/) : [];
  return ROLES.findLast((role) => words.includes(role)) ?? null;
};

/** What the provider said may carry secrets: its words stay in `cause`, for the log. */
const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (thrown) {
    throw new Unavailable(
      "The sign-in was not completed: the identity provider did not answer as it must. Nobody was signed in. Try again; if it stays, an administrator finds the reason in the log.",
      { cause: thrown },
    );
  }
};
