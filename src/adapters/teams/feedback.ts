import type { IncomingBody } from "../../core/incoming.ts";
import { isRecord } from "./incoming.ts";

/** Under which a message's answer is kept, so that a thumb can be told which answer it means. */
export const feedbackKey = (tenantId: string, conversationId: string, messageId: string): string =>
  ["teams:feedback", tenantId, conversationId, messageId].map(encodeURIComponent).join(":");

/**
 * `{ actionName: "feedback", actionValue: { reaction: "like", feedback: "{\"feedbackText\":\"…\"}" } }` of an invoke
 * "message/submitAction" -> the reaction and the comment; `null` for anything else.
 */
export const feedbackIn = (value: unknown): { readonly helpful: boolean; readonly comment: string } | null => {
  if (!isRecord(value) || value.actionName !== "feedback" || !isRecord(value.actionValue)) return null;
  const { reaction, feedback } = value.actionValue;
  if (reaction !== "like" && reaction !== "dislike") return null;
  return { helpful: reaction === "like", comment: commentIn(feedback) };
};

const commentIn = (feedback: unknown): string => {
  if (typeof feedback !== "string") return "";
  try {
    const parsed: unknown = JSON.parse(feedback);
    return isRecord(parsed) && typeof parsed.feedbackText === "string" ? parsed.feedbackText : "";
  } catch {
    return feedback;
  }
};

export const feedbackBody = (
  feedbackFor: string,
  { helpful, comment }: { readonly helpful: boolean; readonly comment: string },
): IncomingBody => ({
  kind: "action",
  id: "feedback",
  value: feedbackFor,
  fields: { rating: helpful ? "helpful" : "not-helpful", ...(comment === "" ? {} : { comment }) },
});
