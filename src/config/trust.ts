import { ROLES, type Role } from "../core/role.ts";
import type { SettingName } from "../settings.ts";

export interface TrustSettings {
  /** Who holds each role, as written: "slack:U1", "teams-team:19:…". Empty: open to whoever holds the role before. */
  readonly members: Readonly<Record<Role, readonly string[]>>;
  /** 0 is no limit. */
  readonly limits: {
    readonly userPerMinute: number;
    readonly channelPerMinute: number;
    readonly workspacePerMinute: number;
  };
  /** Of one UTC day; `null` is no cap. */
  readonly modelCaps: { readonly costUsd: number | null; readonly tokens: number | null };
  /** `null` keeps personal text. */
  readonly retentionDays: number | null;
  readonly anchorKey: string | null;
}

/** What an entry of a role may look like. */
const MEMBER = /^(?:slack:[UWS][A-Z0-9]+|teams:\S+|teams-team:\S+|web:\S+)$/;

export const trustSettings = (
  raw: (name: SettingName) => string | null,
  number: (name: SettingName) => number | null,
  problems: string[],
): TrustSettings => {
  const membersOf = (role: Role): readonly string[] => {
    const name = `ROLE_${role.toUpperCase()}S` as Extract<SettingName, `ROLE_${string}`>;
    const words = (raw(name) ?? "").split(",").map((word) => word.trim());
    const members = words.filter((word) => word !== "");
    for (const wrong of members.filter((member) => !MEMBER.test(member)))
      problems.push(`${name} takes slack:U…, slack:S…, teams:…, teams-team:… and web:…, got "${wrong}"`);
    return members;
  };
  const costUsd = number("MODEL_DAILY_COST_CAP");
  if (costUsd !== null && (raw("OPENAI_INPUT_PRICE") === null || raw("OPENAI_OUTPUT_PRICE") === null))
    problems.push("OPENAI_INPUT_PRICE and OPENAI_OUTPUT_PRICE are missing while MODEL_DAILY_COST_CAP is set");
  return {
    members: Object.fromEntries(ROLES.map((role) => [role, membersOf(role)])) as TrustSettings["members"],
    limits: {
      userPerMinute: number("LIMIT_USER_PER_MINUTE") ?? 0,
      channelPerMinute: number("LIMIT_CHANNEL_PER_MINUTE") ?? 0,
      workspacePerMinute: number("LIMIT_WORKSPACE_PER_MINUTE") ?? 0,
    },
    modelCaps: { costUsd, tokens: number("MODEL_DAILY_TOKEN_CAP") },
    retentionDays: number("AUDIT_RETENTION_DAYS"),
    anchorKey: raw("AUDIT_ANCHOR_KEY"),
  };
};
