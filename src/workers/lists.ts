/** The program of the thread that reads published lists and compiles indexes: over the same database, on a connection of its own. */
import { systemNow } from "../adapters/clock.ts";
import { makeLog } from "../adapters/log.ts";
import type { DurableStores } from "../adapters/stores/durable-stores.ts";
import { openSqlite } from "../adapters/stores/sqlite.ts";
import { serveTasks } from "../adapters/threads/serve.ts";
import type { CompileRequest, PublishedFiles, TakenList } from "../ports/heavy-work.ts";
import { heavyWorkHere } from "../services/heavy-work.ts";

export type ListTask = { readonly compile: CompileRequest } | { readonly take: PublishedFiles };

// Above the call that follows: it prepares at once.
const overPostgres = async (url: string): Promise<DurableStores> =>
  (await import("../adapters/stores/postgres/open.ts")).openPostgres(url, makeLog("warn", []));

serveTasks<{ readonly database: string }, ListTask, TakenList | Uint8Array>(async ({ database }) => {
  const stores = database.includes("://") ? await overPostgres(database) : openSqlite(database);
  const work = heavyWorkHere({ store: stores.lists, removals: stores.removals, now: systemNow });
  return async (task) => ("take" in task ? work.take(task.take) : shared(await work.compile(task.compile)));
});

/** Shared memory goes from thread to thread without a copy. */
const shared = (bytes: Uint8Array): Uint8Array => {
  const out = new Uint8Array(new SharedArrayBuffer(bytes.byteLength));
  out.set(bytes);
  return out;
};
