import type { Evidence } from "./evidence.ts";
import { nameKey } from "./names.ts";
import type { Question } from "./question.ts";

/** "Who is X?", "What is X?": the question is little more than a name. */
export const asksDefinition = (question: Question): boolean =>
  (/^(?:so |and )?(?:who|what) (?:is|are|was|were)\b/i.test(question.text) &&
    question.terms.every((term) => term.exact || term.word.length < 3)) ||
  (/^what (?:is|are) (?!the\b)/i.test(question.text) && question.terms.length <= 3);

/** The sentence says what the thing is, or opens the document that is about it. */
export const definitionBonus = (question: Question, { sentence, document }: Evidence): number => {
  const { names, says } = definitionOf(question);
  const title = ` ${nameKey(document.title)} `;
  let bonus = sentence.passage.ordinal === 0 ? 0.08 : 0;
  if (names.some((name) => title.includes(` ${name} `))) bonus += 0.08;
  return says.some((pattern) => pattern.test(sentence.text)) ? bonus + 0.3 : bonus;
};

interface Definition {
  readonly names: readonly string[];
  /** "the mixer X", "X, a mixer", "X is a mixer". */
  readonly says: readonly RegExp[];
}

const definitions = new WeakMap<Question, Definition>();

const definitionOf = (question: Question): Definition => {
  const known = definitions.get(question);
  if (known) return known;
  const names =
    question.names.length > 0
      ? question.names.flatMap((name) => name.spellings)
      : [question.terms.map((term) => term.word).join(" ")];
  const says = names.map((spelling) => {
    const name = spelling.split(" ").join("[^\\p{L}\\p{N}]+");
    return new RegExp(
      `\\b(?:actor|group|firm|company|mixer|exchange|campaign|unit|front|called|bank|network|hacker|national|operation|token|founder) (?:\\w+ )?${name}|${name},? (?:is|are|was|were|means) (?:an?|the|also|one|two|reported|tied|called)|${name}[^.]{0,40}, (?:an?|the|which|who|also|its|\\d\\d)\\b|\\bIn ${name},|describes? ${name} as|${name} (?:belongs|manages|runs|sells|uses)`,
      "iu",
    );
  });
  const definition = { names, says };
  definitions.set(question, definition);
  return definition;
};
