import { FORMS } from "../../core/form.ts";
import { type Action, bold, plain, type Reply, type ReplyBlock } from "../../core/reply.ts";
import type { Subscription } from "../../core/subscription.ts";
import { scheduleInWords } from "../../digest/request.ts";
import { inZone } from "../../digest/schedule.ts";
import { topicsInWords } from "../../digest/topics.ts";
import { counted } from "./phrases.ts";

const HOW =
  'Make one: digest subscribe <topics> <daily, weekdays, weekly on monday, monthly on the 1st or at once> at <hour> <zone> [quiet]. Topics: DPRK, crypto, a list id, publisher:FBI, party:"Lazarus Group", any word; none means everything. “digest subscribe drill weekly” sends a drill. “digest preview” shows one now; “digest pause 1”, “digest resume 1” and “digest stop 1” do what they say.';

const reply = (summary: string, blocks: readonly ReplyBlock[], audience: Reply["audience"]): Reply => ({
  summary,
  blocks,
  citations: [],
  audience,
  aiGenerated: false,
  feedbackFor: null,
});

/** The subscriptions of a conversation with their numbers, next times and troubles. */
export const subscriptionsReply = (
  lines: readonly { readonly subscription: Subscription; readonly trouble: string | null }[],
): Reply => {
  const summary = `${counted(lines.length, "subscription", "subscriptions")} here`;
  return reply(
    summary,
    [
      { kind: "headline", text: [bold(`${summary}.`)] },
      ...(lines.length > 0
        ? [
            {
              kind: "list",
              items: lines.map(({ subscription, trouble }, i) => [
                bold(`${i + 1}. `),
                { text: `${subscriptionInWords(subscription)}; ${nextInWords(subscription)}` },
                ...(trouble ? [bold(` Last post not delivered: ${trouble}`)] : []),
              ]),
            } as const,
          ]
        : []),
      {
        kind: "actions",
        actions: [
          { id: FORMS.subscription, label: "New subscription", value: "" },
          ...managing(lines.map(({ subscription }) => subscription)),
        ],
      },
      { kind: "note", text: plain(HOW) },
    ],
    "asker",
  );
};

/** Subscriptions with buttons of their own; "digest pause <number>" reaches all of them. */
const BUTTONS = 3;

const managing = (all: readonly Subscription[]): readonly Action[] =>
  all
    .slice(0, BUTTONS)
    .flatMap(({ subscriptionId: value, paused }, i) => [
      { id: FORMS.subscription, label: `Change ${i + 1}`, value },
      paused
        ? { id: "digest.resume", label: `Resume ${i + 1}`, value }
        : { id: "digest.pause", label: `Pause ${i + 1}`, value },
      { id: "digest.stop", label: `Stop ${i + 1}`, value },
    ]);

/** Said to everybody: a channel should know what will be posted in it. */
export const subscribedReply = (subscription: Subscription, did: "Changed" | "Subscribed" = "Subscribed"): Reply =>
  reply(
    `${did}: ${subscriptionInWords(subscription)}`,
    [
      {
        kind: "paragraph",
        text: [bold(`${did}: `), { text: `${subscriptionInWords(subscription)}; ${nextInWords(subscription)}.` }],
      },
      {
        kind: "actions",
        actions: [
          { id: "digest.preview", label: "Preview", value: subscription.subscriptionId },
          { id: FORMS.subscription, label: "Change", value: subscription.subscriptionId },
          { id: "digest.pause", label: "Pause", value: subscription.subscriptionId },
        ],
      },
    ],
    "everyone",
  );

/** What is posted and when. */
export const subscriptionInWords = ({ what, topics, schedule, quiet }: Subscription): string => {
  const told = what === "drill" ? "a drill" : `a digest about ${topicsInWords(topics)}`;
  const still =
    what === "drill" || schedule.cadence === "at-once"
      ? ""
      : quiet
        ? ", nothing when nothing changed"
        : ", one line when nothing changed";
  return `${told}, ${scheduleInWords(schedule)}${still}`;
};

export const nextInWords = ({ paused, dueAt, schedule }: Subscription): string =>
  paused ? "paused" : schedule.cadence === "at-once" ? "active" : `next ${inZone(dueAt, schedule.zone)}`;
