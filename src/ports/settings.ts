import type { Place } from "../core/place.ts";

/** What a channel has set for itself. */
export interface ChannelSettings {
  /** IANA zone that new subscriptions take. */
  readonly zone: string;
  /** A decision counts only when a second reviewer confirms it. */
  readonly fourEyes: boolean;
}

export const DEFAULT_SETTINGS: ChannelSettings = { zone: "UTC", fourEyes: false };

export interface SettingsStore {
  /** The defaults where nothing was set. */
  get(place: Place): Promise<ChannelSettings>;
  set(place: Place, settings: ChannelSettings): Promise<void>;
}
