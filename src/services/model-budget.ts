import type { Answer } from "../core/answer.ts";
import { dayInProse, dayOf, type IsoDate } from "../core/dates.ts";
import { Unavailable } from "../core/errors.ts";
import type { Now } from "../ports/clock.ts";
import type { LanguageModel } from "../ports/language-model.ts";
import type { ExpiringStore } from "../ports/stores.ts";

export interface BudgetDeps {
  readonly model: LanguageModel;
  /** Of one UTC day; `null` is no cap. */
  readonly caps: { readonly costUsd: number | null; readonly tokens: number | null };
  /** US dollars for a million tokens; `null` where none were set. */
  readonly prices: { readonly inputUsd: number; readonly outputUsd: number } | null;
  readonly expiring: ExpiringStore;
  readonly now: Now;
}

export interface Budget {
  /** Refuses with `Unavailable` once the day's cap is reached; the request that reaches it is still served. */
  readonly model: LanguageModel;
  /** One sentence for people once the cap is reached, else `null`. */
  readonly usedUp: () => Promise<string | null>;
}

const MILLION = 1_000_000;
/** Days are counted in UTC; the count of a day outlives it. */
const KEPT_MS = 2 * 24 * 60 * 60 * 1000;

interface Spent {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

const NOTHING: Spent = { inputTokens: 0, outputTokens: 0 };

/** Counts what the model uses in a day, for all processes together through the store. */
export const makeBudget = ({ model, caps, prices, expiring, now }: BudgetDeps): Budget => {
  const today = (): IsoDate => dayOf(now());
  const keyOf = (day: IsoDate): string => `model-spent:${day}`;
  const spent = async (day: IsoDate): Promise<Spent> => ((await expiring.get(keyOf(day))) as Spent | null) ?? NOTHING;
  let adding: Promise<unknown> = Promise.resolve();
  const add = (day: IsoDate, more: Spent): Promise<void> => {
    const added = adding.then(async () => {
      const { inputTokens, outputTokens } = await spent(day);
      const sum = {
        inputTokens: inputTokens + more.inputTokens,
        outputTokens: outputTokens + more.outputTokens,
      };
      await expiring.set(keyOf(day), sum, KEPT_MS);
    });
    adding = added.catch(() => undefined);
    return added;
  };
  const usedUp = async (): Promise<string | null> => {
    if (caps.costUsd === null && caps.tokens === null) return null;
    const day = today();
    const { inputTokens, outputTokens } = await spent(day);
    const cost = prices ? (inputTokens * prices.inputUsd + outputTokens * prices.outputUsd) / MILLION : 0;
    const reached =
      (caps.costUsd !== null && cost >= caps.costUsd) ||
      (caps.tokens !== null && inputTokens + outputTokens >= caps.tokens);
    return reached ? `The language model's budget for ${dayInProse(day)} (UTC) is used up.` : null;
  };
  return {
    usedUp,
    model: {
      complete: async (request) => {
        const why = await usedUp();
        if (why !== null) throw new Unavailable(why);
        const completion = await model.complete(request);
        await add(today(), completion);
        return completion;
      },
    },
  };
};

/** An answer that the model would have phrased says why it did not. */
export const withBudget = (answer: Answer, usedUp: string | null): Answer =>
  usedUp === null || answer.status !== "answered" || answer.composedBy !== "extraction" || answer.modelUse !== null
    ? answer
    : {
        ...answer,
        text: `${answer.text}\n${usedUp} This answer is extracted from the sources, not phrased by the model.`,
      };
