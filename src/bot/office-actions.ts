import { BadInput } from "../core/errors.ts";
import type { Incoming, IncomingBody } from "../core/incoming.ts";
import { placeOf } from "../core/place.ts";
import type { Reply } from "../core/reply.ts";
import type { Hit, Screening } from "../core/screening.ts";
import { subscriptionHere } from "./commands/digest.ts";
import { watch, watchSubject } from "./commands/watch.ts";
import type { Desk } from "./desk.ts";
import { FORM_ACTIONS } from "./office-forms.ts";
import { caseCard, whichHitReply } from "./replies/cases.ts";
import { drillAnswer } from "./replies/drill.ts";
import { quoted } from "./replies/phrases.ts";
import { noteReply } from "./replies/plain.ts";
import { screeningReply } from "./replies/screening.ts";
import { subscriptionsReply } from "./replies/subscriptions.ts";
import { watchListReply } from "./replies/watch.ts";

type ActionBody = Extract<IncomingBody, { readonly kind: "action" }>;
type Run = (incoming: Incoming, body: ActionBody, desk: Desk) => Promise<Reply>;

/** "<screening>" or "<screening>|<list>|<listing>" -> the screening and the hit meant; `null` when there are several. */
const hitOf = async (value: string, desk: Desk): Promise<{ screening: Screening; hit: Hit | null }> => {
  const [id = "", list, listing] = value.split("|");
  const screening = await desk.recall(id);
  const named = screening.hits.find((hit) => hit.list === list && hit.listingId === listing);
  if (screening.hits.length === 0) throw new BadInput("That screening has no hit to decide on. Nothing was changed.");
  return { screening, hit: named ?? (screening.hits.length === 1 ? (screening.hits[0] ?? null) : null) };
};

const titleOf = (desk: Desk, list: Parameters<Desk["deps"]["describe"]>[0]): string => desk.deps.describe(list).title;

/** Opens the case of a hit; with several hits asks which. */
const openCase =
  (action: string): Run =>
  async (incoming, { value }, desk) => {
    const { screening, hit } = await hitOf(value, desk);
    if (!hit) return whichHitReply(screening, action, desk.deps.describe);
    const opened = await desk.deps.office.cases.openFor(screening, hit, placeOf(incoming), incoming.userId);
    await desk.record(incoming, "case", { number: opened.number, did: "opened", screeningId: screening.screeningId });
    if (action !== "screening.escalate") return caseCard(opened, titleOf(desk, opened.listing.list), desk.deps.now());
    const why = "escalated from the screening";
    await desk.record(incoming, "case", { number: opened.number, did: "escalate" }, { why });
    const escalated = await desk.deps.office.cases.decide(opened.number, "escalate", why, incoming.userId);
    return { ...caseCard(escalated, titleOf(desk, opened.listing.list), desk.deps.now()), audience: "everyone" };
  };

const watchScreening: Run = async (incoming, { value }, desk) =>
  watchSubject(incoming, (await desk.recall(value)).subject, desk);

const numberOf = (value: string): number => Number(value.split("|")[0]);

const caseStep =
  (did: string, step: (number: number, value: string, incoming: Incoming, desk: Desk) => Promise<unknown>): Run =>
  async (incoming, { value }, desk) => {
    const number = numberOf(value);
    // Written down first: a decision that is cut off by a crash is never without its entry.
    await desk.record(incoming, "case", { number, did }, { why: value.split("|").slice(1).join("|") });
    await step(number, value, incoming, desk);
    const found = await desk.deps.office.cases.get(number);
    return caseCard(found, titleOf(desk, found.listing.list), desk.deps.now());
  };

