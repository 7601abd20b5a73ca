import { BadInput } from "../core/errors.ts";
import type { Incoming, IncomingBody } from "../core/incoming.ts";
import { plain, type Reply } from "../core/reply.ts";
import type { Screening } from "../core/screening.ts";
import type { ExpiringStore } from "../ports/stores.ts";
import type { DescribeList } from "./replies/phrases.ts";
import { screeningDetails, screeningWhy } from "./replies/screening.ts";

type ActionBody = Extract<IncomingBody, { readonly kind: "action" }>;

export interface ActionDeps {
  readonly expiring: ExpiringStore;
  readonly describe: DescribeList;
  readonly record: (incoming: Incoming, kind: string, detail: unknown) => Promise<void>;
}

type Run = (incoming: Incoming, body: ActionBody, deps: ActionDeps) => Promise<Reply>;

/** Every button that replies carry, by its id. */
const ACTIONS: Readonly<Record<string, Run>> = {
  "screening.details": async (_incoming, body, deps) => screeningDetails(await recall(body.value, deps), deps.describe),
  "screening.why-not": async (_incoming, body, deps) => screeningWhy(await recall(body.value, deps), deps.describe),
  feedback: (incoming, body, deps) => giveFeedback(incoming, body, deps),
};

/** Runs a pressed button. Throws `BadInput` for one that no reply of this version carries. */
export const runAction: Run = async (incoming, body, deps) => {
  const run = Object.hasOwn(ACTIONS, body.id) ? ACTIONS[body.id] : undefined;
  if (!run)
    throw new BadInput(
      `The button “${body.id}” is not known to this version. Nothing was changed. Ask or screen again.`,
    );
  return run(incoming, body, deps);
};

export const ACTION_IDS: readonly string[] = Object.keys(ACTIONS);

const recall = async (screeningId: string, deps: ActionDeps): Promise<Screening> => {
  const kept = await deps.expiring.get(`screening:${screeningId}`);
  if (!kept)
    throw new BadInput("That screening is no longer kept for its buttons. Nothing was changed. Screen the name again.");
  return kept as Screening;
};

/** `value` is the answer's reference, `fields.rating` "helpful" or "not-helpful". */
const giveFeedback: Run = async (incoming, body, deps) => {
  const rating = body.fields.rating === "helpful" ? "helpful" : "not helpful";
  await deps.record(incoming, "feedback", { questionId: body.value, rating });
  return {
    summary: "Recorded",
    blocks: [{ kind: "note", text: plain(`Recorded as ${rating}, with the answer it belongs to.`) }],
    citations: [],
    audience: "asker",
    aiGenerated: false,
    feedbackFor: null,
  };
};
