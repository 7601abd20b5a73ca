import type { CorpusDocument, Passage } from "../core/document.ts";
import { porterStem } from "../text/porter-stem.ts";
import { searchWords } from "../text/words.ts";
import { figuresOf } from "./figures.ts";
import type { FoundPassage, Library } from "./library.ts";
import type { Question, Term } from "./question.ts";
import type { QuestionName } from "./question-names.ts";
import type { Sentence } from "./sentence.ts";

/** How much a word counts by where it is met. */
const PLACES = {
  sentence: 1,
  /** Headings above and the document's title. */
  heading: 0.75,
  /** The sentence before or after. */
  beside: 0.6,
  passage: 0.45,
  /** Names of parties and the day of publication. */
  record: 0.4,
  nowhere: 0,
} as const;

/** A sentence that may answer, with how well it meets the question. */
export interface Evidence {
  readonly sentence: Sentence;
  readonly document: CorpusDocument;
  /** 0..1: part of the question's words, by rarity, that are met in and around the sentence. */
  readonly coverage: number;
  /** 0..1: the same in the sentence alone. */
  readonly own: number;
  /** 0..1: the same for words that are no names or numbers; 1 when the question has none, 0 when none stands in the sentence or above it. */
  readonly content: number;
  /** What the question counts or ranks by stands in the sentence. */
  readonly focus: boolean;
  /** Every day, month and half-year of the question is that of the sentence, of one beside it, or of the document. */
  readonly times: boolean;
  /** Words of the question met by the sentence itself. */
  readonly met: ReadonlySet<string>;
  /** Rarest words that are met nowhere around the sentence. */
  readonly missing: readonly Term[];
  /** Every name of the question is met in the sentence, right beside it or above it; places and agencies anywhere near. */
  readonly names: boolean;
  /** Names of the question in the sentence itself, 0..1. */
  readonly ownNames: number;
  /** How many different words of the asked kind of statement the sentence has. */
  readonly intents: number;
  /** Score of the passage against the best passage, 0..1. */
  readonly rank: number;
}

/** Every sentence of the passages found, judged against the question. */
export const gatherEvidence = (
  question: Question,
  found: readonly FoundPassage[],
  library: Library,
): readonly Evidence[] => {
  const best = Math.max(...found.map((hit) => hit.score), 1e-9);
  return found.flatMap((hit) => {
    const around = surroundings(hit.document, hit.passage, library);
    const sentences = library.sentences(hit.passage);
    return sentences.flatMap((sentence, i) =>
      sentence.statement
        ? [judge(question, sentence, [sentences[i - 1], sentences[i + 1]], around, hit.score / best)]
        : [],
    );
  });
};

/** What a passage's sentences inherit. */
interface Surroundings {
  readonly document: CorpusDocument;
  readonly heading: ReadonlySet<string>;
  readonly passage: ReadonlySet<string>;
  readonly record: ReadonlySet<string>;
  /** Text in words with a space at both ends, for names. */
  readonly headingText: string;
  /** The headings without the publisher: whoever publishes is not what is written about. */
  readonly above: ReadonlySet<string>;
  readonly aboveText: string;
  readonly passageText: string;
  readonly recordText: string;
}

const surroundings = (document: CorpusDocument, passage: Passage, library: Library): Surroundings => {
  const known = remembered.get(passage);
  if (known) return known;
  const read = readSurroundings(document, passage, library);
  remembered.set(passage, read);
  return read;
};

/** A passage is read once; it goes when its document goes. */
const remembered = new WeakMap<Passage, Surroundings>();

const readSurroundings = (document: CorpusDocument, passage: Passage, library: Library): Surroundings => {
  const headingWords = searchWords(`${document.title} . ${passage.section.join(" . ")} . ${document.publisher}`);
  const aboveWords = searchWords(`${document.title} . ${passage.section.join(" . ")}`);
  const passageWords = library.sentences(passage).flatMap((sentence) => sentence.words);
  const recordWords = searchWords(
    `${document.parties.flatMap((party) => [party.name, ...party.aliases]).join(" . ")} . ${document.publishedOn ?? ""}`,
  );
  return {
    document,
    heading: new Set(headingWords.map(porterStem)),
    passage: new Set(passageWords.map(porterStem)),
    record: new Set(recordWords.map(porterStem)),
    above: new Set(aboveWords.map(porterStem)),
    aboveText: ` ${aboveWords.join(" ")} `,
    headingText: ` ${headingWords.join(" ")} `,
    passageText: ` ${passageWords.join(" ")} `,
    recordText: ` ${recordWords.join(" ")} `,
  };
};

