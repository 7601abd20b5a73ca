/** Imports one real version into a store and ends. Started, and killed, by refreshing.ts: bench/lists.ts --write <store> [--data <folder>]. */
import { openSqlite } from "../../src/adapters/stores/sqlite.ts";
import { sourceId } from "../../src/core/brand.ts";
import type { Instant } from "../../src/core/dates.ts";
import { importList } from "../../src/lists/import.ts";
import { history } from "./files.ts";

const stores = openSqlite(process.argv[3] ?? "");
const files = history("2024-03-27");
process.stdout.write("ready\n");
const now = (): Instant => new Date().toISOString() as Instant;
await importList({ source: sourceId("ofac-sdn"), files, store: stores.lists, now, publishedOn: null, partial: true });
stores.close();
