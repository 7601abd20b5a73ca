import { renderText } from "../adapters/terminal/render.ts";
import { vetReply } from "../bot/replies/vet.ts";
import { type Command, json, text, UsageError } from "./command.ts";

const SEVERAL = { type: "string", multiple: true } as const;

export const vet: Command = {
  name: "vet",
  usage: '"<name>" [--alias A] [--email E] [--phone P] [--handle H] [--wallet W] [--seen FLAG] [--json]',
  what: "hiring check: screens every identifier, goes through the advisories' signs (--dob --location --documents)",
  options: {
    alias: SEVERAL,
    email: SEVERAL,
    phone: SEVERAL,
    handle: SEVERAL,
    wallet: SEVERAL,
    seen: SEVERAL,
    dob: { type: "string" },
    location: { type: "string" },
    documents: { type: "string" },
    json: { type: "boolean" },
  },
  run: async (words, values, { runtime, out }) => {
    if (words.length === 0) throw new UsageError('Nobody is named. Usage: redflag vet "<name>" [--email E] …');
    const several = (name: string): readonly string[] => {
      const value: unknown = values[name];
      return Array.isArray(value) ? value.map(String) : [];
    };
    const { services } = await runtime();
    const found = await services.office.vet.vet({
      name: words.join(" "),
      aliases: several("alias"),
      emails: several("email"),
      phones: several("phone"),
      handles: several("handle"),
      wallets: several("wallet"),
      seen: several("seen"),
      birth: text(values, "dob") ?? null,
      location: text(values, "location") ?? null,
      documents: text(values, "documents") ?? null,
    });
    for (const screening of found.screenings) await services.record("terminal", "terminal", screening);
    const detail = {
      screenings: found.screenings.map(({ screeningId }) => screeningId),
      observations: found.observations.map(({ id }) => id),
    };
    await services.note("vet", "terminal", detail, { name: words.join(" ") });
    out(values.json ? json(found) : renderText(vetReply(found, services.describe)));
  },
};
