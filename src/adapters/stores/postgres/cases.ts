import { type Case, entryKey, nameKey, subjectKey } from "../../../core/case.ts";
import type { CaseStore } from "../../../ports/cases.ts";
import type { Row, Session } from "./session.ts";

const ADD = `
  INSERT INTO cases (name, subject, entry, state, steps, body) VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (subject, entry) DO NOTHING RETURNING number, body`;

export const postgresCases = (session: Session): CaseStore => ({
  open: async (draft) => {
    const [subject, entry] = [subjectKey(draft.subject), entryKey(draft.listing)];
    const values = [nameKey(draft.subject), subject, entry, draft.state, draft.steps.length, JSON.stringify(draft)];
    const added = await session.run(ADD, values);
    const known =
      added.rows[0] ??
      (await session.run("SELECT number, body FROM cases WHERE subject = $1 AND entry = $2", [subject, entry])).rows[0];
    return { ...draft, ...(known ? caseFrom(known) : {}), number: Number(known?.number) };
  },
  get: async (number) => {
    const { rows } = await session.run("SELECT number, body FROM cases WHERE number = $1", [number]);
    return rows[0] ? caseFrom(rows[0]) : null;
  },
  save: async (seen, next) => {
    const values = [next.state, next.steps.length, JSON.stringify(next), seen.number, seen.steps.length];
    const sql = "UPDATE cases SET state = $1, steps = $2, body = $3 WHERE number = $4 AND steps = $5";
    return (await session.run(sql, values)).changes > 0;
  },
  ofName: async (key) =>
    (await session.run("SELECT number, body FROM cases WHERE name = $1 ORDER BY number", [key])).rows.map(caseFrom),
  inState: async (states) =>
    (await session.run("SELECT number, body FROM cases WHERE state = ANY($1) ORDER BY number", [[...states]])).rows.map(
      caseFrom,
    ),
});

const caseFrom = (row: Row): Case => ({ ...(JSON.parse(String(row.body)) as Case), number: Number(row.number) });
