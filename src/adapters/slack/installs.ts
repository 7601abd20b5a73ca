import type { Installation, InstallationStore } from "@slack/bolt";
import { RedflagError } from "../../core/errors.ts";
import type { ExpiringStore } from "../../ports/stores.ts";
import type { AnyPayload } from "./payloads.ts";
import type { Seal } from "./sealed.ts";

const keyOf = (id: string): string => `slack:install:${id}`;

/**
 * Installations of many workspaces, encrypted, in the store of what may be forgotten, without an end. One that a former
 * secret encrypted is encrypted anew when it is read. An org-wide
 * installation is kept under its enterprise; events of any of its workspaces find it there.
 */
export const makeInstallationStore = (expiring: ExpiringStore, seal: Seal): InstallationStore => {
  const read = async (id: string | undefined): Promise<Installation | null> => {
    if (id === undefined) return null;
    const sealed = await expiring.get(keyOf(id));
    if (typeof sealed !== "string") return null;
    const { value, former } = seal.open(keyOf(id), sealed);
    if (former) await expiring.set(keyOf(id), seal.seal(keyOf(id), value), null);
    return value as Installation;
  };
  return {
    storeInstallation: async (installation) => {
      const id = installation.isEnterpriseInstall ? installation.enterprise?.id : installation.team?.id;
      if (id === undefined)
        throw new RedflagError(
          "bad-input",
          "Slack sent an installation without a workspace. Nothing was stored. Install again.",
        );
      await expiring.set(keyOf(id), seal.seal(keyOf(id), installation), null);
    },
    fetchInstallation: async (query) => {
      const team = query.isEnterpriseInstall ? null : await read(query.teamId);
      const found = team ?? (await read(query.enterpriseId)) ?? (await read(query.teamId));
      if (found === null)
        throw new RedflagError(
          "not-found",
          "Redflag is not installed in this Slack workspace. Nothing was answered. Install it from /slack/install.",
        );
      // Bolt asks for the kind of installation in the type of the query, which cannot be known here.
      return found as never;
    },
    deleteInstallation: async (query) => {
      const id = query.isEnterpriseInstall ? query.enterpriseId : (query.teamId ?? query.enterpriseId);
      if (id !== undefined) await expiring.delete(keyOf(id));
    },
  };
};

/** The installation that `app_uninstalled` or `tokens_revoked` ends; `null` when only people's tokens were revoked. */
export const endedBy = (
  body: AnyPayload,
): {
  readonly teamId: string | undefined;
  readonly enterpriseId: string | undefined;
  readonly isEnterpriseInstall: boolean;
} | null => {
  if (body.event?.type === "tokens_revoked" && (body.event.tokens?.bot ?? []).length === 0) return null;
  return {
    teamId: body.team_id,
    enterpriseId: body.enterprise_id ?? undefined,
    isEnterpriseInstall: body.authorizations?.[0]?.is_enterprise_install === true,
  };
};
