import type { Now } from "../../ports/clock.ts";
import type { Groups } from "../../ports/policy.ts";
import type { Call } from "./calls.ts";

export interface UserGroupDeps {
  readonly callOf: (workspaceId: string) => Promise<Call>;
  readonly now: Now;
}

/** Who joins or leaves a user group gains or loses its role within this time. */
const KEPT_MS = 5 * 60_000;
const GROUPS_KEPT = 200;

interface Held {
  readonly members: Promise<ReadonlySet<string>>;
  readonly untilMs: number;
}

/** Members of Slack user groups, asked of Slack with usergroups:read. Rejects with `CallRefused` when the scope is missing. */
export const makeUserGroups = ({ callOf, now }: UserGroupDeps): Groups => {
  const held = new Map<string, Held>();
  const ask = async (workspaceId: string, groupId: string): Promise<ReadonlySet<string>> => {
    const call = await callOf(workspaceId);
    const { users } = await call("usergroups.users.list", { usergroup: groupId, team_id: workspaceId });
    return new Set(Array.isArray(users) ? users.map(String) : []);
  };
  return {
    has: async (groupId, { workspaceId, userId }) => {
      const key = `${workspaceId} ${groupId}`;
      const nowMs = Date.parse(now());
      const known = held.get(key);
      if (known && nowMs < known.untilMs) return (await known.members).has(userId);
      const members = ask(workspaceId, groupId);
      if (held.size >= GROUPS_KEPT) held.clear();
      held.set(key, { members, untilMs: nowMs + KEPT_MS });
      // What failed is asked again by the next.
      members.catch(() => held.delete(key));
      return (await members).has(userId);
    },
  };
};
