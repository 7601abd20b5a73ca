import type { Citation } from "../../core/answer.ts";
import { bold, plain, type Reply } from "../../core/reply.ts";

/** A scenario question with one right answer and where that stands. */
export interface DrillQuestion {
  readonly id: string;
  readonly scenario: string;
  readonly options: readonly string[];
  readonly answer: number;
  readonly explanation: string;
  readonly citation: Citation;
}

/** The question, with a button for each answer. */
export const drillReply = (drill: DrillQuestion): Reply => ({
  summary: "Drill: what would you do?",
  blocks: [
    { kind: "headline", text: [bold("Drill")] },
    { kind: "paragraph", text: plain(drill.scenario) },
    { kind: "list", items: drill.options.map((option, i) => [bold(`${letter(i)}. `), { text: option }]) },
    {
      kind: "actions",
      actions: drill.options.map((_option, i) => ({ id: "drill.answer", label: letter(i), value: `${drill.id}:${i}` })),
    },
    { kind: "note", text: plain("A fictional scenario. The answer comes with its source and only you see it.") },
  ],
  citations: [],
  audience: "everyone",
  aiGenerated: false,
  feedbackFor: null,
});

/** What was chosen, what is advised and where it says so. */
export const drillAnswer = (drill: DrillQuestion, chosen: number): Reply => {
  const right = chosen === drill.answer;
  const best = `${letter(drill.answer)}. ${drill.options[drill.answer] ?? ""}`;
  return {
    summary: right ? "That is what the source advises" : "The source advises something else",
    blocks: [
      {
        kind: "headline",
        text: [bold(right ? "That is what the source advises." : `The source advises: ${best}`)],
      },
      { kind: "paragraph", text: [{ text: `${drill.explanation} ` }, { text: "[1]", cite: 1 }] },
    ],
    citations: [{ ...drill.citation, number: 1 }],
    audience: "asker",
    aiGenerated: false,
    feedbackFor: null,
  };
};

const letter = (index: number): string => "ABCDEF"[index] ?? String(index + 1);
