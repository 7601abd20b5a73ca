import type { Setting } from "./setting.ts";

/** Settings of who may do what, how often, and of the audit record. */
export const TRUST_SETTINGS = [
  {
    name: "ROLE_READERS",
    kind: "words",
    fallback: "",
    what: "Who may ask, separated by commas: slack:U… a person, slack:S… a user group, teams:<Entra object id>, teams-team:<team id>, web:<subject>. Empty: everybody who reaches the bot.",
  },
  {
    name: "ROLE_SCREENERS",
    kind: "words",
    fallback: "",
    what: "Who may also screen, keep watchlists and open cases. Empty: every reader.",
  },
  {
    name: "ROLE_REVIEWERS",
    kind: "words",
    fallback: "",
    what: "Who may also decide cases. Empty: every screener, in the conversation of the case or on a case of their own.",
  },
  {
    name: "ROLE_ADMINISTRATORS",
    kind: "words",
    fallback: "",
    what: "Who may also change settings of conversations, and export or erase the audit record. Empty: settings by every reviewer, the record in the terminal only.",
  },
  {
    name: "LIMIT_USER_PER_MINUTE",
    kind: "number",
    fallback: "120",
    min: 0,
    max: 1_000_000,
    what: "Requests of one person within a minute; 0 is no limit.",
  },
  {
    name: "LIMIT_CHANNEL_PER_MINUTE",
    kind: "number",
    fallback: "600",
    min: 0,
    max: 1_000_000,
    what: "Requests in one conversation within a minute; 0 is no limit.",
  },
  {
    name: "LIMIT_WORKSPACE_PER_MINUTE",
    kind: "number",
    fallback: "30000",
    min: 0,
    max: 10_000_000,
    what: "Requests of one workspace or tenant within a minute; 0 is no limit.",
  },
  {
    name: "MODEL_DAILY_COST_CAP",
    kind: "number",
    fallback: null,
    min: 0,
    max: 1_000_000,
    what: "US dollars a day (UTC) for the language model; needs both prices. Reached: answers are extracted and say so.",
  },
  {
    name: "MODEL_DAILY_TOKEN_CAP",
    kind: "number",
    fallback: null,
    min: 0,
    max: 1_000_000_000_000,
    what: "Tokens a day (UTC), in and out together, for the language model. Reached: answers are extracted and say so.",
  },
  {
    name: "AUDIT_RETENTION_DAYS",
    kind: "number",
    fallback: null,
    min: 1,
    max: 36_500,
    what: "Personal text in the audit record is erased after so many days; the chain stays verifiable. Unset: it is kept.",
  },
  {
    name: "AUDIT_ANCHOR_KEY",
    kind: "secret",
    fallback: null,
    what: "Signs the head of the audit record in audit-anchor.json, so that a truncated record cannot be made to look whole.",
  },
] as const satisfies readonly Setting[];
