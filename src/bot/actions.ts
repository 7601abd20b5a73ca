import { BadInput } from "../core/errors.ts";
import type { Incoming, IncomingBody } from "../core/incoming.ts";
import type { Reply } from "../core/reply.ts";
import { subjectFrom } from "../core/subject.ts";
import { changeSettings, showSettings } from "./commands/settings.ts";
import { asksToWatch, watchTable } from "./commands/watch.ts";
import type { Desk } from "./desk.ts";
import { homeOf } from "./home.ts";
import { OFFICE_ACTIONS } from "./office-actions.ts";
import { answerReply } from "./replies/answer.ts";
import { batchReply } from "./replies/batch.ts";
import { homeReply } from "./replies/home.ts";
import { noteReply } from "./replies/plain.ts";
import { screeningDetails, screeningReply, screeningsReply, screeningWhy, searchedReply } from "./replies/screening.ts";

type ActionBody = Extract<IncomingBody, { readonly kind: "action" }>;
type Run = (incoming: Incoming, body: ActionBody, desk: Desk) => Promise<Reply>;

/** Screens a submitted form: one name and any number of addresses, a line each. */
const screenForm: Run = async (incoming, { fields }, desk) => {
  const name = fields.name?.trim() ?? "";
  const addresses = (fields.addresses ?? "").split(/[\s,;]+/).filter((address) => address !== "");
  if (name === "" && addresses.length === 0)
    throw new BadInput("The form has neither a name nor an address. Nothing was screened. Fill in one of them.");
  const subjects = [
    ...(name === ""
      ? []
      : [subjectFrom({ text: name, kind: fields.kind, birth: fields.dob, country: fields.country })]),
    ...addresses.map((text) => subjectFrom({ text, kind: "address" })),
  ];
  const screenings = [];
  for (const subject of subjects) screenings.push(await desk.screen(incoming, subject, {}));
  const [first, ...more] = screenings;
  return first && more.length === 0
    ? screeningReply(first, desk.deps.describe)
    : screeningsReply(screenings, desk.deps.describe);
};

const feedback: Run = async (incoming, { value, fields }, desk) => {
  const rating = fields.rating === "helpful" ? "helpful" : "not helpful";
  await desk.record(incoming, "feedback", { questionId: value, rating }, { comment: fields.comment ?? null });
  return noteReply(`Recorded as ${rating}, with the answer it belongs to.`);
};

/** Every button and form that replies carry, by its id. `value` is the screening's or answer's reference. */
const ACTIONS: Readonly<Record<string, Run>> = {
  "screening.details": async (_incoming, { value }, desk) =>
    screeningDetails(await desk.recall(value), desk.deps.describe),
  "screening.why-not": async (_incoming, { value }, desk) => screeningWhy(await desk.recall(value), desk.deps.describe),
  "screening.share": async (incoming, { value }, desk) => {
    const screening = await desk.recall(value);
    await desk.record(incoming, "share", { screeningId: value });
    return { ...screeningReply(screening, desk.deps.describe), audience: "everyone" };
  },
  "screen-form": screenForm,
  "screen-csv": async (incoming, { value, fields }, desk) =>
    asksToWatch(fields.said)
      ? watchTable(incoming, fields.csv ?? "", value, desk)
      : batchReply(value, await desk.batch(incoming, fields.csv ?? "", value), desk.deps.describe),
  "home-opened": async (incoming, _body, desk) => homeReply(await homeOf(incoming, desk)),
  "screening.searched": async (_incoming, { value }, desk) =>
    searchedReply(await desk.recall(value), desk.deps.describe),
  "answer.share": async (incoming, { value }, desk) => {
    const answer = await desk.recallAnswer(value);
    await desk.record(incoming, "share", { questionId: value });
    return { ...answerReply(answer, desk.deps.describe), audience: "everyone" };
  },
  "settings.show": async (incoming, _body, desk) => showSettings(incoming, desk),
  // A select sends its value; a card with a button sends every choice as a field.
  "settings.set": async (incoming, { value, fields }, desk) =>
    changeSettings(incoming, value === "" ? Object.values(fields) : [value], desk),
  feedback,
  ...OFFICE_ACTIONS,
};

/** Every id, so that none is without its place in the table of deeds. */
export const ACTION_IDS: readonly string[] = Object.keys(ACTIONS);

/** Runs a pressed button or a submitted form. Throws `BadInput` for one that no reply of this version carries. */
export const runAction: Run = async (incoming, body, desk) => {
  const run = Object.hasOwn(ACTIONS, body.id) ? ACTIONS[body.id] : undefined;
  if (!run)
    throw new BadInput(
      `The button “${body.id}” is not known to this version. Nothing was changed. Ask or screen again.`,
    );
  return run(incoming, body, desk);
};
