import { isoDate } from "../../core/dates.ts";
import { BadInput } from "../../core/errors.ts";
import { placeKey, placeOf } from "../../core/place.ts";
import type { Reply } from "../../core/reply.ts";
import type { Subscription } from "../../core/subscription.ts";
import { parseDigestRequest } from "../../digest/request.ts";
import { parseTopics } from "../../digest/topics.ts";
import type { Desk } from "../desk.ts";
import { digestReply } from "../replies/digest.ts";
import { noteReply } from "../replies/plain.ts";
import { subscribedReply, subscriptionsReply } from "../replies/subscriptions.ts";
import { zoneFor } from "../zone.ts";
import type { RunCommand } from "./command.ts";

/** "digest", "digest subscribe …", "digest preview [since DATE]", "digest pause|resume|stop [number]". */
export const digest: RunCommand = async (incoming, text, desk) => {
  const [word = "", ...rest] = text.split(/\s+/).filter((part) => part !== "");
  const after = rest.join(" ");
  switch (word.toLowerCase()) {
    case "":
    case "list":
    case "help":
      return list(incoming, desk);
    case "subscribe":
      return subscribe(incoming, after, desk);
    case "preview":
      return preview(incoming, after, desk);
    case "pause":
    case "resume":
      return setPaused(incoming, after, word.toLowerCase() === "pause", desk);
    case "stop":
      return stop(incoming, after, desk);
    default:
      throw new BadInput(
        `There is no “digest ${word}”. Nothing was changed. There are: digest subscribe, digest preview, digest pause, digest resume, digest stop.`,
      );
  }
};

const office = (desk: Desk) => desk.deps.office;

const list = async (incoming: Parameters<RunCommand>[0], desk: Desk): Promise<Reply> => {
  const subscriptions = await office(desk).subscriptions.list(placeOf(incoming));
  const troubles = await Promise.all(subscriptions.map((one) => office(desk).subscriptions.trouble(one)));
  return subscriptionsReply(subscriptions.map((subscription, i) => ({ subscription, trouble: troubles[i] ?? null })));
};

const subscribe: RunCommand = async (incoming, text, desk) => {
  const place = placeOf(incoming);
  const zone = await zoneFor(incoming, office(desk));
  const request = parseDigestRequest(text, zone, office(desk).listIds);
  const subscription = await office(desk).subscriptions.subscribe({ ...request, place, userId: incoming.userId });
  await desk.record(incoming, "subscription", { did: "subscribed", subscription: settingsOf(subscription) });
  return subscribedReply(subscription);
};

const preview: RunCommand = async (incoming, text, desk) => {
  const m = /^(?:since\s+)?(\d{4}-\d{2}-\d{2})\s*(.*)$/i.exec(text.trim());
  const place = placeOf(incoming);
  const [first] = await office(desk).subscriptions.list(place);
  if (!m && text.trim() === "" && first) return asPreview(await office(desk).subscriptions.preview(first));
  const day = m ? isoDate(m[1] ?? "", "The day") : office(desk).digest.weekAgo();
  const topics = parseTopics(m ? (m[2] ?? "") : text, office(desk).listIds);
  const zone = await zoneFor(incoming, office(desk));
  const found = await office(desk).digest.sinceDay(day, topics, place);
  return asPreview(digestReply(found, { title: "Sanctions digest", zone, actions: [] }));
};

/** Only who asked sees it, and its buttons would act on the real one. */
const asPreview = (reply: Reply): Reply => ({
  ...reply,
  summary: `Preview. ${reply.summary}`,
  blocks: [
    { kind: "note", text: [{ text: "Preview; only you see it and nothing is marked as told." }] },
    ...reply.blocks.filter(({ kind }) => kind !== "actions"),
  ],
  audience: "asker",
});

const setPaused = async (
  incoming: Parameters<RunCommand>[0],
  text: string,
  paused: boolean,
  desk: Desk,
): Promise<Reply> => {
  const chosen = await choose(incoming, text, desk);
  await desk.record(incoming, "subscription", { did: paused ? "paused" : "resumed", subscription: settingsOf(chosen) });
  await office(desk).subscriptions.setPaused(chosen, paused);
  return noteReply(
    paused
      ? "Paused. What changes meanwhile is told in one digest after “digest resume”."
      : "Resumed. The next digest tells everything since the last one.",
  );
};

const stop: RunCommand = async (incoming, text, desk) => {
  const chosen = await choose(incoming, text, desk);
  await desk.record(incoming, "subscription", { did: "stopped", subscription: settingsOf(chosen) });
  await office(desk).subscriptions.remove(chosen);
  return noteReply("Stopped. Nothing more is posted here for that subscription.");
};

/** The subscription of a number as "digest" lists them; without a number the only one. */
const choose = async (incoming: Parameters<RunCommand>[0], text: string, desk: Desk): Promise<Subscription> => {
  const all = await office(desk).subscriptions.list(placeOf(incoming));
  const wanted = text.trim();
  const chosen = wanted === "" && all.length === 1 ? all[0] : all[Number(wanted) - 1];
  if (chosen && (wanted === "" || /^\d+$/.test(wanted))) return chosen;
  throw new BadInput(
    all.length === 0
      ? "There is no subscription here. Nothing was changed. Make one: digest subscribe DPRK weekly on monday at 9"
      : `Say which one by its number, 1 to ${all.length}. Nothing was changed. “digest” lists them.`,
  );
};

/** A subscription by its id, if it belongs to the conversation the button stands in. Throws `BadInput` otherwise. */
export const subscriptionHere = async (
  incoming: Parameters<RunCommand>[0],
  id: string,
  desk: Desk,
): Promise<Subscription> => {
  const all = await office(desk).subscriptions.list(placeOf(incoming));
  const found = all.find(({ subscriptionId }) => subscriptionId === id);
  if (!found) throw new BadInput("That subscription was stopped. Nothing was changed.");
  return found;
};

/** What the record keeps of a subscription. */
export const settingsOf = ({ subscriptionId, what, place, topics, schedule, quiet }: Subscription): unknown => ({
  subscriptionId,
  what,
  place: placeKey(place),
  topics,
  schedule,
  quiet,
});
