import { problemsIn } from "./checks.ts";
import type { Driver, Need, Scenario } from "./scenario.ts";

/** A need that the platform lacks, with the reason. */
export interface Lacking {
  readonly need: Need;
  readonly reason: string;
}

export type Outcome =
  | { readonly result: "passed" }
  | { readonly result: "failed"; readonly problems: readonly string[] }
  | { readonly result: "skipped"; readonly lacking: readonly Lacking[] };

/** How long something may stay away before it counts as never coming. */
const PATIENCE_MS = 10_000;

/** Plays one scenario and says what was not as expected. */
export const play = async (scenario: Scenario, driver: Driver, patienceMs = PATIENCE_MS): Promise<Outcome> => {
  const lacking = lackingFor(scenario, driver);
  if (lacking.length > 0) return { result: "skipped", lacking };
  const bot = scenario.bot();
  const stage = await driver.open(bot);
  try {
    for (const step of scenario.steps) {
      if (step.do === "release") bot.release();
      else if (step.do === "await-heard")
        await until(() => stage.heard().length >= step.events, `${step.events} events to be heard`, patienceMs);
      else if (step.do === "await-answers")
        await until(() => stage.seen().length >= step.messages, `${step.messages} answers`, patienceMs);
      else await stage.play(step);
    }
    await stage.settle();
    const problems = problemsIn(scenario.expect, stage, driver.words);
    return problems.length === 0 ? { result: "passed" } : { result: "failed", problems };
  } catch (thrown) {
    return { result: "failed", problems: [thrown instanceof Error ? thrown.message : String(thrown)] };
  } finally {
    bot.release();
    await stage.close();
  }
};

export const lackingFor = (scenario: Scenario, driver: Driver): readonly Lacking[] =>
  scenario.needs.flatMap((need) => {
    const reason = driver.lacks[need];
    return reason === undefined ? [] : [{ need, reason }];
  });

const until = async (look: () => boolean, what: string, patienceMs: number): Promise<void> => {
  const deadline = performance.now() + patienceMs;
  while (!look()) {
    if (performance.now() > deadline) throw new Error(`Waited in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
};
