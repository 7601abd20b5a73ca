import type { OpenQuestion } from "../../../src/adapters/slack/journal.ts";

/** A question on record that nobody has answered. */
export const openQuestion = (key: string): OpenQuestion => ({
  key,
  workspaceId: "T",
  enterpriseId: null,
  channelId: "C",
  threadTs: null,
  userId: "U",
  responseUrl: null,
});
