/**
 * The parts of Slack's payloads that are read, as they come over the wire. Bolt's types promise more than Slack sends in
 * every case, so fields are optional here and checked where they are used.
 */

export interface MessagePayload {
  readonly type: string;
  readonly subtype?: string;
  readonly channel?: string;
  readonly channel_type?: string;
  readonly user?: string;
  readonly bot_id?: string;
  readonly text?: string;
  readonly ts?: string;
  readonly thread_ts?: string;
  readonly deleted_ts?: string;
  /** Of `message_changed`: the message as it is now and as it was. */
  readonly message?: MessagePayload;
  readonly previous_message?: MessagePayload;
  readonly files?: readonly FilePayload[];
  /** Of `tokens_revoked`. */
  readonly tokens?: { readonly bot?: readonly string[] };
}

export interface FilePayload {
  readonly id?: string;
  readonly name?: string;
  readonly mimetype?: string;
  readonly filetype?: string;
  readonly size?: number;
  readonly url_private_download?: string;
}

export interface ActionPayload {
  readonly type?: string;
  readonly user: { readonly id: string };
  readonly channel?: { readonly id?: string };
  readonly container?: {
    readonly channel_id?: string;
    readonly message_ts?: string;
    readonly thread_ts?: string;
    readonly is_ephemeral?: boolean;
  };
  readonly message?: {
    readonly ts?: string;
    readonly thread_ts?: string;
    readonly text?: string;
    readonly user?: string;
  };
  readonly view?: ViewPayload;
  readonly actions?: readonly PressedPayload[];
  readonly trigger_id?: string;
  readonly response_url?: string;
}

interface PressedPayload {
  readonly action_id?: string;
  readonly value?: string;
  readonly selected_option?: { readonly value?: string } | null;
}

export interface ViewPayload {
  readonly id?: string;
  readonly type?: string;
  readonly hash?: string;
  readonly callback_id?: string;
  readonly private_metadata?: string;
  readonly state?: { readonly values?: Readonly<Record<string, Readonly<Record<string, InputPayload>>>> };
}

export interface InputPayload {
  readonly value?: string | null;
  readonly selected_date?: string | null;
  readonly selected_option?: { readonly value?: string } | null;
  readonly selected_options?: readonly { readonly value?: string }[];
  readonly files?: readonly FilePayload[];
}

export interface CommandPayload {
  readonly command: string;
  readonly text?: string;
  readonly channel_id: string;
  readonly user_id: string;
  readonly trigger_id: string;
  readonly response_url?: string;
}

/** A body as it arrives, before Bolt has sorted it. */
export interface AnyPayload {
  readonly type?: string;
  readonly event_id?: string;
  readonly team_id?: string;
  readonly enterprise_id?: string | null;
  readonly trigger_id?: string;
  readonly command?: string;
  readonly event?: MessagePayload;
  readonly authorizations?: readonly { readonly user_id?: string; readonly is_enterprise_install?: boolean }[];
  readonly user_id?: string;
  readonly channel_id?: string;
  readonly response_url?: string;
  readonly view?: ViewPayload;
}
