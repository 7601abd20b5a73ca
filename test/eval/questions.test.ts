import { describe, expect, it } from "vitest";
import { readFidelity, unfaithful } from "../../bench/eval-abstention.ts";
import { askRow, citationFaults, judge, readQuestions } from "../../bench/eval-questions.ts";
import { askerOf, libraryOf, readStarterBriefs } from "../../bench/eval-world.ts";

const library = libraryOf(readStarterBriefs());
const ask = askerOf(library);

describe("the question set over the starter corpus", async () => {
  const rows = readQuestions();
  const verdicts = await Promise.all(rows.map(async (row) => judge(row, await askRow(ask, row))));
  const failed = (answerable: boolean): readonly string[] =>
    verdicts
      .filter((v) => v.row.answerable === answerable && !v.passed)
      .map((v) => `${v.row.id} ${v.row.question}: ${v.why}`);

  it("has at least 120 questions that the corpus answers and 40 that it does not", () => {
    expect(rows.filter((row) => row.answerable).length).toBeGreaterThanOrEqual(120);
    expect(rows.filter((row) => !row.answerable).length).toBeGreaterThanOrEqual(40);
    expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
  });
  it("is answered with the right fact from a right source in at least 95 of 100", () => {
    const wrong = failed(true);
    expect(wrong.length / rows.filter((row) => row.answerable).length, wrong.join("\n")).toBeLessThanOrEqual(0.05);
  });
  it("is refused where the corpus does not say in at least 95 of 100", () => {
    const wrong = failed(false);
    expect(wrong.length / rows.filter((row) => !row.answerable).length, wrong.join("\n")).toBeLessThanOrEqual(0.05);
  });
  it("is cited without a fault", () => {
    expect(verdicts.flatMap((v) => citationFaults(v.answer, library))).toEqual([]);
  });
});

describe("fidelity", () => {
  it.each(readFidelity().map((row) => [`${row.class}: ${row.question}`, row] as const))("%s", async (_name, row) => {
    expect(await unfaithful(ask, row)).toBeNull();
  });
});
