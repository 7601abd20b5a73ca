import type { DocumentScope } from "../core/document-scope.ts";
import type { Place } from "../core/place.ts";

/** What is done with an ordinary message that names a listed party: nothing, a note to its author alone, or a reply in its thread. */
export const AUTO_SCREEN = ["off", "private", "thread"] as const;
/** How a question asked in the conversation is answered: for everybody in its thread, or for the asker alone. */
export const REPLY_MODES = ["thread", "private"] as const;

/** What a channel has set for itself. */
export interface ChannelSettings {
  /** IANA zone that new subscriptions take. */
  readonly zone: string;
  /** A decision counts only when a second reviewer confirms it. */
  readonly fourEyes: boolean;
  readonly autoScreen: (typeof AUTO_SCREEN)[number];
  readonly replyMode: (typeof REPLY_MODES)[number];
  /** Documents that questions asked here are answered from; `null` is every document. */
  readonly documentScope: DocumentScope | null;
}

/** Screening what people write to each other is opted in to, never assumed. */
export const DEFAULT_SETTINGS: ChannelSettings = {
  zone: "UTC",
  fourEyes: false,
  autoScreen: "off",
  replyMode: "thread",
  documentScope: null,
};

export interface SettingsStore {
  /** The defaults where nothing was set, and for what was not yet a setting when the others were. */
  get(place: Place): Promise<ChannelSettings>;
  set(place: Place, settings: ChannelSettings): Promise<void>;
}
