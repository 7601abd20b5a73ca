import { messageOf, RedflagError } from "../../core/errors.ts";

interface Trouble {
  /** Primary result codes: https://www.sqlite.org/rescode.html */
  readonly codes: readonly number[];
  readonly what: string;
  readonly advice: string;
}

/** What an administrator can put right in the embedded store. */
const TROUBLES: readonly Trouble[] = [
  {
    // SQLITE_CORRUPT, SQLITE_NOTADB
    codes: [11, 26],
    what: "The store is damaged",
    advice: "Stop Redflag, run redflag restore <backup file>, and start it again.",
  },
  {
    // SQLITE_READONLY, SQLITE_CANTOPEN
    codes: [8, 14],
    what: "The store cannot be written",
    advice: "Let Redflag's user write to the folder of REDFLAG_DATA_DIR and to its files, and try again.",
  },
  {
    // SQLITE_FULL
    codes: [13],
    what: "The disk of the store is full",
    advice: "Free some space, and try again.",
  },
];

/** One sentence for a trouble of the embedded store itself, wherever it was met; `null` for every other failure. */
export const embeddedTrouble = (thrown: unknown): RedflagError | null => {
  const { errcode } = (thrown ?? {}) as { readonly errcode?: unknown };
  if (typeof errcode !== "number") return null;
  // The low byte: extended codes say where it was met.
  const trouble = TROUBLES.find(({ codes }) => codes.includes(errcode & 0xff));
  if (!trouble) return null;
  const text = `${trouble.what} (${messageOf(thrown)}). Nothing was changed. ${trouble.advice}`;
  return new RedflagError("storage", text, { cause: thrown });
};

/** What went wrong in a store, as the one error family: `what` is the sentence, `then` what was not changed and what to do. */
export const storageTrouble = (what: string, thrown: unknown, then: string): RedflagError =>
  thrown instanceof RedflagError
    ? thrown
    : (embeddedTrouble(thrown) ??
      new RedflagError("storage", `${what} (${messageOf(thrown)}). ${then}`, { cause: thrown }));
