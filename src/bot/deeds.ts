import type { IncomingBody } from "../core/incoming.ts";
import type { Deed } from "../core/role.ts";
import { asksToWatch } from "./commands/watch.ts";
import type { Intent } from "./intents.ts";

/** What an event is about to do, and the number of the case it is done to. `deed` null: nothing that needs leave. */
export interface Meant {
  readonly deed: Deed | null;
  readonly caseNumber: number | null;
}

type ActionBody = Extract<IncomingBody, { readonly kind: "action" }>;

const NOTHING: Meant = { deed: null, caseNumber: null };
const only = (deed: Deed): Meant => ({ deed, caseNumber: null });

/** Buttons and forms by id. One that is missing here is taken for the strictest (a test holds the table complete). */
export const ACTION_DEEDS: Readonly<Record<string, Deed | null>> = {
  "answer.share": "ask",
  "case.confirm": "decide",
  "case.false-positive": "decide",
  "case.reject": "decide",
  "case.take": "open",
  "digest.pause": "subscribe",
  "digest.preview": "ask",
  "digest.resume": "subscribe",
  "digest.schedule": "ask",
  "digest.stop": "subscribe",
  "drill.answer": "ask",
  "home-opened": null,
  "screen-csv": "screen",
  "screen-form": "screen",
  "screening.details": "ask",
  "screening.escalate": "open",
  "screening.false-positive": "open",
  "screening.searched": "ask",
  "screening.share": "screen",
  "screening.watch": "watch",
  "screening.why-not": "ask",
  "settings.set": "set",
  "settings.show": "ask",
  "vet-form": "screen",
  "subscription-form": "subscribe",
  "watch-form": "watch",
  "case-form": "decide",
  "form.subject": "ask",
  "form.vet": "ask",
  "form.subscription": "ask",
  "form.watch": "ask",
  "form.case": "ask",
  "watch.export": "watch",
  "watch.list": "ask",
  "watch.remove": "watch",
  "watch.screen": "screen",
  feedback: "ask",
};

const STRICTEST: Deed = "set";

export const deedOfAction = ({ id, value, fields }: ActionBody): Meant => {
  if (id === "screen-csv" && asksToWatch(fields.said)) return only("watch");
  const deed = Object.hasOwn(ACTION_DEEDS, id) ? (ACTION_DEEDS[id] ?? null) : STRICTEST;
  return { deed, caseNumber: /^case[.-]/.test(id) ? Number(value.split("|")[0]) : null };
};

/** Commands by their word: texts that only look, and the deed of every other text. */
const COMMAND_DEEDS: Readonly<Record<string, { readonly looks: RegExp; readonly deed: Deed }>> = {
  digest: { looks: /^(?:$|list\b|help\b|preview\b)/i, deed: "subscribe" },
  watch: { looks: /^(?:list|export)?$/i, deed: "watch" },
  vet: { looks: /(?!)/, deed: "screen" },
  drill: { looks: /^/, deed: "ask" },
  settings: { looks: /^(?:help|show|list)?$/i, deed: "set" },
};

export const deedOf = (intent: Intent): Meant => {
  switch (intent.kind) {
    case "ask":
      return only("ask");
    case "screen":
    case "screen-message":
      return only("screen");
    case "run":
      return intent.command === "cases"
        ? deedOnCase(intent.text.trim())
        : deedOfCommand(intent.command, intent.text.trim());
    default:
      return NOTHING;
  }
};

const deedOfCommand = (command: string, text: string): Meant => {
  const known = Object.hasOwn(COMMAND_DEEDS, command) ? COMMAND_DEEDS[command] : undefined;
  return only(known ? (known.looks.test(text) ? "ask" : known.deed) : STRICTEST);
};

/** "12" -> looks; "12 escalate …" and "12 assign …" -> opens; every other verb decides. */
const deedOnCase = (text: string): Meant => {
  const m = /^#?(\d+)(?:\s+([a-z-]+))?/i.exec(text);
  if (!m) return only("ask");
  const verb = m[2]?.toLowerCase();
  const deed = verb === undefined ? "ask" : verb === "escalate" || verb === "assign" ? "open" : "decide";
  return { deed, caseNumber: Number(m[1]) };
};
