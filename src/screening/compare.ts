import type { PartyKind } from "../core/listing.ts";
import type { Comparison } from "../core/screening.ts";
import { align, directSimilarity } from "./align.ts";
import { explainNames } from "./explain.ts";
import type { NameForm } from "./name-form.ts";
import type { NameParser } from "./parse-name.ts";
import { readingsOf } from "./readings.ts";
import { scoreAlignment } from "./score.ts";
import { THRESHOLDS } from "./weights.ts";

/** Which ways a name of this kind is read: as a person, as an organisation, or both. */
export const readingModes = (kind: PartyKind): readonly boolean[] =>
  kind === "person" ? [true] : kind === "unknown" ? [true, false] : [false];

/** Two names against each other, with the scorer and thresholds of a screening. */
export const compareNames = (parser: NameParser, left: string, right: string, kind: PartyKind): Comparison => {
  let best: { score: number; a: NameForm; b: NameForm } | null = null;
  const [readLeft, readRight] = [readingsOf(left), readingsOf(right)];
  for (const person of readingModes(kind))
    for (const textA of readLeft.texts)
      for (const textB of readRight.texts)
        for (const a of parser.forms(textA, person, kind === "vessel"))
          for (const b of parser.forms(textB, person, kind === "vessel")) {
            const score = scoreAlignment(a, b, align(a, b, directSimilarity(a, b))).score;
            if (!best || score > best.score) best = { score, a, b };
          }
  const warnings = [...new Set([...readLeft.warnings, ...readRight.warnings])];
  if (!best)
    return { score: 0, verdict: "no-match", reasons: ["There is no name to compare."], contradictions: warnings };
  const alignment = align(best.a, best.b, directSimilarity(best.a, best.b));
  const score = scoreAlignment(best.a, best.b, alignment);
  const { reasons, contradictions } = explainNames(best.a, best.b, alignment, score);
  return {
    score: score.score,
    verdict: verdictOf(score.score, THRESHOLDS.possible),
    reasons: [...reasons, ...warnings],
    contradictions,
  };
};

export const verdictOf = (score: number, threshold: number): "match" | "possible-match" | "no-match" =>
  score < threshold ? "no-match" : score >= THRESHOLDS.match ? "match" : "possible-match";
