/** Imports two real versions by turns until it is killed. Started by refreshing.ts: writer.ts <store> [--data <folder>]. */
import { openSqlite } from "../../src/adapters/stores/sqlite.ts";
import { sourceId } from "../../src/core/brand.ts";
import type { Instant } from "../../src/core/dates.ts";
import { importList } from "../../src/lists/import.ts";
import { history } from "./files.ts";

const stores = openSqlite(process.argv[2] ?? "");
const days = ["2021-09-21", "2021-09-30"].map(history);
process.stdout.write("ready\n");
for (let turn = 0; ; turn++) {
  const files = days[turn % 2] ?? [];
  const now = (): Instant => new Date().toISOString() as Instant;
  await importList({ source: sourceId("ofac-sdn"), files, store: stores.lists, now, publishedOn: null, partial: true });
}
