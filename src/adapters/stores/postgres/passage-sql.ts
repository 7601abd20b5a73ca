const MOST_WORDS_LIKE = 400;
const MOST_NAMES = 4_000;
/** Stems that a passage is ranked by. */
export const MOST_RANKED = 40;
/**
 * Rows of `table` whose `column` meets a likeness ($1 to $4). The longer of its two ends is looked up in an index, forwards or
 * backwards: everything that begins with "nad" is from "nad" to before "nad" and the last character of all.
 */
const like = (table: string, column: string, columns: string): string => {
  const from = (text: string, which: string): string => `
    SELECT ${columns} FROM unnest($1::text[], $2::text[], $3::int[], $4::int[]) AS l (begins, ends, shortest, longest)
    JOIN ${table} ON ${text} >= ${which} AND ${text} < ${which} || chr(1114111)
      AND length(${column}) BETWEEN l.shortest AND l.longest
      AND starts_with(${column}, l.begins) AND right(${column}, length(l.ends)) = l.ends`;
  return `${from(column, 'l.begins COLLATE "C"')} WHERE length(l.begins) >= length(l.ends)
    UNION ${from(`reverse(${column}) COLLATE "C"`, 'reverse(l.ends) COLLATE "C"')} WHERE length(l.begins) < length(l.ends)`;
};

export const WORDS_LIKE = `
  SELECT word FROM (${like("corpus_words", "word", "word, stem")}) AS found
  JOIN corpus_stems USING (stem) WHERE passages > 0
  ORDER BY passages DESC, word LIMIT ${MOST_WORDS_LIKE}`;

/** $5: keys. First the parties meant, then all that share a name with one. */
export const PARTIES = (within: string): string => `
  WITH here AS (
    SELECT n.name FROM corpus_names n JOIN corpus_documents d USING (document_id)
    WHERE ${within} AND (n.name = ANY($5::text[])
      OR n.name IN (SELECT name FROM (${like("corpus_names", "name", "name")}) AS near))
  ), meant AS (
    SELECT DISTINCT party FROM corpus_names WHERE name IN (SELECT name FROM here)
  ), shared AS (
    SELECT DISTINCT party FROM corpus_names WHERE name IN (
      SELECT name FROM corpus_names WHERE party IN (SELECT party FROM meant))
  )
  SELECT DISTINCT n.party, n.name, n.written, n.kind
  FROM corpus_names n JOIN corpus_documents d USING (document_id)
  WHERE n.party IN (SELECT party FROM shared) AND ${within}
  ORDER BY n.party, n.written, n.kind, n.name LIMIT ${MOST_NAMES}`;

/** BM25's saturation and length normalisation, as in the index in memory. */
const [K1, B] = [0.8, 0.65];
/** `ts_rank` of a stem that stands once: .1 / (π²/6); with each further place it grows towards 1.64 times that, much as BM25 does. */
const ONCE = 0.0607927;

/** Passages `p` of `source` with the head of their document beside the first of each: one statement, so that both are of one state. */
const parts = (source: string, where: string): string => `
  SELECT p.document_id, p.ordinal, p.body,
    CASE WHEN row_number() OVER (PARTITION BY p.document_id ORDER BY p.ordinal) = 1 THEN d.head END AS head
  FROM ${source} JOIN corpus_documents d USING (document_id) WHERE ${where} ORDER BY p.document_id, p.ordinal`;

/**
 * $1 tsquery of what is read, $2 limit, $3 mean length, $4 reach of surroundings, $5 how many get them; stems and weights in
 * turn from `$first`.
 */
export const SEARCH = (stems: number, first: number, within: string): string => {
  const gains = Array.from(
    { length: stems },
    (_, i) => `$${first + i * 2 + 1}::float8 * ts_rank(p.terms, $${first + i * 2}::tsquery)::float8`,
  );
  const length = `${K1} * (${1 - B} + ${B} * p.length / greatest($3::float8, 1))`;
  return `
  WITH best AS (
    SELECT p.document_id, p.ordinal,
      row_number() OVER (ORDER BY (${gains.join(" + ")}) / ${ONCE} / (1 + ${length}) DESC, p.document_id, p.ordinal) AS place
    FROM passages p ${within === "TRUE" ? "" : "JOIN corpus_documents d USING (document_id)"}
    WHERE p.terms @@ $1::tsquery AND ${within}
    ORDER BY place LIMIT $2
  ), wanted AS (
    SELECT DISTINCT document_id, ordinal + step AS ordinal
    FROM best, generate_series(-$4::int, $4::int) AS step WHERE step = 0 OR place <= $5::int
  )
  ${parts("wanted JOIN passages p USING (document_id, ordinal)", "TRUE")}`;
};

/** $1 keys of parties or null, $2 and $3 days or null, $4 limit, $5 passages of a document. */
export const DATED = (within: string): string => `
  WITH told AS (
    SELECT e.document_id, max(e.day) AS day FROM corpus_events e JOIN corpus_documents d USING (document_id)
    WHERE ($1::text[] IS NULL OR e.party = ANY($1)) AND ($2::text IS NULL OR e.day >= $2)
      AND ($3::text IS NULL OR e.day <= $3) AND ${within}
    GROUP BY e.document_id ORDER BY day DESC, e.document_id LIMIT $4
  )
  ${parts("told JOIN passages p USING (document_id)", "p.ordinal < $5::int")}`;
