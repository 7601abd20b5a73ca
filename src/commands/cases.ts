import { renderText } from "../adapters/terminal/render.ts";
import { caseCard, casesReply } from "../bot/replies/cases.ts";
import type { Outcome } from "../core/case.ts";
import { subjectFrom } from "../core/subject.ts";
import { type Command, json, text, UsageError } from "./command.ts";
import { TERMINAL } from "./places.ts";

const OUTCOMES: readonly Outcome[] = ["false-positive", "true-match", "escalate"];

const list: Command = {
  name: "cases list",
  usage: "[--json]",
  what: "shows the cases that wait: ages and owners",
  options: { json: { type: "boolean" } },
  run: async (_words, values, { runtime, out }) => {
    const { services } = await runtime();
    const open = await services.cases.open(null);
    if (values.json) return out(json(open));
    out(renderText(casesReply(open, services.now(), (id) => services.describe(id).title)));
  },
};

const open: Command = {
  name: "cases open",
  usage: '"<name or address>" [--type T] [--dob D] [--country C]',
  what: "screens and opens a case for every hit",
  options: { type: { type: "string" }, dob: { type: "string" }, country: { type: "string" } },
  run: async (words, values, { runtime, out }) => {
    if (words.length === 0) throw new UsageError('Nobody is named. Usage: redflag cases open "<name or address>"');
    const subject = subjectFrom({
      text: words.join(" "),
      kind: text(values, "type"),
      birth: text(values, "dob"),
      country: text(values, "country"),
    });
    const { services } = await runtime();
    const screening = await services.screen(subject, {});
    await services.record("terminal", "terminal", screening);
    for (const hit of screening.hits) {
      const found = await services.cases.openFor(screening, hit, TERMINAL, "terminal");
      out(`case ${found.number}: ${hit.name} (${hit.list} no. ${hit.listingId}), ${found.state}`);
    }
    if (screening.hits.length === 0) out("No hit to open a case for.");
  },
};

const decide: Command = {
  name: "cases decide",
  usage: "<number> false-positive|true-match|escalate|confirm <reason> [--by NAME]",
  what: "decides a case with a reason, or confirms a colleague's decision",
  options: { by: { type: "string" } },
  run: async (words, values, { runtime, out }) => {
    const [number = "", verb = "", ...reason] = words;
    const by = text(values, "by") ?? "terminal";
    const outcome = OUTCOMES.find((o) => o === verb);
    if (!/^\d+$/.test(number) || (!outcome && verb !== "confirm"))
      throw new UsageError(
        "Usage: redflag cases decide <number> false-positive|true-match|escalate|confirm <reason> [--by NAME]",
      );
    const { services } = await runtime();
    const found = outcome
      ? await services.cases.decide(Number(number), outcome, reason.join(" "), by)
      : await services.cases.confirm(Number(number), by);
    await services.note("case", "terminal", { number: found.number, did: verb, by, why: reason.join(" ") });
    out(renderText(caseCard(found, services.describe(found.listing.list).title, services.now())));
  },
};

export const caseCommands: readonly Command[] = [list, open, decide];
