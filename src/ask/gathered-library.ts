import type { IsoDate } from "../core/dates.ts";
import type { CorpusDocument, DocumentParty, Passage } from "../core/document.ts";
import type { DocumentScope } from "../core/document-scope.ts";
import type { PartOfDocument, PassageSearch, SearchScope, SoughtStem, Survey } from "../ports/passage-search.ts";
import { searchWords } from "../text/words.ts";
import { askedScopes } from "./asked-scope.ts";
import { comparedQuestions } from "./extract.ts";
import { resolveFollowUp, TURN_READ } from "./follow-up.ts";
import { stemOf } from "./indexing.ts";
import { EVERYTHING, type Library, makeLibrary } from "./library.ts";
import type { Asked } from "./library-for.ts";
import { LONGEST_NAME } from "./names.ts";
import { nameLikenesses, wordLikenesses } from "./near-spelling.ts";
import { periodOf } from "./period.ts";
import { rarity } from "./query.ts";
import { type Question, readQuestion } from "./question.ts";
import { isSlip } from "./spelling.ts";
import { QUESTION_WORDS } from "./stopwords.ts";
import { SYNONYMS } from "./synonyms.ts";

/**
 * Passages found for the question's own words and for their stand-ins. The best 40 and 30 are read for the answer
 * (`findPassages`); the rest is for the ranking to choose from.
 */
const OWN_PASSAGES = 150;
const WIDE_PASSAGES = 60;
/** Documents with dated events that are read for one question. */
const MOST_DATED = 30;

/**
 * A library of what a question may need out of a corpus that is not held in memory: the passages that meet its words, the
 * documents with dated events of its parties, and the names that stand in it. Words are as rare in it as in the whole corpus,
 * so that the same ranking, checks and refusals hold. Rejects as the search does.
 */
export const gatherLibrary = async (search: PassageSearch, asked: Asked): Promise<Library> => {
  const scope: SearchScope = { within: asked.scope ? [asked.scope] : [], from: null, to: null, since: null };
  const known = await readNamesAndWords(search, asked, scope);
  const nothing = libraryOf(known, []);
  const question = readQuestion(resolveFollowUp(asked.text, asked.turns, nothing), nothing);
  const queries = [question, ...comparedQuestions(question, nothing)].flatMap((one) => [
    { text: one.query, limit: OWN_PASSAGES },
    { text: one.wideQuery, limit: WIDE_PASSAGES },
  ]);
  const survey = await search.survey(stemsOf([...queries.map(({ text }) => text), ...known.texts]), scope);
  const sought = { ...known, survey };
  const found = await Promise.all([
    ...searches(search, question, queries, sought, asked, scope),
    ...datedSearches(search, question, nothing, asked, scope),
  ]);
  return libraryOf(sought, found.flat());
};

/** What is known of the words and names of a question before anything is searched. */
interface Known {
  readonly texts: readonly string[];
  readonly survey: Survey;
  readonly like: ReadonlyMap<string, readonly string[]>;
  readonly parties: readonly DocumentParty[];
}

/** Of a word that is mistyped, as many as `Library.likeWord` gives. */
const MOST_LIKE = 8;

const readNamesAndWords = async (search: PassageSearch, asked: Asked, scope: SearchScope): Promise<Known> => {
  const said = [asked.text, ...asked.turns.flatMap((t) => [t.question, t.answer]).map((t) => t.slice(0, TURN_READ))];
  const rows = said.map(searchWords);
  const words = [...new Set(rows.flat())];
  const texts = [...words, ...words.flatMap((word) => [...(SYNONYMS.get(word)?.keys() ?? [])])];
  const survey = await search.survey(stemsOf(texts), scope);
  const unknown = (word: string): boolean =>
    !SYNONYMS.has(word) && stemOf(word) !== "" && !survey.having.has(stemOf(word));
  const mistyped = words.filter(unknown);
  const near = rows.flatMap((row) => row.flatMap((word, at) => (unknown(word) ? nameLikenesses(row, at) : [])));
  const [alike, parties] = await Promise.all([
    mistyped.length === 0 ? [] : search.wordsLike(mistyped.flatMap(wordLikenesses)),
    search.parties([...new Set(rows.flatMap(runsOf))], near.slice(0, MOST_NEAR), scope),
  ]);
  const like = new Map(
    mistyped.map((word) => [word, alike.filter((known) => isSlip(word, known)).slice(0, MOST_LIKE)] as const),
  );
  return { texts: [...texts, ...[...like.values()].flat()], survey, like, parties };
};

/** A question in which every word is unknown is no question about this corpus. */
const MOST_NEAR = 400;

