import type { DatabaseSync } from "node:sqlite";
import { type Case, entryKey, nameKey, subjectKey } from "../../core/case.ts";
import type { CaseStore } from "../../ports/cases.ts";
import { inTransaction } from "./sqlite-transaction.ts";

export const sqliteCases = (database: DatabaseSync): CaseStore => {
  const find = database.prepare("SELECT number, body FROM cases WHERE subject = ? AND entry = ?");
  const add = database.prepare(
    "INSERT INTO cases (name, subject, entry, state, steps, body) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const get = database.prepare("SELECT number, body FROM cases WHERE number = ?");
  const save = database.prepare("UPDATE cases SET state = ?, steps = ?, body = ? WHERE number = ? AND steps = ?");
  const ofName = database.prepare("SELECT number, body FROM cases WHERE name = ? ORDER BY number");
  const inState = database.prepare(
    "SELECT number, body FROM cases WHERE state IN (SELECT value FROM json_each(?)) ORDER BY number",
  );
  return {
    open: async (draft) =>
      inTransaction(database, () => {
        const [subject, entry] = [subjectKey(draft.subject), entryKey(draft.listing)];
        const known = find.get(subject, entry);
        if (known) return caseFrom(known);
        const { lastInsertRowid } = add.run(
          nameKey(draft.subject),
          subject,
          entry,
          draft.state,
          draft.steps.length,
          JSON.stringify(draft),
        );
        return { ...draft, number: Number(lastInsertRowid) };
      }),
    get: async (number) => {
      const row = get.get(number);
      return row ? caseFrom(row) : null;
    },
    save: async (seen, next) => {
      const body = JSON.stringify(next);
      return Number(save.run(next.state, next.steps.length, body, seen.number, seen.steps.length).changes) > 0;
    },
    ofName: async (key) => ofName.all(key).map(caseFrom),
    inState: async (states) => inState.all(JSON.stringify(states)).map(caseFrom),
  };
};

const caseFrom = (row: Record<string, unknown>): Case => ({
  ...(JSON.parse(String(row.body)) as Case),
  number: Number(row.number),
});
