import type { Office } from "../../src/bot/office.ts";
import { DEFAULT_SETTINGS } from "../../src/ports/settings.ts";

/** For tests that never reach digests, watchlists or cases: the settings are the defaults and nothing is watched or subscribed; whatever else is asked of it fails the test. */
export const NO_OFFICE: Office = new Proxy({} as Office, {
  get: (_office, name) => {
    if (name === "watch" || name === "subscriptions") return { list: async () => [] };
    if (name === "settings") return { get: async () => DEFAULT_SETTINGS, set: async () => {} };
    throw new Error(`The test has no office and asked for its ${String(name)}.`);
  },
});
