import type { Case } from "../core/case.ts";
import { messageOf, RedflagError } from "../core/errors.ts";
import { type Place, samePlace } from "../core/place.ts";
import { atLeast, DEEDS, type Deed, ROLES, type Role, withArticle } from "../core/role.ts";
import type { Log } from "../ports/log.ts";
import type { Groups, Person } from "../ports/policy.ts";

/**
 * Who holds a role, as the settings name them: "slack:U…" and "teams:<Entra object id>" a person, "slack:S…" a user
 * group, "teams-team:<id>" the members of a team, "web:<subject>" who is signed in to the console.
 */
export type RoleMembers = Readonly<Record<Role, readonly string[]>>;

export interface PolicyDeps {
  readonly members: RoleMembers;
  readonly groups: Groups;
  readonly log: Log;
}

/** Where a deed is done, and on which case. */
export interface Circumstance {
  readonly place: Place;
  readonly onCase?: Case;
}

/** Why somebody may not, in one sentence for them; `null` when they may. */
type WhyNot = string | null;

export interface Policy {
  whyNot(person: Person, deed: Deed, circumstance: Circumstance): Promise<WhyNot>;
}

/** Who sits at the machine may do everything there: they could open the store as well. */
const AT_THE_MACHINE = "cli";

/**
 * Roles are opened from the bottom: a role that nobody is named for is held by everybody who holds the one before it. So
 * with nothing configured everybody who reaches the bot may ask, screen and keep a watchlist. Two things stay closed all the
 * same. A case is decided where it was opened, or by who opened or took it, as long as no reviewers are named: the
 * platform has checked who belongs to that conversation. Nobody but named administrators exports or erases the record.
 */
export const makePolicy = ({ members, groups, log }: PolicyDeps): Policy => {
  const isNamed = async (person: Person, role: Role): Promise<boolean> => {
    for (const entry of members[role]) if (await names(entry, person)) return true;
    return false;
  };

  const names = async (entry: string, person: Person): Promise<boolean> => {
    if (entry === `${person.platform}:${person.userId}`) return true;
    const group = groupIn(entry);
    if (group?.platform !== person.platform) return false;
    return groups.has(group.id, person).catch((thrown: unknown) => {
      // Not known to belong is not belonging.
      log.warn("a group could not be looked up, nobody counts as its member", { reason: messageOf(thrown) });
      return false;
    });
  };

  const holds = async (person: Person, role: Role): Promise<boolean> => {
    for (const higher of ROLES.filter((r) => atLeast(r, role))) if (await isNamed(person, higher)) return true;
    if (members[role].length > 0) return false;
    const before = ROLES[ROLES.indexOf(role) - 1];
    return before === undefined || holds(person, before);
  };

  return {
    whyNot: async (person, deed, { place, onCase }) => {
      const { role, what } = DEEDS[deed];
      if (person.platform === AT_THE_MACHINE) return null;
      // The login has told the role: it holds for every conversation, and the settings add nothing to it.
      if (person.role) return atLeast(person.role, role) ? null : lacking(person.role, role, what);
      if (onCase && !sameWorkspace(onCase.place, place))
        return `There is no case ${onCase.number} in this workspace. Nothing was changed. “cases” lists those of this conversation.`;
      if (!(await holds(person, role)))
        return `You may not ${what} here: it takes ${withArticle(role)}. Nothing was changed. Ask the person who runs Redflag to name you in ROLE_${role.toUpperCase()}S.`;
      if ((deed === "export" || deed === "erase") && !(await isNamed(person, role)))
        return `Only named administrators ${what}. Nothing was shown. It is done in the terminal, or after ROLE_ADMINISTRATORS names you.`;
      if (deed === "decide" && onCase && members.reviewer.length === 0 && !isTheirs(onCase, person, place)) {
        const named = await isNamed(person, "administrator");
        return named
          ? null
          : `Case ${onCase.number} is decided in the conversation where it was opened, or by who opened or took it. Nothing was changed. Decide it there, or take it first.`;
      }
      return null;
    },
  };
};

const lacking = (has: Role, least: Role, what: string): string =>
  `You are ${withArticle(has)} here, and it takes ${withArticle(least)} to ${what}. Nothing was changed. Ask an administrator for the role.`;

const sameWorkspace = (a: Place, b: Place): boolean => a.platform === b.platform && a.workspaceId === b.workspaceId;

const isTheirs = (found: Case, { userId }: Person, place: Place): boolean =>
  samePlace(found.place, place) || found.ownerId === userId || found.steps[0]?.userId === userId;

/** "slack:S0123" -> the user group S0123; "teams-team:19:…" -> that team; anything else names a person. */
const groupIn = (entry: string): { readonly platform: Person["platform"]; readonly id: string } | null => {
  const slack = /^slack:(S[A-Z0-9]+)$/.exec(entry);
  if (slack?.[1]) return { platform: "slack", id: slack[1] };
  const teams = /^teams-team:(.+)$/.exec(entry);
  return teams?.[1] ? { platform: "teams", id: teams[1] } : null;
};

/** Throws the refusal. */
export const forbidden = (why: string): RedflagError => new RedflagError("forbidden", why);
