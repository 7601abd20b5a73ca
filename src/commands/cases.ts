import { renderText } from "../adapters/terminal/render.ts";
import { caseCard, casesReply } from "../bot/replies/cases.ts";
import type { Case, Outcome } from "../core/case.ts";
import { subjectFrom } from "../core/subject.ts";
import { type Command, type CommandContext, json, text, UsageError, type Values } from "./command.ts";
import { placeFrom, TERMINAL } from "./places.ts";

const OUTCOMES: readonly Outcome[] = ["false-positive", "true-match", "escalate"];

const list: Command = {
  name: "cases list",
  usage: "[--place slack/<workspace>/<channel>] [--json]",
  what: "shows the cases that wait: ages and owners",
  options: { place: { type: "string" }, json: { type: "boolean" } },
  run: async (_words, values, { runtime, out }) => {
    const place = text(values, "place");
    const at = place === undefined ? null : placeFrom(place);
    const { services } = await runtime();
    const open = await services.cases.open(at);
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

/** A case as its card, or as JSON. */
const shown = async (found: Case, values: Values, { runtime, out }: CommandContext): Promise<void> => {
  const { services } = await runtime();
  out(
    values.json
      ? json(found)
      : renderText(caseCard(found, services.describe(found.listing.list).title, services.now())),
  );
};

const numberIn = ([number = ""]: readonly string[], command: Command): number => {
  if (/^\d+$/.test(number)) return Number(number);
  throw new UsageError(`Name the case by its number. Usage: redflag ${command.name} ${command.usage}`);
};

const show: Command = {
  name: "cases show",
  usage: "<number> [--json]",
  what: "shows a case with its history",
  options: { json: { type: "boolean" } },
  run: async (words, values, context) => {
    const number = numberIn(words, show);
    const { services } = await context.runtime();
    await shown(await services.cases.get(number), values, context);
  },
};

const VERBS = [...OUTCOMES, "confirm", "reopen"] as const;

const decide: Command = {
  name: "cases decide",
  usage: "<number> false-positive|true-match|escalate|confirm|reopen <reason> [--by NAME] [--json]",
  what: "decides a case with a reason, confirms a colleague's decision, or takes one back",
  options: { by: { type: "string" }, json: { type: "boolean" } },
  run: async (words, values, context) => {
    const [number, why] = [numberIn(words, decide), words.slice(2).join(" ")];
    const verb = VERBS.find((known) => known === words[1]);
    if (!verb) throw new UsageError(`Usage: redflag ${decide.name} ${decide.usage}`);
    const by = text(values, "by") ?? "terminal";
    const { services } = await context.runtime();
    // Written down first: a decision that is cut off by a crash is never without its entry.
    await services.note("case", "terminal", { number, did: verb, by }, { why });
    const done = {
      confirm: () => services.cases.confirm(number, by),
      reopen: () => services.cases.reject(number, why || "opened again by a reviewer", by),
    };
    const found = await (verb === "confirm" || verb === "reopen"
      ? done[verb]()
      : services.cases.decide(number, verb, why, by));
    await shown(found, values, context);
  },
};

const assign: Command = {
  name: "cases assign",
  usage: "<number> <person> [--by NAME] [--json]",
  what: "gives a case an owner",
  options: { by: { type: "string" }, json: { type: "boolean" } },
  run: async (words, values, context) => {
    const [number, owner] = [numberIn(words, assign), words.slice(1).join(" ")];
    if (owner === "") throw new UsageError(`Nobody is named. Usage: redflag ${assign.name} ${assign.usage}`);
    const by = text(values, "by") ?? "terminal";
    const { services } = await context.runtime();
    await services.note("case", "terminal", { number, did: "assign", by }, { owner });
    await shown(await services.cases.assign(number, owner, by), values, context);
  },
};

export const caseCommands: readonly Command[] = [list, show, open, decide, assign];
