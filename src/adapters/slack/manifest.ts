import { BadInput } from "../../core/errors.ts";
import { EVENTS_PATH } from "./receiving.ts";

type Json = Readonly<Record<string, unknown>>;

/** What of manifest.json is read here; the rest is passed on as it is. */
interface Manifest extends Json {
  readonly features: Json & { readonly slash_commands: readonly Json[] };
  readonly oauth_config: Json;
  readonly settings: Json & { readonly event_subscriptions: Json; readonly interactivity: Json };
}

/**
 * manifest.json, which is for Socket Mode, as the manifest of an app that is reached over HTTP: Slack sends events, commands and
 * interactivity to one address under `url`, and many workspaces install the app there. Throws `BadInput` for an address that
 * Slack would not take.
 */
export const overHttpManifest = (socketMode: string, url: string): Json => {
  const requestUrl = addressed(url, EVENTS_PATH);
  const manifest = JSON.parse(socketMode) as Manifest;
  const { features, settings } = manifest;
  return {
    ...manifest,
    features: {
      ...features,
      slash_commands: features.slash_commands.map((command) => ({ ...command, url: requestUrl })),
    },
    oauth_config: { redirect_urls: [addressed(url, "/slack/oauth_redirect")], ...manifest.oauth_config },
    settings: {
      ...settings,
      event_subscriptions: { request_url: requestUrl, ...settings.event_subscriptions },
      interactivity: { ...settings.interactivity, request_url: requestUrl },
      socket_mode_enabled: false,
    },
  };
};

const addressed = (url: string, path: string): string => {
  const base = URL.parse(url);
  if (base?.protocol !== "https:" || base.pathname !== "/" || base.search !== "" || base.hash !== "")
    throw new BadInput(
      `The address must begin with https://, have no path and be the one at which Slack reaches this server, got "${url}". Nothing was printed. For example: --url https://redflag.example`,
    );
  return `${base.origin}${path}`;
};
