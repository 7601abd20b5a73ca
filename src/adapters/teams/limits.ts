/** What Teams takes. Sources: learn.microsoft.com/microsoftteams/platform, pages named beside each. */
export const LIMITS = {
  /** bots/how-to/format-your-bot-messages gives 28 KB for a message with its card; room is left for the addresses. */
  activityBytes: 25_000,
  /** bots/how-to/format-ai-bot-messages: citations of one message. */
  citations: 10,
  citationName: 80,
  citationAbstract: 160,
  /** bots/streaming-ux: an informative update. */
  informativeCharacters: 1_000,
  /** bots/streaming-ux: requests of one stream, one a second; the whole stream two minutes. */
  streamEveryMs: 1_000,
  streamMs: 110_000,
  /** A typing indicator fades after about three seconds in chats and is not shown at all in channels. */
  typingEveryMs: 3_000,
  /** task-modules-and-cards/cards/cards-actions: buttons shown in one row of a card. */
  actionsPerSet: 6,
  summaryCharacters: 200,
  cardVersion: "1.5",
} as const;

/** Size of an activity as it leaves, bytes of UTF-8. */
export const bytesOf = (activity: unknown): number => Buffer.byteLength(JSON.stringify(activity), "utf8");
