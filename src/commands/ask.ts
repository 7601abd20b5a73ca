import { renderText } from "../adapters/terminal/render.ts";
import { answerReply } from "../bot/replies/answer.ts";
import { isoDate } from "../core/dates.ts";
import { type Command, json, text, UsageError } from "./command.ts";

export const ask: Command = {
  name: "ask",
  usage: '"<question>" [--json] [--as-of DATE]',
  what: "answers from notices and reports, with checked citations",
  options: { json: { type: "boolean" }, "as-of": { type: "string" } },
  run: async (words, values, { runtime, out, progress }) => {
    const question = words.join(" ").trim();
    if (question === "") throw new UsageError('There is no question. Usage: redflag ask "<question>"');
    const asOfText = text(values, "as-of");
    const asOf = asOfText === undefined ? null : isoDate(asOfText, "--as-of");
    const { services } = await runtime();
    const answer = await services.answer(question, { turns: [], progress, asOf });
    await services.record("terminal", "terminal", answer, asOf);
    out(values.json ? json(answer) : renderText(answerReply(answer, services.describe)));
  },
};
