import type { Incoming } from "../core/incoming.ts";

/** What a platform knows of the people who write. */
export interface Profiles {
  /** IANA zone of whoever sent this; `null` when the platform does not say or may not be asked. Never rejects. */
  zoneOf(incoming: Incoming): Promise<string | null>;
}

export const NO_PROFILES: Profiles = { zoneOf: () => Promise.resolve(null) };
