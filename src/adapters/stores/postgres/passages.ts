import { documentId, passageId } from "../../../core/brand.ts";
import type { IsoDate } from "../../../core/dates.ts";
import type { CorpusDocument, DocumentParty, Passage } from "../../../core/document.ts";
import type {
  Indexing,
  Likeness,
  PartOfDocument,
  PassageSearch,
  SearchScope,
  Survey,
} from "../../../ports/passage-search.ts";
import { scopeClause, worthReading } from "./passage-query.ts";
import { indexOutdated, lexeme } from "./passage-rows.ts";
import { DATED, MOST_RANKED, PARTIES, SEARCH, WORDS_LIKE } from "./passage-sql.ts";
import type { Row, Session } from "./session.ts";

/** The passages of a corpus in Postgres, by its own full-text index. `revision` is that of the documents. */
export const postgresPassages = (
  session: Session,
  indexing: Indexing,
  revision: () => Promise<string>,
): PassageSearch => {
  const extents = makeExtents(session, indexing, revision);
  return {
    survey: async (stems, scope) => {
      // First: it indexes what is not indexed yet.
      const { told } = await extents(scope);
      const { rows } = await session.run(
        "SELECT stem, passages FROM corpus_stems WHERE stem = ANY($1) AND passages > 0",
        [stems],
      );
      const having = new Map(rows.map((row) => [String(row.stem), Number(row.passages)]));
      return { ...told, having };
    },
    wordsLike: async (likenesses) => {
      const { rows } = await session.run(WORDS_LIKE, likenessValues(likenesses));
      return rows.map((row) => String(row.word));
    },
    parties: async (keys, likenesses, scope) => {
      const within = scopeClause(scope, 6);
      const { rows } = await session.run(PARTIES(within.sql), [...likenessValues(likenesses), keys, ...within.values]);
      return partiesFrom(rows);
    },
    search: async (stems, scope, limit) => {
      const { told, inScope } = await extents(scope);
      const read = worthReading(stems, told.passages, inScope / Math.max(1, told.passages));
      if (read === null) return [];
      const ranked = [...stems].sort((a, b) => b.weight - a.weight).slice(0, MOST_RANKED);
      const within = scopeClause(scope, 6 + ranked.length * 2);
      const { rows } = await session.run(SEARCH(ranked.length, 6, within.sql), [
        read,
        limit,
        told.meanWords,
        AROUND,
        AROUND_BEST,
        ...ranked.flatMap(({ stem, weight }) => [lexeme(stem), weight]),
        ...within.values,
      ]);
      return partsFrom(rows);
    },
    dated: async (events, scope, limit) => {
      const within = scopeClause(scope, 6);
      const { rows } = await session.run(DATED(within.sql), [
        events.parties,
        events.from,
        events.to,
        limit,
        MOST_OF_A_DOCUMENT,
        ...within.values,
      ]);
      return partsFrom(rows);
    },
  };
};

interface Extent {
  readonly told: Omit<Survey, "having">;
  /** Passages in scope. */
  readonly inScope: number;
}

/** Scopes whose extent is kept; channels have few. */
const EXTENTS_KEPT = 100;

/** Counts a scope once for each revision of the documents, and first indexes what another version of this program put there. */
const makeExtents = (session: Session, indexing: Indexing, revision: () => Promise<string>) => {
  let known = { revision: "", extents: new Map<string, Promise<Extent>>() };
  return async (scope: SearchScope): Promise<Extent> => {
    const now = await revision();
    if (now !== known.revision) {
      await indexOutdated(session, indexing);
      known = { revision: now, extents: new Map() };
    }
    const { extents } = known;
    const key = JSON.stringify(scope);
    const found = extents.get(key) ?? extentOf(session, scope);
    if (extents.size >= EXTENTS_KEPT) extents.clear();
    extents.set(key, found);
    found.catch(() => extents.delete(key));
    return found;
  };
};

const extentOf = async (session: Session, scope: SearchScope): Promise<Extent> => {
  const within = scopeClause(scope, 1);
  const all = await session.run(
    "SELECT sum(passages) AS passages, sum(words) AS words, sum(context_words) AS context FROM corpus_documents",
  );
  const { rows } = await session.run(
    `SELECT count(*) AS documents, sum(passages) AS passages, max(published_on) AS latest,
       array_agg(DISTINCT head::json->>'publisher') AS publishers
     FROM corpus_documents d WHERE ${within.sql}`,
    within.values,
  );
  const [total, own] = [all.rows[0], rows[0]];
  const passages = Number(total?.passages ?? 0);
  return {
    told: {
      documents: Number(own?.documents ?? 0),
      latest: (own?.latest ?? null) as IsoDate | null,
      publishers: (own?.publishers ?? []) as readonly string[],
      passages,
      meanWords: Number(total?.words ?? 0) / Math.max(1, passages),
      meanContext: Number(total?.context ?? 0) / Math.max(1, passages),
    },
    inScope: Number(own?.passages ?? 0),
  };
};

/** Passages before and after the best `AROUND_BEST` that come with them. */
const AROUND = 1;
const AROUND_BEST = 40;
/** Passages of a document that are read for its events. */
const MOST_OF_A_DOCUMENT = 300;

/** Four arrays: beginnings, endings, shortest, longest. */
const likenessValues = (likenesses: readonly Likeness[]): readonly unknown[] => [
  likenesses.map((one) => one.begins),
  likenesses.map((one) => one.ends),
  likenesses.map((one) => one.shortest),
  likenesses.map((one) => one.longest),
];

/** One party for each way that documents write and describe it. */
const partiesFrom = (rows: readonly Row[]): readonly DocumentParty[] =>
  [...Map.groupBy(rows, (row) => JSON.stringify([row.written, row.kind])).values()].map((group) => ({
    name: String(group[0]?.written),
    kind: String(group[0]?.kind) as DocumentParty["kind"],
    aliases: group.map((row) => String(row.name)),
  }));

/** Rows of one passage each, by document; the first of a document has its head. */
const partsFrom = (rows: readonly Row[]): readonly PartOfDocument[] =>
  [...Map.groupBy(rows, (row) => String(row.document_id)).values()].map((group) => ({
    document: JSON.parse(String(group.find((row) => row.head !== null)?.head)) as CorpusDocument,
    passages: group.map(passageFrom),
  }));

const passageFrom = (row: Row): Passage => {
  const [document, ordinal] = [documentId(String(row.document_id)), Number(row.ordinal)];
  const body = JSON.parse(String(row.body)) as Pick<Passage, "section" | "text" | "start" | "end">;
  return { passageId: passageId(document, ordinal), documentId: document, ordinal, ...body };
};
