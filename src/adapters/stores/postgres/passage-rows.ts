import type { CorpusDocument, Passage } from "../../../core/document.ts";
import type { IndexedDocument, Indexing } from "../../../ports/passage-search.ts";
import type { Run, Session } from "./session.ts";

/** Passages that one statement takes. */
const AT_ONCE = 2_000;

/** Writes what documents are searched by, in the transaction of `run`. Each must stand in `documents` and not yet be searched. */
export const insertPassages = async (run: Run, indexing: Indexing, documents: readonly CorpusDocument[]) => {
  let batch: IndexedDocument[] = [];
  let passages = 0;
  for (const document of documents) {
    const indexed = indexing.index(document);
    batch.push(indexed);
    passages += indexed.passages.length;
    if (passages < AT_ONCE) continue;
    await insertBatch(run, indexing.version, batch);
    [batch, passages] = [[], 0];
  }
  if (batch.length > 0) await insertBatch(run, indexing.version, batch);
};

/** Any number that other programs on the database do not use: the letters "pass". */
const LOCK = 0x70617373;
const OUTDATED_AT_ONCE = 50;

/**
 * Indexes the documents that no program has indexed by these rules or newer ones: put there by an older version, or before
 * there was an index. One replica does it, the others wait.
 */
export const indexOutdated = async (session: Session, indexing: Indexing): Promise<void> => {
  for (let left = true; left; )
    left = await session.inTransaction(async (run) => {
      const values = [indexing.version, OUTDATED_AT_ONCE];
      if ((await run(OUTDATED, values)).rows.length === 0) return false;
      await run("SELECT pg_advisory_xact_lock($1)", [LOCK]);
      const { rows } = await run(OUTDATED, values);
      await run("DELETE FROM corpus_documents WHERE document_id = ANY($1)", [rows.map((row) => row.document_id)]);
      await insertPassages(
        run,
        indexing,
        rows.map((row) => JSON.parse(String(row.body)) as CorpusDocument),
      );
      return rows.length > 0;
    });
};

const OUTDATED = `
  SELECT document_id, body FROM documents LEFT JOIN corpus_documents c USING (document_id)
  WHERE c.document_id IS NULL OR c.indexing < $1 ORDER BY document_id LIMIT $2`;

const insertBatch = async (run: Run, version: number, batch: readonly IndexedDocument[]): Promise<void> => {
  await insert(
    run,
    "corpus_documents",
    DOCUMENT,
    batch.map((one) => documentRow(one, version)),
  );
  const passages = batch.flatMap(({ passages }) =>
    passages.map(({ passage, stems }) => [
      passage.documentId,
      passage.ordinal,
      stems.reduce((count, stem) => (stem === "" ? count : count + 1), 0),
      vectorOf(stems),
      bodyOf(passage),
    ]),
  );
  for (let from = 0; from < passages.length; from += AT_ONCE)
    await insert(run, "passages", PASSAGE, passages.slice(from, from + AT_ONCE));
  const words = new Map(batch.flatMap((one) => [...one.words]));
  await insert(run, "corpus_words", WORD, [...words], "ON CONFLICT (word) DO NOTHING");
  await insert(run, "corpus_names", NAME, batch.flatMap(nameRows));
  await insert(run, "corpus_events", EVENT, batch.flatMap(eventRows));
};

type Columns = readonly (readonly [name: string, type: string])[];
const DOCUMENT: Columns = [
  ["document_id", "text"],
  ["indexing", "int"],
  ["publisher", "text"],
  ["kind", "text"],
  // A JSON array: an array of arrays of different lengths is none in Postgres.
  ["programs", "jsonb"],
  ["published_on", "text"],
  ["passages", "int"],
  ["words", "int"],
  ["context_words", "int"],
  ["head", "text"],
];
const PASSAGE: Columns = [
  ["document_id", "text"],
  ["ordinal", "int"],
  ["length", "int"],
  ["terms", "text"],
  ["body", "text"],
];
const WORD: Columns = [
  ["word", "text"],
  ["stem", "text"],
];
const NAME: Columns = [
  ["document_id", "text"],
  ["party", "text"],
  ["name", "text"],
  ["written", "text"],
  ["kind", "text"],
];
const EVENT: Columns = [
  ["document_id", "text"],
  ["party", "text"],
  ["day", "text"],
];

/** How a column is made of what is sent for it. */
const MADE_OF: Readonly<Record<string, string>> = {
  programs: "ARRAY(SELECT jsonb_array_elements_text(programs))",
  terms: "terms::tsvector",
};

/** Many rows in one statement, a column an array. */
const insert = async (
  run: Run,
  table: string,
  columns: Columns,
  rows: readonly (readonly unknown[])[],
  onConflict = "",
): Promise<void> => {
  if (rows.length === 0) return;
  const names = columns.map(([name]) => name);
  const arrays = columns.map(([, type], i) => `$${i + 1}::${type}[]`);
  await run(
    `INSERT INTO ${table} (${names.join(", ")})
     SELECT ${names.map((name) => MADE_OF[name] ?? name).join(", ")}
     FROM unnest(${arrays.join(", ")}) AS sent (${names.join(", ")}) ${onConflict}`,
    columns.map((_, i) => rows.map((row) => row[i])),
  );
};

const documentRow = ({ document, passages }: IndexedDocument, version: number): readonly unknown[] => [
  document.documentId,
  version,
  document.publisher.toLowerCase(),
  document.kind,
  JSON.stringify(document.programs.map((program) => program.toLowerCase())),
  document.publishedOn,
  passages.length,
  passages.reduce((sum, { stems }) => sum + stems.filter((stem) => stem !== "").length, 0),
  passages.reduce((sum, { contextWords }) => sum + contextWords, 0),
  JSON.stringify({ ...document, text: "" }),
];

const nameRows = ({ document, parties }: IndexedDocument): readonly (readonly unknown[])[] =>
  parties.flatMap(({ party, key, names }) =>
    names.map((name) => [document.documentId, key, name, party.name, party.kind]),
  );

const eventRows = ({ document, eventParties }: IndexedDocument): readonly (readonly unknown[])[] =>
  document.events.map((event, i) => [document.documentId, eventParties[i] ?? "", event.on]);

/** JSON, because text in Postgres has no U+0000. The ids stand in columns of their own. */
const bodyOf = ({ section, text, start, end }: Passage): string => JSON.stringify({ section, text, start, end });

/** Postgres counts places of a text up to here and no more than so many of one stem: https://www.postgresql.org/docs/15/textsearch-limitations.html */
const LAST_PLACE = 16_383;
const MOST_PLACES = 255;

/** A tsvector in its text form: `'bank':3,17 'wallet':4`. */
const vectorOf = (stems: readonly string[]): string => {
  const places = new Map<string, number[]>();
  stems.forEach((stem, i) => {
    if (stem === "") return;
    const own = places.get(stem) ?? [];
    if (own.length < MOST_PLACES) own.push(Math.min(i + 1, LAST_PLACE));
    places.set(stem, own);
  });
  return [...places].map(([stem, at]) => `${lexeme(stem)}:${at.join(",")}`).join(" ");
};

/** A stem as one operand of a tsvector or tsquery, whatever characters it has. */
export const lexeme = (stem: string): string => `'${stem.replace(/['\\]/g, "$&$&").replaceAll("\u0000", "")}'`;
