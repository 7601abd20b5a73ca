import type { Outcome } from "../../core/case.ts";
import { BadInput } from "../../core/errors.ts";
import { placeOf } from "../../core/place.ts";
import { table } from "../../core/table.ts";
import { caseCard, casesReply } from "../replies/cases.ts";
import type { RunCommand } from "./command.ts";

const OUTCOMES: Readonly<Record<string, Outcome>> = table({
  "false-positive": "false-positive",
  "true-match": "true-match",
  escalate: "escalate",
});

/** "cases", "case 12", "case 12 false-positive <reason>", "case 12 confirm", "case 12 assign <person>". */
export const cases: RunCommand = async (incoming, text, desk) => {
  const { cases: all } = desk.deps.office;
  const titleOf = (list: Parameters<typeof desk.deps.describe>[0]): string => desk.deps.describe(list).title;
  if (text === "") return casesReply(await all.open(placeOf(incoming)), desk.deps.now(), titleOf);
  const m = /^#?(\d+)(?:\s+([a-z-]+)(?:\s+([\s\S]*))?)?$/i.exec(text);
  if (!m)
    throw new BadInput(
      "Name the case by its number. Nothing was changed. For example: case 12 false-positive different date of birth",
    );
  const [number, verb, rest] = [Number(m[1]), m[2]?.toLowerCase(), m[3]?.trim() ?? ""];
  const show = async () => {
    const found = await all.get(number);
    return caseCard(found, titleOf(found.listing.list), desk.deps.now());
  };
  if (verb === undefined) return show();
  const outcome = OUTCOMES[verb];
  // Written down first: a decision that is cut off by a crash is never without its entry.
  if (outcome || verb === "confirm" || verb === "reopen" || (verb === "assign" && rest !== ""))
    await desk.record(incoming, "case", { number, did: verb }, { why: rest });
  if (outcome) await all.decide(number, outcome, rest, incoming.userId);
  else if (verb === "confirm") await all.confirm(number, incoming.userId);
  else if (verb === "reopen") await all.reject(number, rest || "opened again by a reviewer", incoming.userId);
  else if (verb === "assign" && rest !== "") await all.assign(number, rest, incoming.userId);
  else
    throw new BadInput(
      `There is no “case ${number} ${verb}”. Nothing was changed. There are: false-positive, true-match and escalate with a reason, confirm, reopen, assign <person>.`,
    );
  return show();
};
