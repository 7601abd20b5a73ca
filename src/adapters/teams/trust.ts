import { ConfigError } from "../../core/errors.ts";

/** How the bot is registered and who may talk to it. */
export interface TeamsSettings {
  /** `null` only in development. */
  readonly appId: string | null;
  /** `null` with an app id: a managed identity. */
  readonly appPassword: string | null;
  readonly tenantId: string | null;
  /** Empty: only `tenantId`. */
  readonly allowedTenants: readonly string[];
  /** Development only: without an app id, accept unsigned requests. */
  readonly allowAnonymous: boolean;
}

const RED = "\u001b[1;31m";
const PLAIN = "\u001b[0m";

export const ANONYMOUS_WARNING = `${RED}Teams accepts unsigned requests (TEAMS_ALLOW_ANONYMOUS=true). For development on this machine only.${PLAIN}`;

/** Throws `ConfigError` for settings with which requests could not be trusted; tells whether they are anonymous. */
export const checkTrust = (settings: TeamsSettings, production: boolean): { readonly anonymous: boolean } => {
  const problems: string[] = [];
  if (!settings.appId) {
    if (production) problems.push("TEAMS_APP_ID is missing: in production no request could be verified");
    else if (!settings.allowAnonymous)
      problems.push("TEAMS_APP_ID is missing; set it, or TEAMS_ALLOW_ANONYMOUS=true for development");
  } else if (allowedTenants(settings).length === 0)
    problems.push("TEAMS_TENANT_ID is missing: a single-tenant bot or a managed identity belongs to one");
  else if (!settings.tenantId) problems.push("TEAMS_TENANT_ID is missing: tokens for replies are issued by it");
  if (production && settings.allowAnonymous)
    problems.push("TEAMS_ALLOW_ANONYMOUS must not be true when NODE_ENV is production");
  if (problems.length > 0) throw new ConfigError(problems);
  return { anonymous: !settings.appId };
};

export const allowedTenants = (settings: TeamsSettings): readonly string[] =>
  settings.allowedTenants.length > 0 ? settings.allowedTenants : settings.tenantId ? [settings.tenantId] : [];

/** Unsigned requests may only have answers sent back to this machine. */
export const isLoopback = (serviceUrl: string): boolean =>
  URL.canParse(serviceUrl) && /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(serviceUrl).hostname);
