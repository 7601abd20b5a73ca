import { isDeepStrictEqual } from "node:util";
import type { Driver, Expectation, Observed, Seen } from "./scenario.ts";

type Problems = readonly string[];
type Check<Key extends keyof Expectation> = (
  expected: NonNullable<Expectation[Key]>,
  observed: Observed,
  context: { readonly words: Driver["words"]; readonly whole: Expectation },
) => Problems;

const unless = (holds: boolean, problem: string): Problems => (holds ? [] : [problem]);

const saidBy = (observed: Observed): string =>
  observed
    .seen()
    .map(({ text }) => text)
    .join("\n");

/** The message that says the last of what is expected, else the last one. */
const answerOf = (observed: Observed, { says }: Expectation): Seen | undefined => {
  const last = says?.at(-1);
  const seen = observed.seen();
  return (last === undefined ? undefined : seen.findLast(({ text }) => text.includes(last))) ?? seen.at(-1);
};

/** One check for each part of an expectation. */
export const CHECKS: { readonly [Key in keyof Required<Expectation>]: Check<Key> } = {
  messages: (expected, observed) => {
    const { length } = observed.seen();
    return typeof expected === "number"
      ? unless(length === expected, `${expected} messages expected, ${length} seen`)
      : unless(length >= expected.atLeast, `at least ${expected.atLeast} messages expected, ${length} seen`);
  },
  says: (expected, observed) => {
    const all = saidBy(observed);
    let from = 0;
    for (const text of expected) {
      const at = all.indexOf(text, from);
      if (at < 0)
        return [`“${text}” is not said${from > 0 ? " after what comes before it" : ""}: ${all.slice(0, 300)}`];
      from = at + text.length;
    }
    return [];
  },
  saysNot: (expected, observed) => {
    const all = saidBy(observed);
    return expected.flatMap((text) => unless(!all.includes(text), `“${text}” must not be said`));
  },
  reason: (expected, observed, { words, whole }) => {
    const word = words[expected];
    if (word === undefined) return [`the driver has no word for “${expected}”`];
    const [before = ""] = saidBy(observed).split(whole.says?.[0] ?? "\0");
    return unless(before.includes(word), `the reason “${word}” is not said first`);
  },
  characters: ({ atLeast }, observed) => {
    const { length } = saidBy(observed);
    return unless(length >= atLeast, `${length} characters arrived, at least ${atLeast} expected`);
  },
  private: (expected, observed, { whole }) =>
    unless(
      answerOf(observed, whole)?.private === expected,
      `the answer must ${expected ? "be seen by the asker alone" : "be seen by everybody"}`,
    ),
  where: (expected, observed, { whole }) =>
    unless(answerOf(observed, whole)?.where === expected, `the answer must stand in: ${expected}`),
  inThread: (expected, observed, { whole }) =>
    unless(
      answerOf(observed, whole)?.inThread === expected,
      `the answer must ${expected ? "" : "not "}stand in the thread of the question`,
    ),
  links: (expected, observed) => {
    const links = new Set(observed.seen().flatMap((one) => one.links));
    return expected.flatMap((link) => unless(links.has(link), `no link to ${link}`));
  },
  steps: (expected, observed) => {
    const steps = observed.seen().flatMap((one) => one.steps);
    return expected.flatMap((step) => unless(steps.includes(step), `the step “${step}” was not shown`));
  },
  files: (expected, observed) => {
    const files = observed.seen().flatMap((one) => one.files);
    if (expected.length === 0) return unless(files.length === 0, `${files.join(", ")} must not be shared`);
    return expected.flatMap((file) => unless(files.includes(file), `no file ${file}`));
  },
  prompts: ({ atLeast, atMost }, observed) =>
    unless(observed.prompts() >= atLeast && observed.prompts() <= atMost, `${observed.prompts()} prompts`),
  title: (expected, observed) => unless(observed.title() === expected, `the title is ${observed.title()}`),
  home: (expected, observed) =>
    expected.flatMap((text) => unless(observed.home().includes(text), `“${text}” is not on the home page`)),
  faults: (expected, observed) => {
    const said = observed.faults();
    return expected.flatMap((text) =>
      unless(
        said.some((one) => one.includes(text)),
        `“${text}” is not shown beside an input: ${said.join(" | ")}`,
      ),
    );
  },
  heard: (expected, observed) =>
    unless(observed.heard().length === expected, `${expected} events expected, ${observed.heard().length} heard`),
  heardLast: (expected, observed) => {
    const actual = new Map(Object.entries(observed.heard().at(-1)?.body ?? {}));
    return Object.entries(expected).flatMap(([part, value]) =>
      unless(
        isDeepStrictEqual(actual.get(part), value),
        `heard ${part} ${JSON.stringify(actual.get(part))}, expected ${JSON.stringify(value)}`,
      ),
    );
  },
  logs: (expected, observed, { words }) => {
    const word = words[expected];
    if (word === undefined) return [`the driver has no word for “${expected}”`];
    return unless(
      observed.logged().some((line) => line.includes(word)),
      `the log does not say ${word}`,
    );
  },
};

/** What is not as expected. Nothing may go on being shown as under way, whatever is expected. */
export const problemsIn = (whole: Expectation, observed: Observed, words: Driver["words"]): Problems => {
  const check = <Key extends keyof Expectation>(part: Key): Problems => {
    const expected = whole[part];
    return expected === undefined ? [] : CHECKS[part](expected, observed, { words, whole });
  };
  return [
    ...(Object.keys(CHECKS) as (keyof Expectation)[]).flatMap((part) => check(part)),
    ...observed.lingering().map((sign) => `still shown as under way: ${sign}`),
  ];
};