/** Every run of words that may be a name. */
const runsOf = (words: readonly string[]): readonly string[] =>
  words.flatMap((_, from) =>
    Array.from({ length: Math.min(LONGEST_NAME, words.length - from) }, (_, more) =>
      words.slice(from, from + more + 1).join(" "),
    ),
  );

const stemsOf = (texts: readonly string[]): readonly string[] => [
  ...new Set(texts.flatMap((text) => searchWords(text).map(stemOf)).filter((stem) => stem !== "")),
];

const searches = (
  search: PassageSearch,
  question: Question,
  queries: readonly { readonly text: string; readonly limit: number }[],
  known: Known,
  { asOf, today }: Asked,
  scope: SearchScope,
): readonly Promise<readonly PartOfDocument[]>[] => {
  const library = libraryOf(known, []);
  const { first, since } = askedScopes(question, library, { ...EVERYTHING, to: asOf }, today);
  const open = { ...scope, to: asOf, since };
  const narrow: readonly DocumentScope[] = first
    ? [
        {
          publishers: first.publisher ? [first.publisher] : [],
          kinds: first.kind ? [first.kind as CorpusDocument["kind"]] : [],
          tags: [],
        },
      ]
    : [];
  const different = new Map<string, { readonly sought: readonly SoughtStem[]; readonly limit: number }>();
  for (const { text, limit } of queries) {
    const sought = soughtIn(text, known.survey);
    const key = keyOf(sought);
    if (!different.has(key)) different.set(key, { sought, limit });
  }
  return [...different.values()].flatMap(({ sought, limit }) => [
    search.search(sought, open, limit),
    ...narrow.map((one) => search.search(sought, { ...open, within: [...open.within, one] }, limit)),
  ]);
};

const keyOf = (stems: readonly SoughtStem[]): string =>
  stems
    .map(({ stem }) => stem)
    .sort()
    .join(" ");

/** The stems of a query that some passage has, weighted as in memory. */
const soughtIn = (query: string, { having, passages }: Survey): readonly SoughtStem[] => {
  const all = searchWords(query);
  const content = all.filter((word) => !QUESTION_WORDS.has(word));
  return stemsOf(content.length > 0 ? content : all).flatMap((stem) => {
    const count = having.get(stem);
    return count === undefined ? [] : [{ stem, passages: count, weight: rarity(passages, count) }];
  });
};

/** Whole documents that tell what happened to the parties asked after, or what happened in the period asked about. */
const datedSearches = (
  search: PassageSearch,
  question: Question,
  library: Library,
  { today }: Asked,
  scope: SearchScope,
): readonly Promise<readonly PartOfDocument[]>[] => {
  const keys = question.names.flatMap((name) => [...library.names.keysOf(name.correctedTo ?? name.text)]);
  const period = question.kinds.includes("additions") ? periodOf(question.text, today) : null;
  return [
    ...(keys.length > 0 ? [search.dated({ parties: keys, from: null, to: null }, scope, MOST_DATED)] : []),
    ...(period ? [search.dated({ parties: null, from: period.from, to: period.to }, scope, MOST_DATED)] : []),
  ];
};

const libraryOf = ({ survey, like, parties }: Known, found: readonly PartOfDocument[]): Library => {
  const held = makeLibrary(survey);
  held.names.add({ parties });
  held.addAll(joined(found));
  const having = (word: string): number | null => survey.having.get(stemOf(word)) ?? null;
  const publishers = new Set(survey.publishers);
  return {
    ...held,
    publishers: () => publishers,
    hasWord: (word) => having(word) !== null || held.hasWord(word),
    rarityOf: (word) => rarity(survey.passages, having(word) ?? 0),
    likeWord: (word) => like.get(word) ?? [],
    size: survey.documents,
    waste: 0,
    latest: (): IsoDate | null => survey.latest,
  };
};

/** One document with the passages of all its parts. A document replaced between two searches counts as found last. */
const joined = (
  parts: readonly PartOfDocument[],
): readonly { document: CorpusDocument; passages: readonly Passage[] }[] =>
  [...Map.groupBy(parts, ({ document }) => document.documentId).values()].map((group) => {
    const { document } = group[group.length - 1] as PartOfDocument;
    const same = group.filter(
      (part) => part.document.sha256 === document.sha256 && part.document.addedAt === document.addedAt,
    );
    const byOrdinal = new Map(same.flatMap((part) => part.passages).map((passage) => [passage.ordinal, passage]));
    const passages = [...byOrdinal.values()].sort((a, b) => a.ordinal - b.ordinal);
    return { document: { ...document, text: laidOut(passages) }, passages };
  });

/** A text in which each passage stands at its offsets, with spaces for what was not read. */
const laidOut = (passages: readonly Passage[]): string => {
  let text = "";
  for (const passage of passages) text += " ".repeat(Math.max(0, passage.start - text.length)) + passage.text;
  return text;
};
