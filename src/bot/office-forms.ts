import { BadInput } from "../core/errors.ts";
import { type FORMS, opensForm } from "../core/form.ts";
import type { Incoming } from "../core/incoming.ts";
import { placeOf } from "../core/place.ts";
import type { Reply } from "../core/reply.ts";
import { settingsOf, subscriptionHere } from "./commands/digest.ts";
import { runVet } from "./commands/vet.ts";
import type { Desk } from "./desk.ts";
import { outcomeOf } from "./forms/case.ts";
import type { ActionBody } from "./forms/field.ts";
import { subjectOf } from "./forms/subject.ts";
import { requestOf } from "./forms/subscription.ts";
import { applicantOf } from "./forms/vet.ts";
import { caseCard } from "./replies/cases.ts";
import { noteReply } from "./replies/plain.ts";
import { subscribedReply } from "./replies/subscriptions.ts";
import { watchedReply } from "./replies/watch.ts";

type Run = (incoming: Incoming, body: ActionBody, desk: Desk) => Promise<Reply>;

const subscription: Run = async (incoming, { value, fields }, desk) => {
  const { subscriptions, listIds } = desk.deps.office;
  const request = requestOf(fields, listIds);
  if (value === "") {
    const made = await subscriptions.subscribe({ ...request, place: placeOf(incoming), userId: incoming.userId });
    await desk.record(incoming, "subscription", { did: "subscribed", subscription: settingsOf(made) });
    return subscribedReply(made);
  }
  const before = await subscriptionHere(incoming, value, desk);
  const after = await subscriptions.change(before, request);
  await desk.record(incoming, "subscription", { did: "changed", before: settingsOf(before), after: settingsOf(after) });
  return subscribedReply(after, "Changed");
};

const watch: Run = async (incoming, { value, fields }, desk) => {
  const watches = desk.deps.office.watch;
  const before = (await watches.list(placeOf(incoming))).find(({ watchId }) => watchId === value);
  const subject = subjectOf(fields);
  const after = before && (await watches.edit(value, subject));
  if (!before || !after) throw new BadInput("That name is not watched here any more. Nothing was changed.");
  await desk.record(incoming, "watch", { did: "changed", watchId: value }, { before: before.subject, subject });
  return watchedReply(after);
};

const decide: Run = async (incoming, { value, fields }, desk) => {
  const [number, outcome, why] = [Number(value), outcomeOf(fields), fields.why?.trim() ?? ""];
  if (why === "") throw new BadInput("A decision needs a reason. Nothing was decided.");
  await desk.record(incoming, "case", { number, did: outcome }, { why });
  const found = await desk.deps.office.cases.decide(number, outcome, why, incoming.userId);
  return caseCard(found, desk.deps.describe(found.listing.list).title, desk.deps.now());
};

/** What is typed where a platform has no forms. */
const TYPED: Readonly<Record<(typeof FORMS)[keyof typeof FORMS], string>> = {
  "form.subject": "Write: screen <name> --dob 1980 --country KP --type person",
  "form.vet": "Write: vet <name> --email <address> --wallet <address> --location <place> --seen no-camera",
  "form.subscription": "Write: digest subscribe <topics> weekly on monday at 9 Europe/Berlin quiet",
  "form.watch": "Write: watch edit <number> <name> --dob 1980 --country KP",
  "form.case": "Write: case <number> false-positive <reason>",
};

/** Submitted forms, by the action that each becomes, and the buttons of forms where there are none. */
export const FORM_ACTIONS: Readonly<Record<string, Run>> = {
  "vet-form": async (incoming, { fields }, desk) => runVet(incoming, applicantOf(fields), desk),
  "subscription-form": subscription,
  "watch-form": watch,
  "case-form": decide,
  ...Object.fromEntries(
    Object.entries(TYPED)
      .filter(([id]) => opensForm(id))
      .map(([id, text]): [string, Run] => [id, async () => noteReply(text)]),
  ),
};
