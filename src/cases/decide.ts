import type { Case, CaseStep, Outcome } from "../core/case.ts";
import type { Instant } from "../core/dates.ts";
import { BadInput } from "../core/errors.ts";
import type { Listing } from "../core/listing.ts";

/** What a reviewer says of a case. */
export interface Review {
  readonly at: Instant;
  readonly userId: string;
  readonly outcome: Outcome;
  readonly why: string;
  /** The entry as it stands now: the decision rests on it. */
  readonly listing: Listing;
}

const MAX_REASON_CHARACTERS = 1_000;
const BY_REVIEWER: ReadonlySet<CaseStep["did"]> = new Set(["decided", "proposed"]);

/**
 * A case after a review. With four eyes a decision is a proposal until somebody else confirms it; escalating needs nobody
 * else. Throws `BadInput` without a reason or when the same person would be both pairs of eyes.
 */
export const decide = (found: Case, review: Review, fourEyes: boolean): Case => {
  const why = review.why.trim();
  if (why === "")
    throw new BadInput(
      `A decision needs a reason. Nothing was decided. For example: case ${found.number} ${review.outcome} different date of birth`,
    );
  if (why.length > MAX_REASON_CHARACTERS)
    throw new BadInput(`A reason may have ${MAX_REASON_CHARACTERS} characters. Nothing was decided. Say it shorter.`);
  const { at, userId, outcome, listing } = review;
  if (outcome === "escalate")
    return step(found, { at, userId, did: "decided", outcome, why }, { state: "escalated", outcome: null, listing });
  return fourEyes
    ? step(found, { at, userId, did: "proposed", outcome, why }, { state: "proposed", outcome, listing })
    : step(found, { at, userId, did: "decided", outcome, why }, { state: "decided", outcome, listing });
};

/** The second pair of eyes. Throws `BadInput` when nothing waits for it or when it is the first pair. */
export const confirm = (found: Case, at: Instant, userId: string): Case => {
  const proposal = found.steps.findLast(({ did }) => BY_REVIEWER.has(did));
  if (found.state !== "proposed" || !proposal)
    throw new BadInput(`Case ${found.number} does not wait for a confirmation. Nothing was changed.`);
  if (proposal.userId === userId)
    throw new BadInput(
      `You proposed the decision of case ${found.number} yourself; this channel wants a second reviewer. Nothing was changed. Ask a colleague to confirm it.`,
    );
  const { outcome, why } = proposal;
  return step(found, { at, userId, did: "confirmed", outcome, why }, { state: "decided" });
};

export const assign = (found: Case, at: Instant, userId: string, ownerId: string): Case =>
  step(found, { at, userId, did: "assigned", outcome: null, why: ownerId }, { ownerId });

/** A case whose ground has moved is open again; the decision stays in its steps. */
export const reopen = (
  found: Case,
  at: Instant,
  why: string,
  listing: Listing | null,
  userId: string | null = null,
): Case =>
  step(
    found,
    { at, userId, did: "reopened", outcome: null, why },
    { state: "open", outcome: null, listing: listing ?? found.listing },
  );

/** The entry has left the list: there is nothing to silence, and should it come back the case opens again. */
export const lapse = (found: Case, at: Instant, why: string): Case =>
  step(found, { at, userId: null, did: "lapsed", outcome: null, why }, { state: "lapsed", outcome: null });

const step = (found: Case, next: CaseStep, change: Partial<Case>): Case => ({
  ...found,
  ...change,
  steps: [...found.steps, next],
});

/** Who decided, when and why, as it counts now; `null` while nothing counts. */
export const decisionOf = (found: Case): CaseStep | null =>
  found.state === "decided"
    ? (found.steps.findLast(({ did }) => did === "decided" || did === "confirmed") ?? null)
    : null;
