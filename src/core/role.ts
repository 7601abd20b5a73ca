/** What somebody may do, from least to most; who holds a role holds those before it. */
export const ROLES = ["reader", "screener", "reviewer", "administrator"] as const;
export type Role = (typeof ROLES)[number];

/** What can be done here, and the least role for it. A compliance officer can read this table. */
export const DEEDS = {
  ask: { role: "reader", what: "ask questions and read what is here" },
  screen: { role: "screener", what: "screen names and addresses" },
  watch: { role: "screener", what: "change the watchlist" },
  open: { role: "screener", what: "open and escalate cases" },
  subscribe: { role: "screener", what: "change the digests of a conversation" },
  decide: { role: "reviewer", what: "decide cases" },
  set: { role: "administrator", what: "change the settings of a conversation" },
  export: { role: "administrator", what: "search and export the audit record" },
  erase: { role: "administrator", what: "erase personal text from the audit record" },
} as const satisfies Readonly<Record<string, { readonly role: Role; readonly what: string }>>;

export type Deed = keyof typeof DEEDS;

export const atLeast = (role: Role, least: Role): boolean => ROLES.indexOf(role) >= ROLES.indexOf(least);

/** "an administrator", "a reviewer". */
export const withArticle = (role: Role): string => `${role === "administrator" ? "an" : "a"} ${role}`;