/** Buttons and forms of digests, watchlists, cases, hiring checks and drills, by id. */
export const OFFICE_ACTIONS: Readonly<Record<string, Run>> = {
  "screening.watch": watchScreening,
  "screening.false-positive": openCase("screening.false-positive"),
  "screening.escalate": openCase("screening.escalate"),
  "case.false-positive": caseStep("false-positive", (number, value, incoming, desk) =>
    desk.deps.office.cases.decide(number, "false-positive", value.split("|").slice(1).join("|"), incoming.userId),
  ),
  "case.confirm": caseStep("confirm", (number, _value, { userId }, desk) =>
    desk.deps.office.cases.confirm(number, userId),
  ),
  "case.reject": caseStep("reopen", (number, _value, { userId }, desk) =>
    desk.deps.office.cases.reject(number, "opened again by a reviewer", userId),
  ),
  "case.take": caseStep("assign", (number, _value, { userId }, desk) =>
    desk.deps.office.cases.assign(number, userId, userId),
  ),
  "digest.preview": async (incoming, { value }, desk) => {
    const subscription = await subscriptionHere(incoming, value, desk);
    return { ...(await desk.deps.office.subscriptions.preview(subscription)), audience: "asker" };
  },
  "digest.pause": async (incoming, { value }, desk) => {
    const subscription = await subscriptionHere(incoming, value, desk);
    await desk.record(incoming, "subscription", { did: "paused", subscriptionId: value });
    await desk.deps.office.subscriptions.setPaused(subscription, true);
    return noteReply("Paused. “digest resume” goes on; what changes meanwhile is told then in one digest.");
  },
  "digest.schedule": async (incoming, _body, desk) => {
    const all = await desk.deps.office.subscriptions.list(placeOf(incoming));
    return subscriptionsReply(all.map((subscription) => ({ subscription, trouble: null })));
  },
  "watch.screen": async (incoming, { value }, desk) => {
    const watched = (await desk.deps.office.watch.list(placeOf(incoming))).find(({ watchId }) => watchId === value);
    if (!watched) throw new BadInput("That name is not watched here any more. Nothing was screened.");
    return screeningReply(await desk.screen(incoming, watched.subject, {}), desk.deps.describe);
  },
  "watch.remove": async (incoming, { value }, desk) => {
    const watched = (await desk.deps.office.watch.list(placeOf(incoming))).find(({ watchId }) => watchId === value);
    if (!watched) throw new BadInput("That name is not watched here any more. Nothing was changed.");
    await desk.record(incoming, "watch", { did: "removed", watchId: value }, { subject: watched.subject });
    await desk.deps.office.watch.remove(value);
    return noteReply(`${quoted(watched.subject.text)} is not watched here any more.`);
  },
  "watch.list": async (incoming, _body, desk) => watchListReply(await desk.deps.office.watch.list(placeOf(incoming))),
  "watch.export": (incoming, _body, desk) => watch(incoming, "export", desk),
  "digest.resume": async (incoming, { value }, desk) => {
    const subscription = await subscriptionHere(incoming, value, desk);
    await desk.record(incoming, "subscription", { did: "resumed", subscriptionId: value });
    await desk.deps.office.subscriptions.setPaused(subscription, false);
    return noteReply("Resumed. The next digest tells everything since the last one.");
  },
  "digest.stop": async (incoming, { value }, desk) => {
    const subscription = await subscriptionHere(incoming, value, desk);
    await desk.record(incoming, "subscription", { did: "stopped", subscriptionId: value });
    await desk.deps.office.subscriptions.remove(subscription);
    return noteReply("Stopped. Nothing more is posted here for that subscription.");
  },
  ...FORM_ACTIONS,
  "drill.answer": async (incoming, { value }, desk) => {
    const [id = "", chosen = ""] = value.split(":");
    const drill = await desk.deps.office.drills.get(id);
    if (!drill) throw new BadInput("That drill is no longer there. Nothing was recorded.");
    const right = Number(chosen) === drill.answer;
    await desk.record(incoming, "drill", { drill: id, chosen: Number(chosen), right });
    return drillAnswer(drill, Number(chosen));
  },
};
