import { type AST, RegExpParser } from "@eslint-community/regexpp";

type Node = AST.Node;

/** A text on which a pattern may lose its way: `prefix`, `pump` again and again, `suffix`. */
export interface Attack {
  readonly prefix: string;
  readonly pump: string;
  readonly suffix: string;
}

export const attackOf = ({ prefix, pump, suffix }: Attack, length: number): string =>
  prefix + pump.repeat(Math.max(1, Math.ceil(length / pump.length))) + suffix;

/** Ends that most patterns do not take, so that they go back and try again. */
const SUFFIXES = ["", "\u0001", "\n"];
const PREFIXES = ["", "a"];

/**
 * Texts made of a pattern itself: what stands before each repetition, the repetition's body many times, and an end that does
 * not match. A body is taken in every alternative and in two readings of its character classes.
 */
export const worstCases = (source: string, flags: string): readonly Attack[] => {
  const ast = new RegExpParser().parsePattern(source, undefined, undefined, {
    unicode: flags.includes("u"),
    unicodeSets: flags.includes("v"),
  });
  const attacks = new Map<string, Attack>();
  for (const { before, body, after } of repetitions(ast)) {
    const start = before.map((node) => sample(node, 0)).join("");
    const rest = after.map((node) => sample(node, 0)).join("");
    const pumps = new Set([0, 1, 2].flatMap((reading) => variants(body, reading)).filter((pump) => pump !== ""));
    for (const pump of pumps)
      for (const prefix of new Set([...PREFIXES, start]))
        for (const suffix of new Set([...SUFFIXES, rest.slice(0, -1)])) {
          const attack = { prefix, pump, suffix };
          attacks.set(JSON.stringify(attack), attack);
        }
  }
  // Begun again and again: a search that goes on from every place costs the square of their number.
  const whole = sample(ast, 0);
  for (const pump of new Set([whole.slice(0, 1), whole.slice(0, 2), whole.slice(0, -1)]))
    if (pump !== "" && attacks.size > 0) attacks.set(`again ${pump}`, { prefix: "", pump, suffix: "\u0001" });
  return [...attacks.values()];
};

interface Repetition {
  readonly before: readonly Node[];
  readonly body: Node;
  readonly after: readonly Node[];
}

/** Repeated less often a body costs nothing. */
const MANY = 20;

const repetitions = (node: Node, before: readonly Node[] = [], after: readonly Node[] = []): readonly Repetition[] => {
  switch (node.type) {
    case "Pattern":
    case "Group":
    case "CapturingGroup":
      return node.alternatives.flatMap((alternative) => repetitions(alternative, before, after));
    case "Alternative":
      return node.elements.flatMap((element, i) =>
        repetitions(element, [...before, ...node.elements.slice(0, i)], [...node.elements.slice(i + 1), ...after]),
      );
    case "Quantifier":
      return [
        ...(node.max >= MANY ? [{ before, body: node.element, after }] : []),
        ...repetitions(node.element, before, after),
      ];
    case "Assertion":
      return node.kind === "lookahead" || node.kind === "lookbehind"
        ? node.alternatives.flatMap((alternative) => repetitions(alternative, before, after))
        : [];
    default:
      return [];
  }
};

/** A text that a node takes; `reading` chooses among the characters of a class. */
const sample = (node: Node, reading: number): string => {
  switch (node.type) {
    case "Pattern":
    case "Group":
    case "CapturingGroup":
      return sample(node.alternatives[reading % node.alternatives.length] as Node, reading);
    case "Alternative":
      return node.elements.map((element) => sample(element, reading)).join("");
    case "Quantifier":
      return sample(node.element, reading).repeat(Math.max(node.min, node.max === 0 ? 0 : 1));
    case "Character":
      return String.fromCodePoint(node.value);
    case "CharacterSet":
      return ofSet(node, reading);
    case "CharacterClass":
      return ofClass(node, reading);
    default:
      return "";
  }
};

/** The body in each of its alternatives, alone and one after another. */
const variants = (body: Node, reading: number): readonly string[] => {
  const alternatives =
    body.type === "Group" || body.type === "CapturingGroup"
      ? body.alternatives.map((alternative) => sample(alternative, reading))
      : [sample(body, reading)];
  return alternatives.length > 1 ? [...alternatives.slice(0, 6), alternatives.slice(0, 6).join("")] : alternatives;
};

const LETTERS = ["a", "0", " ", "A", "-", "é", "'", "\n", "я", "한", "."];

const ofSet = (set: AST.CharacterSet, reading: number): string => {
  if (set.kind === "any") return ["a", " ", "<"][reading % 3] ?? "a";
  const fits: Readonly<Record<string, (negate: boolean) => RegExp>> = {
    digit: (negate) => (negate ? /\D/ : /\d/),
    space: (negate) => (negate ? /\S/ : /\s/),
    word: (negate) => (negate ? /\W/ : /\w/),
    property: () => new RegExp(set.raw, "u"),
  };
  const test = fits[set.kind]?.("negate" in set ? set.negate : false) ?? /[\s\S]/;
  const taken = LETTERS.filter((letter) => test.test(letter));
  return taken[reading % taken.length] ?? "";
};

const ofClass = (node: AST.CharacterClass, reading: number): string => {
  const test = new RegExp(node.raw, node.unicodeSets ? "v" : "u");
  const own = node.elements.flatMap((element) => {
    if (element.type === "Character") return [String.fromCodePoint(element.value)];
    if (element.type === "CharacterClassRange") return [String.fromCodePoint(element.min.value)];
    return [];
  });
  const taken = [...LETTERS, ...own].filter((letter) => test.test(letter));
  return taken[(reading * 3) % Math.max(1, taken.length)] ?? "";
};
