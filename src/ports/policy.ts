import type { Platform } from "../core/incoming.ts";
import type { Role } from "../core/role.ts";

/** Somebody as a platform names them. */
export interface Person {
  readonly platform: Platform;
  readonly workspaceId: string;
  readonly userId: string;
  /** What the login says; left out where the settings decide. */
  readonly role?: Role;
}

/** Who belongs to a group of a platform: a Slack user group, a team in Teams. Cached by the adapter for minutes. */
export interface Groups {
  /** Rejects with `Unavailable` when the platform does not say. */
  has(groupId: string, person: Person): Promise<boolean>;
}