const judge = (
  question: Question,
  sentence: Sentence,
  beside: readonly (Sentence | undefined)[],
  around: Surroundings,
  rank: number,
): Evidence => {
  let total = 0;
  let covered = 0;
  let own = 0;
  let contentTotal = 0;
  let content = 0;
  let unfocused = false;
  let contentHere = false;
  const met = new Set<string>();
  const missing: Term[] = [];
  for (const term of question.terms) {
    const here = worthIn(term, sentence.stems);
    const worth = Math.max(
      here * PLACES.sentence,
      worthIn(term, around.heading) * PLACES.heading,
      ...beside.map((other) => (other ? worthIn(term, other.stems) * PLACES.beside : 0)),
      worthIn(term, around.passage) * PLACES.passage,
      worthIn(term, around.record) * PLACES.record,
    );
    total += term.weight;
    covered += term.weight * worth;
    own += term.weight * here;
    if (!term.exact) {
      contentTotal += term.weight;
      content += term.weight * worth;
    }
    if (!term.exact && Math.max(here, worthIn(term, around.heading)) > 0) contentHere = true;
    if (term.focus && here === 0) unfocused = true;
    if (here > 0) met.add(term.stem);
    if (worth === 0) missing.push(term);
  }
  const sentenceText = ` ${sentence.words.join(" ")} `;
  const onlyQuoted = question.asksWhatIsSaid ? [] : question.names.filter((name) => isOnlyQuoted(name, sentence));
  const inSentence = question.names.filter((name) => hasName(name, sentenceText, sentence.stems)).length;
  const names = question.names.every(
    (name) =>
      !onlyQuoted.includes(name) &&
      (hasName(name, sentenceText, sentence.stems) ||
        (question.asksWhatIsSaid || name.common
          ? hasName(name, around.headingText, around.heading)
          : hasName(name, around.aboveText, around.above)) ||
        beside.some((other) => other && hasName(name, ` ${other.words.join(" ")} `, other.stems)) ||
        (name.common &&
          (hasName(name, around.passageText, around.passage) || hasName(name, around.recordText, around.record)))),
  );
  return {
    sentence,
    document: around.document,
    coverage: total === 0 ? 0 : covered / total,
    own: total === 0 ? 0 : own / total,
    content: contentTotal === 0 ? 1 : contentHere ? content / contentTotal : 0,
    focus: !unfocused,
    met,
    missing: missing.sort((a, b) => b.weight - a.weight),
    names,
    times: question.times.every((time) => isTimeOf(time, sentence, beside, around.document)),
    intents: question.terms
      .filter((term) => term.intent)
      .reduce((sum, term) => sum + [...term.others.keys()].filter((other) => sentence.stems.has(other)).length, 0),
    ownNames: question.names.length === 0 ? 1 : inSentence / question.names.length,
    rank,
  };
};

/** 1 for the word itself, the worth of its best stand-in, else 0. */
const worthIn = (term: Term, stems: ReadonlySet<string>): number => {
  if (stems.has(term.stem)) return 1;
  let best = 0;
  for (const [other, worth] of term.others) if (worth > best && stems.has(other)) best = worth;
  return best;
};

/** One spelling stands there in a row, or for names outside the name book each of its words does. */
const hasName = (name: QuestionName, text: string, stems: ReadonlySet<string>): boolean => {
  if (name.spellings.some((spelling) => text.includes(` ${spelling} `))) return true;
  if (name.known && name.words.length > 1) return false;
  return name.words.every((word) => stems.has(porterStem(word)));
};

/** "According to Elliptic", "Chainalysis sees", "counted by TRM Labs": whoever is quoted is not what the sentence is about. */
const isOnlyQuoted = (name: QuestionName, { words }: Sentence): boolean => {
  const text = ` ${words.join(" ")} `;
  return name.spellings.some((spelling) => {
    if (!text.includes(` ${spelling} `)) return false;
    const told = text
      .replaceAll(` according to ${spelling} `, " ")
      .replaceAll(` according to the ${spelling} `, " ")
      .replace(new RegExp(`^ ${spelling} (?:${TELLS}) `), " ")
      .replace(new RegExp(` ${spelling} (?:says|said) `), " ");
    return !told.includes(` ${spelling} `);
  });
};

const TELLS =
  "says|said|sees|reports|reported|notes|noted|counts|counted|estimates|estimated|writes|wrote|dates|puts|put";

const isTimeOf = (
  time: string,
  sentence: Sentence,
  beside: readonly (Sentence | undefined)[],
  document: CorpusDocument,
): boolean => {
  const texts = [sentence.text, ...beside.flatMap((other) => other?.text ?? []), document.title];
  if (time.includes("half")) return [sentence.text, document.title].some((text) => text.toLowerCase().includes(time));
  if (time.length === 4) return isYearOf(time, sentence, texts.slice(1), document);
  const days = [
    ...texts.flatMap((text) => [...figuresOf(text).days]),
    ...document.events.map((event) => event.on),
    ...(document.publishedOn ? [document.publishedOn] : []),
  ];
  return days.some((day) => day === time || day.startsWith(`${time}-`));
};

/** "51 percent more than in 2024", "up from 2023": the year of a comparison is not the year that the sentence is about. */
const COMPARED_YEAR =
  /\b(?:than|from|against|versus|over) (?:in |the |that of |those of )?(?:\p{Lu}\p{L}+ )?(?:19|20)\d\d\b/gu;
const YEAR = /\b(?:19|20)\d\d\b/g;

/** The sentence is about the year, or it names no year and what stands around it does. */
const isYearOf = (year: string, sentence: Sentence, around: readonly string[], document: CorpusDocument): boolean => {
  const own: readonly string[] = sentence.text.replace(COMPARED_YEAR, " ").match(YEAR) ?? [];
  if (own.length > 0) return own.includes(year);
  return around.some((text) => text.includes(year)) || document.publishedOn?.startsWith(year) === true;
};

/** A name of the question that is nobody's place or agency stands in the title of the document. */
export const titleNames = (question: Question, { document }: Evidence): boolean => {
  const title = ` ${searchWords(document.title).join(" ")} `;
  return question.names.some((name) => !name.common && name.spellings.some((key) => title.includes(` ${key} `)));
};
