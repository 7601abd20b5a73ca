import type { Citation, Claim, ModelUse } from "../core/answer.ts";
import { dayInProse, type IsoDate } from "../core/dates.ts";
import type { Completion, LanguageModel, ModelTool } from "../ports/language-model.ts";
import { searchWords } from "../text/words.ts";
import { type CheckedClaim, checkClaim, isRefusal, type ProposedClaim, type Refusal } from "./cite.ts";
import { type Composed, citationOf } from "./compose.ts";
import type { FoundPassage } from "./library.ts";
import type { Prompt } from "./prompt.ts";

export interface ModelAnswer {
  /** `null` when nothing that the model said was supported. */
  readonly composed: Composed | null;
  readonly use: ModelUse;
  /** Why claims were dropped, for the record. */
  readonly refusals: readonly string[];
}

export interface ModelSettings {
  readonly prompt: Prompt;
  readonly asOf: IsoDate;
  readonly timeoutMs: number;
  /** `null` where none were set: then no cost is recorded. */
  readonly prices: ModelPrices | null;
  /** Names and words of the question that no source has: a claim may not take them up. */
  readonly unheard: readonly string[];
  /** What the model may look up; `show` adds the passages that a look-up gave to those that may be cited. */
  readonly tools: (show: (found: readonly FoundPassage[]) => void) => readonly ModelTool[];
}

/** US dollars for a million tokens. */
export interface ModelPrices {
  readonly inputUsd: number;
  readonly outputUsd: number;
}

const MOST_PASSAGES = 8;
const MOST_CLAIMS = 8;
const MOST_OUTPUT_TOKENS = 900;

/** Asks the model and keeps what the checker lets through. Rejects with `Unavailable` as the model does. */
export const answerWithModel = async (
  question: string,
  found: readonly FoundPassage[],
  model: LanguageModel,
  settings: ModelSettings,
): Promise<ModelAnswer> => {
  const given = [...found.slice(0, MOST_PASSAGES)];
  const show = (more: readonly FoundPassage[]): void => {
    given.push(...more);
  };
  const completion = await model.complete({
    system: settings.prompt.system,
    user: userText(question, given, settings.asOf),
    maxOutputTokens: MOST_OUTPUT_TOKENS,
    timeoutMs: settings.timeoutMs,
    tools: settings.tools(show),
  });
  const passages = new Map(given.map(({ passage }) => [passage.passageId as string, passage]));
  const proposed = proposedClaims(completion.text);
  const outcomes = proposed
    .slice(0, MOST_CLAIMS)
    .map((claim) => takesUp(claim, settings.unheard) ?? checkClaim(claim, passages));
  const kept = withoutRepeats(outcomes.flatMap((outcome) => (isRefusal(outcome) ? [] : [outcome])));
  const refusals = outcomes.flatMap((outcome) => (isRefusal(outcome) ? [outcome.why] : []));
  return {
    composed: kept.length === 0 ? null : composeClaims(kept, given),
    use: {
      model: completion.model,
      promptVersion: `${settings.prompt.name}/${settings.prompt.version}`,
      inputTokens: completion.inputTokens,
      outputTokens: completion.outputTokens,
      refusedClaims: refusals.length,
      costUsd: costOf(completion, settings.prices),
    },
    refusals,
  };
};

/** "zebrowski", asked about in small letters, looks like any word: it is refused by what it is, not by how it is written. */
const takesUp = (claim: ProposedClaim, unheard: readonly string[]): Refusal | null => {
  const said = ` ${searchWords(claim.text).join(" ")} `;
  const word = unheard.find((text) => said.includes(` ${searchWords(text).join(" ")} `));
  return word === undefined ? null : { claim, why: `no source has “${word}”` };
};

const costOf = ({ inputTokens, outputTokens }: Completion, prices: ModelPrices | null): number | null =>
  prices && Number(((inputTokens * prices.inputUsd + outputTokens * prices.outputUsd) / 1e6).toFixed(8));

const userText = (question: string, given: readonly FoundPassage[], asOf: IsoDate): string => {
  const passages = given.map(framed);
  return [`As of ${dayInProse(asOf)}.`, ...passages, `Question: ${question}`].join("\n\n");
};

/** A passage as models see it. */
export const framed = ({ passage, document }: FoundPassage): string =>
  [
    `<passage id="${passage.passageId}">`,
    `title: ${inside(document.title)}`,
    `publisher: ${inside(document.publisher)}`,
    `published: ${document.publishedOn ? dayInProse(document.publishedOn) : "unknown"}`,
    `text: ${inside(passage.text)}`,
    "</passage>",
  ].join("\n");

/** A passage cannot close its own frame. */
const inside = (text: string): string => text.replaceAll("<", "‹").replaceAll(">", "›");

/** The first JSON object of a model's text; text around it, code fences and a torn end are tolerated, anything else is no claim. */
export const proposedClaims = (text: string): readonly ProposedClaim[] => {
  const start = text.indexOf("{");
  if (start === -1) return [];
  const whole = parsed(text.slice(start, text.lastIndexOf("}") + 1));
  const rows = whole && typeof whole === "object" && "claims" in whole ? whole.claims : null;
  if (Array.isArray(rows)) return rows.flatMap(claimFrom);
  // Half a JSON: the claims that are whole still count.
  return [...text.matchAll(/\{[^{}]*"passageId"[^{}]*\}/g)].flatMap((m) => claimFrom(parsed(m[0])));
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

const claimFrom = (row: unknown): readonly ProposedClaim[] => {
  if (!row || typeof row !== "object") return [];
  const { text, passageId, quote } = row as Record<string, unknown>;
  if (typeof text !== "string" || typeof passageId !== "string" || typeof quote !== "string") return [];
  // "… [1]": numbers are given out by us.
  return [{ text: text.replace(/(?<!\s)\s*(?:\[\d+\]|【\d+】)/g, "").replace(/\s+/g, " "), passageId, quote }];
};

const withoutRepeats = (claims: readonly CheckedClaim[]): readonly CheckedClaim[] => {
  const seen = new Set<string>();
  return claims.filter((claim) => {
    const key = claim.text.toLowerCase();
    return !seen.has(key) && seen.add(key);
  });
};

const composeClaims = (kept: readonly CheckedClaim[], given: readonly FoundPassage[]): Composed => {
  const citations: Citation[] = [];
  const claims: Claim[] = [];
  for (const { text, passage, start, end } of kept) {
    const document = given.find((hit) => hit.passage.passageId === passage.passageId)?.document;
    if (!document) continue;
    const same = citations.find((c) => c.passageId === passage.passageId && c.start === start && c.end === end);
    const citation = same ?? citationOf(citations.length + 1, document, { passage, start, end });
    if (!same) citations.push(citation);
    claims.push({ text, citations: [citation.number] });
  }
  return { text: claims.map((claim) => `${claim.text} [${claim.citations.join("][")}]`).join(" "), claims, citations };
};
