import { createContext, runInContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { readQuestion } from "../../src/ask/question.ts";
import { libraryOf } from "../support/library.ts";
import { patternsIn, patternsOfProgram } from "./patterns.ts";
import { attackOf, worstCases } from "./worst-case.ts";

/**
 * Every pattern of the program on texts made to mislead it. A pattern that costs the square of a text's length, or worse,
 * lets one document or message hold up everybody else. First on 4 KB; what is slow there is asked again on 50 KB, by
 * processor time, twice: 50 ms a kilobyte is far above every pattern that reads a text once (below 1 ms).
 */
const [SHORT, LONG] = [4_096, 51_200];
const SLOW_MS = 8;
const MOST_MS_PER_KB = 50;
/** Of 50 KB; what has not ended by then is above the limit. */
const DEADLINE_MS = 2_600;

interface Run {
  re: RegExp;
  text: string;
}

const run = createContext({ re: /x/, text: "" }) as unknown as Run;

/** Milliseconds of processor time; the deadline's where the pattern did not end before it. */
const cost = (pattern: RegExp, text: string, deadlineMs: number): number => {
  run.re = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ""));
  run.text = text;
  const { user: before } = process.threadCpuUsage();
  try {
    runInContext("re.test(text)", run as never, { timeout: deadlineMs });
  } catch {
    return deadlineMs;
  }
  return (process.threadCpuUsage().user - before) / 1_000;
};

/** Milliseconds a kilobyte on the worst text of 50 KB, `null` where nothing is slow on short ones. */
const worstPerKb = (
  pattern: RegExp,
  length = LONG,
  deadlineMs = DEADLINE_MS,
): { readonly msPerKb: number; readonly text: string } | null => {
  let worst = { ms: 0, attack: { prefix: "", pump: "a", suffix: "" } };
  for (const attack of worstCases(pattern.source, pattern.flags)) {
    const ms = cost(pattern, attackOf(attack, SHORT), 200);
    if (ms > worst.ms) worst = { ms, attack };
    if (ms >= 200) break;
  }
  if (worst.ms < SLOW_MS) return null;
  const long = attackOf(worst.attack, length);
  const ms = Math.min(cost(pattern, long, deadlineMs), cost(pattern, long, deadlineMs));
  return { msPerKb: ms / (long.length / 1_024), text: JSON.stringify(worst.attack) };
};

/** Patterns inside templates inside templates, and what only looks like one. */
const TEMPLATE = ["`$", "{/in/.test(`$", "{a}/no/`) ? 1 : 2} /no/` + '/no/' // /no/\n/* /no/ */ return /yes/"].join("");

const PATTERNS = patternsOfProgram();

describe("regular expressions", () => {
  it("are all found in the source: several hundred of them", () => {
    expect(PATTERNS.length).toBeGreaterThan(500);
  });

  it.each([
    ["a = /x+/g.test(b)", ["x+"]],
    ["a = b / c / d; e(/[/]\\//u)", ["[/]\\/"]],
    [TEMPLATE, ["in", "yes"]],
    ["#!/usr/bin/env node\nf(/yes/)", ["yes"]],
  ])("are told from divisions, texts and comments: %s", (code, sources) => {
    expect(patternsIn(code, "x.ts").map(({ source }) => source)).toEqual(sources);
  });

  it.each([
    ["nested repetition", /^(?:a+)+$/],
    ["the same text in two alternatives", /^(?:a|a)*b/],
    ["an end mark that the body takes too", /^(?:<!--[\s\S]*?-->\s*)*<x/],
    ["blanks before an end that is not there", /\s+$/],
    ["an opening that nothing closes", /\[[^\]]*\]/],
  ])("are caught when they can be misled: %s", (_name, pattern) => {
    expect(worstPerKb(pattern, 20_000, 400)?.msPerKb ?? 0).toBeGreaterThan(2);
  });

  it.each([
    /^[a-z]+$/,
    /(?<!\s)\s+$/,
    /\b\w+\b/,
    /^(?:<!--(?:[^-]|-(?!->))*-->\s*)*<x/,
  ])("are let through when they cannot: %s", (pattern) => {
    expect(worstPerKb(pattern)?.msPerKb ?? 0).toBeLessThan(5);
  });

  it(`read a text once: none above ${MOST_MS_PER_KB} ms a kilobyte`, () => {
    const slow = PATTERNS.flatMap(({ at, source, flags }) => {
      const worst = worstPerKb(new RegExp(source, flags));
      return worst !== null && worst.msPerKb > MOST_MS_PER_KB / 2
        ? [`${at} ${source} on ${worst.text}: ${worst.msPerKb.toFixed(1)} ms/KB`]
        : [];
    });
    expect(slow).toEqual([]);
  }, 120_000);
});

describe("patterns made while the program runs", () => {
  // A name's words were once looked for with two ways to take the full stop between them: 2^29 tries at this question.
  it("a question of one name sixty times over is read", () => {
    const names = "Blender. ".repeat(29);
    const text = `Is ${names}x\u0337 ${names}Blender.io sanctioned?`;
    expect(readQuestion(text, libraryOf([])).text).toBe(text);
  });
  // Written out letter by letter such a word was too large a pattern for the engine, which threw.
  it("a question with a name of seven thousand syllables is read", () => {
    const text = `What is the THEORY OF RELA${"김정은".repeat(2_400)}`;
    expect(readQuestion(text, libraryOf([])).text).toBe(text);
  });
});
