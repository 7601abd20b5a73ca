import type { Now } from "../../ports/clock.ts";
import type { Groups } from "../../ports/policy.ts";
import type { Connector } from "./botbuilder.ts";
import type { Places } from "./places.ts";

/** Who joins or leaves a team gains or loses its role within this time. */
const KEPT_MS = 5 * 60_000;
const ANSWERS_KEPT = 10_000;

/**
 * Members of teams that the bot is installed in, for roles given to a team: `groupId` is the team's id (19:…@thread.tacv2).
 * Teams is asked about one person at a time; nothing of the answer but yes or no is kept.
 */
export const makeTeamMembers = (deps: {
  readonly connector: Pick<Connector, "isMember">;
  readonly places: Pick<Places, "find">;
  readonly now: Now;
}): Groups => {
  const held = new Map<string, { readonly answer: Promise<boolean>; readonly untilMs: number }>();
  const ask = async (teamId: string, tenantId: string, userId: string): Promise<boolean> => {
    const place = await deps.places.find(tenantId, teamId);
    // A team that the bot is not in cannot give a role.
    return place !== null && deps.connector.isMember(place, teamId, userId);
  };
  return {
    has: (teamId, { workspaceId, userId }) => {
      const key = JSON.stringify([workspaceId, teamId, userId]);
      const nowMs = Date.parse(deps.now());
      const known = held.get(key);
      if (known && nowMs < known.untilMs) return known.answer;
      const answer = ask(teamId, workspaceId, userId);
      if (held.size >= ANSWERS_KEPT) held.clear();
      held.set(key, { answer, untilMs: nowMs + KEPT_MS });
      answer.catch(() => held.delete(key));
      return answer;
    },
  };
};
