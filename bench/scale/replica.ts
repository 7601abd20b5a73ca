/**
 * One replica, measured from inside: node replica.ts <settings as JSON> <questions as JSON>. Prints one line of JSON. The
 * program that starts it compares several.
 */
import { parseConfig } from "../../src/config.ts";
import { openRuntime } from "../../src/runtime.ts";

export interface ReplicaFigures {
  /** From opening the stores to the first answer, milliseconds. */
  readonly firstAnswerMs: number;
  readonly answersMs: readonly number[];
  /** Processor time of this process for all questions, milliseconds. */
  readonly processorMs: number;
  readonly rssMb: number;
  readonly answers: readonly { readonly status: string; readonly cited: readonly string[]; readonly text: string }[];
}

/** Questions before those that are measured. */
const WARM_UP = 20;

const [settings = "{}", given = "[]"] = process.argv.slice(2);
const questions = JSON.parse(given) as readonly string[];
const started = performance.now();
const runtime = await openRuntime(
  parseConfig({ ...(JSON.parse(settings) as Record<string, string>), LOG_LEVEL: "silent" }),
);
const ask = (question: string) => runtime.services.answer(question, { turns: [], asOf: null, progress: () => {} });
await ask(questions[0] ?? "Who is listed?");
const firstAnswerMs = performance.now() - started;
for (const question of questions.slice(0, WARM_UP)) await ask(question);
const answersMs: number[] = [];
const answers: ReplicaFigures["answers"][number][] = [];
const before = process.cpuUsage();
for (const question of questions) {
  const from = performance.now();
  const answer = await ask(question);
  answersMs.push(performance.now() - from);
  const cited = answer.citations.map((citation) => citation.quote);
  answers.push({ status: answer.status, cited, text: answer.text });
}
const { user, system } = process.cpuUsage(before);
const figures: ReplicaFigures = {
  firstAnswerMs,
  answersMs,
  processorMs: (user + system) / 1000,
  rssMb: process.memoryUsage().rss / 1e6,
  answers,
};
console.log(JSON.stringify(figures));
await runtime.close();
