import { z } from "zod";

/** What the Bot Connector posts to us, as far as it is read. Unknown properties are kept. */
const account = z.looseObject({
  id: z.string().min(1).max(512),
  name: z.string().optional(),
  aadObjectId: z.string().optional(),
});

export const inboundActivity = z.looseObject({
  type: z.string().min(1),
  id: z.string().min(1).max(512),
  /** "add", "remove", "add-upgrade" on installationUpdate. */
  action: z.string().optional(),
  /** Name of an invoke, for example "task/fetch". */
  name: z.string().optional(),
  channelId: z.string(),
  serviceUrl: z.url(),
  from: account,
  recipient: account,
  conversation: z.looseObject({
    id: z.string().min(1).max(512),
    conversationType: z.string().optional(),
    tenantId: z.string().optional(),
  }),
  text: z.string().optional(),
  /** IANA zone of whoever writes. */
  localTimezone: z.string().max(100).optional(),
  replyToId: z.string().optional(),
  value: z.unknown().optional(),
  entities: z.array(z.looseObject({ type: z.string() })).optional(),
  attachments: z
    .array(
      z.looseObject({
        contentType: z.string().optional(),
        name: z.string().optional(),
        content: z.unknown().optional(),
      }),
    )
    .optional(),
  membersAdded: z.array(account).optional(),
  membersRemoved: z.array(account).optional(),
  timestamp: z.string().optional(),
  channelData: z
    .looseObject({
      tenant: z.looseObject({ id: z.string() }).optional(),
      channel: z.looseObject({ id: z.string() }).optional(),
      team: z.looseObject({ id: z.string() }).optional(),
      eventType: z.string().optional(),
    })
    .nullish(),
});

export type InboundActivity = z.infer<typeof inboundActivity>;

/** A conversation that can be written to, as JSON. */
export interface Place {
  readonly serviceUrl: string;
  readonly tenantId: string;
  /** Without `;messageid=…`. */
  readonly conversationId: string;
  readonly scene: "channel" | "direct" | "group";
  /** The bot as this conversation knows it. */
  readonly botId: string;
}

/** A person as Teams addresses them in one tenant. */
export interface Person {
  readonly userId: string;
  readonly name: string | null;
}

export type JsonObject = Readonly<Record<string, unknown>>;

/** What leaves: an activity without addresses, which the connector adds. */
export interface OutgoingActivity {
  readonly type: "message" | "typing";
  readonly text?: string;
  readonly textFormat?: "markdown";
  /** Read out and shown in notifications. */
  readonly summary?: string;
  readonly attachments?: readonly JsonObject[];
  readonly entities?: readonly (JsonObject & { readonly type: string })[];
  readonly channelData?: JsonObject;
}

/** "19:abc@thread.tacv2;messageid=1" -> "19:abc@thread.tacv2". A digest sent to the long form would land in an old thread. */
export const withoutMessageId = (conversationId: string): string => conversationId.split(";")[0] ?? conversationId;

/** The tenant an activity claims, `null` when it claims none or two. */
export const tenantOf = (activity: InboundActivity): string | null => {
  const tenants = [activity.channelData?.tenant?.id, activity.conversation.tenantId].filter((id) => id !== undefined);
  return new Set(tenants).size === 1 ? (tenants[0] ?? null) : null;
};

export const sceneOf = (activity: InboundActivity): Place["scene"] => {
  switch (activity.conversation.conversationType) {
    case "channel":
      return "channel";
    case "groupChat":
      return "group";
    default:
      return "direct";
  }
};

export const placeOf = (activity: InboundActivity, tenantId: string): Place => ({
  serviceUrl: activity.serviceUrl,
  tenantId,
  conversationId: withoutMessageId(activity.channelData?.channel?.id ?? activity.conversation.id),
  scene: sceneOf(activity),
  botId: activity.recipient.id,
});
