import { isDeepStrictEqual } from "node:util";
import type { Driver, Expectation, Scenario, Seen, Stage } from "./scenario.ts";

export type Outcome =
  | { readonly result: "passed" }
  | { readonly result: "failed"; readonly problems: readonly string[] }
  | { readonly result: "skipped"; readonly missing: readonly string[] };

/** Plays one scenario and says what was not as expected. */
export const play = async (scenario: Scenario, driver: Driver): Promise<Outcome> => {
  const missing = scenario.needs.filter((need) => !driver.has.has(need));
  if (missing.length > 0) return { result: "skipped", missing };
  const bot = scenario.bot();
  const stage = await driver.open(bot);
  try {
    for (const step of scenario.steps) {
      if (step.do === "release") bot.release();
      else if (step.do === "await-heard")
        await until(() => stage.heard().length >= step.events, `${step.events} events to be heard`);
      else if (step.do === "await-answers")
        await until(() => stage.seen().length >= step.messages, `${step.messages} answers`);
      else await stage.play(step);
    }
    await stage.settle();
    const problems = compare(scenario.expect, stage);
    return problems.length === 0 ? { result: "passed" } : { result: "failed", problems };
  } catch (thrown) {
    return { result: "failed", problems: [thrown instanceof Error ? thrown.message : String(thrown)] };
  } finally {
    bot.release();
    await stage.close();
  }
};

const PATIENCE_MS = 10_000;

const until = async (look: () => boolean, what: string): Promise<void> => {
  const deadline = performance.now() + PATIENCE_MS;
  while (!look()) {
    if (performance.now() > deadline) throw new Error(`Waited in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
};

const compare = (expected: Expectation, stage: Stage): readonly string[] => {
  const seen = stage.seen();
  const last = seen.at(-1);
  const problems: string[] = [];
  const want = (holds: boolean, problem: string): void => {
    if (!holds) problems.push(problem);
  };
  const { messages } = expected;
  if (typeof messages === "number")
    want(seen.length === messages, `${messages} messages expected, ${seen.length} seen`);
  else want(seen.length >= messages.atLeast, `at least ${messages.atLeast} messages expected, ${seen.length} seen`);
  problems.push(...inOrder(expected.says ?? [], seen));
  const all = seen.map(({ text }) => text).join("\n");
  for (const text of expected.saysNot ?? []) want(!all.includes(text), `“${text}” must not be said`);
  if (expected.private !== undefined)
    want(last?.private === expected.private, `the answer must ${expected.private ? "" : "not "}be private`);
  if (expected.where !== undefined) want(last?.where === expected.where, `the answer must stand in: ${expected.where}`);
  if (expected.inThread !== undefined)
    want(last?.inThread === expected.inThread, `the answer must ${expected.inThread ? "" : "not "}stand in the thread`);
  const links = new Set(seen.flatMap((one) => one.links));
  for (const link of expected.links ?? []) want(links.has(link), `no link to ${link}`);
  const shownSteps = seen.flatMap((one) => one.steps);
  for (const step of expected.steps ?? []) want(shownSteps.includes(step), `the step “${step}” was not shown`);
  const files = seen.flatMap((one) => one.files);
  for (const file of expected.files ?? []) want(files.includes(file), `no file ${file}`);
  const { prompts } = expected;
  if (prompts !== undefined)
    want(stage.prompts() >= prompts.atLeast && stage.prompts() <= prompts.atMost, `${stage.prompts()} prompts`);
  if (expected.title !== undefined) want(stage.title() === expected.title, `the title is ${stage.title()}`);
  for (const text of expected.home ?? []) want(stage.home().includes(text), `“${text}” is not on the home page`);
  if (expected.heard !== undefined)
    want(stage.heard().length === expected.heard, `${expected.heard} events expected, ${stage.heard().length} heard`);
  if (expected.heardLast !== undefined) problems.push(...parts(expected.heardLast, stage.heard().at(-1)?.body));
  for (const sign of stage.lingering()) problems.push(`still shown as under way: ${sign}`);
  const { logs } = expected;
  if (logs !== undefined)
    want(
      stage.logged().some((line) => line.includes(logs)),
      `the log does not say ${logs}`,
    );
  return problems;
};

/** Each text must come after the one before, over all messages. */
const inOrder = (texts: readonly string[], seen: readonly Seen[]): readonly string[] => {
  const all = seen.map(({ text }) => text).join("\n");
  let from = 0;
  for (const text of texts) {
    const at = all.indexOf(text, from);
    if (at < 0) return [`“${text}” is not said${from > 0 ? " after what comes before it" : ""}: ${all.slice(0, 300)}`];
    from = at + text.length;
  }
  return [];
};

const parts = (expected: object, actual: object | undefined): readonly string[] =>
  Object.entries(expected).flatMap(([key, value]) => {
    const found: unknown =
      actual === undefined ? undefined : Object.entries(actual).find(([name]) => name === key)?.[1];
    return isDeepStrictEqual(found, value)
      ? []
      : [`heard ${key} ${JSON.stringify(found)}, expected ${JSON.stringify(value)}`];
  });
