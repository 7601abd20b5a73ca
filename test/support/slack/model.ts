/** The state of one simulated workspace. Ids look like Slack's; times are milliseconds of the injected clock. */

export type Json = Record<string, unknown>;

export interface User {
  readonly id: string;
  readonly name: string;
  readonly isBot: boolean;
}

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly kind: "im" | "private" | "public";
  readonly members: Set<string>;
  archived: boolean;
}

export interface Message {
  readonly ts: string;
  readonly channel: string;
  readonly user: string;
  text: string;
  blocks: Json[];
  readonly threadTs: string | null;
  /** Set for messages that one person sees. */
  readonly onlyFor: string | null;
  /** How it was sent: a Web API method, `response_url` or `person`. */
  readonly via: string;
  /** Steps and text of a streamed message. */
  stream: { state: "open" | "stopped"; readonly tasks: Map<string, Json>; markdown: string } | null;
  edited: boolean;
  deleted: boolean;
  readonly files: readonly SharedFile[];
  /** What the app wrote beside the message, for apps. */
  metadata: Json | null;
}

export interface SharedFile {
  readonly id: string;
  readonly name: string;
  readonly mimetype: string;
  readonly content: string;
  /** Of an uploaded file: what it holds, and from when Slack has taken it in; `null` until the upload is completed. */
  readonly bytes?: Uint8Array;
  readonly readyAtMs?: number | null;
}

export interface View {
  readonly id: string;
  readonly type: "home" | "modal";
  readonly user: string;
  hash: string;
  body: Json;
  /** Of a modal that was submitted: what the app found wrong, by block; empty once it was taken. */
  errors?: Readonly<Record<string, string>>;
  typed?: Readonly<Record<string, string>>;
  closed?: boolean;
}

/** What the simulated app is allowed and subscribed to, as its manifest says. */
export interface AppGrant {
  readonly scopes: readonly string[];
  readonly events: readonly string[];
  readonly commands: readonly string[];
  readonly shortcuts: readonly string[];
}

export const str = (value: unknown): string => (typeof value === "string" ? value : "");
export const isRecord = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
export const records = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isRecord) : []);
