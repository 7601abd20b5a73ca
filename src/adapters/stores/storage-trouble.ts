import { messageOf, RedflagError } from "../../core/errors.ts";

/** SQLITE_CORRUPT and SQLITE_NOTADB: https://www.sqlite.org/rescode.html */
const DAMAGED: ReadonlySet<number> = new Set([11, 26]);

/** One sentence for a damaged embedded store, wherever it was met; `null` for every other failure. */
export const damagedStore = (thrown: unknown): RedflagError | null => {
  const { errcode } = (thrown ?? {}) as { readonly errcode?: unknown };
  // The low byte: extended codes say where it was met.
  if (typeof errcode !== "number" || !DAMAGED.has(errcode & 0xff)) return null;
  return new RedflagError(
    "storage",
    `The store is damaged (${messageOf(thrown)}). Nothing was changed. Stop Redflag, then run: redflag restore <backup file>`,
    { cause: thrown },
  );
};

/** What went wrong in a store, as the one error family: `what` is the sentence, `then` what was not changed and what to do. */
export const storageTrouble = (what: string, thrown: unknown, then: string): RedflagError =>
  thrown instanceof RedflagError
    ? thrown
    : (damagedStore(thrown) ??
      new RedflagError("storage", `${what} (${messageOf(thrown)}). ${then}`, { cause: thrown }));
