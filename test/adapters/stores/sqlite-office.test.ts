import { afterEach } from "vitest";
import { openSqlite, type SqliteStores } from "../../../src/adapters/stores/sqlite.ts";
import { CASE_CHECKS } from "../../conformance/case-store.ts";
import { OUTBOX_CHECKS } from "../../conformance/outbox-store.ts";
import { conforms } from "../../conformance/store-checks.ts";
import { SETTINGS_CHECKS, SUBSCRIPTION_CHECKS } from "../../conformance/subscription-store.ts";
import { WATCH_CHECKS } from "../../conformance/watch-store.ts";

const opened: SqliteStores[] = [];
const fresh = (): SqliteStores => {
  const stores = openSqlite(":memory:");
  opened.push(stores);
  return stores;
};
afterEach(() => {
  for (const stores of opened.splice(0)) stores.close();
});

conforms("the SQLite outbox", OUTBOX_CHECKS, () => fresh().outbox);
conforms("the SQLite subscription store", SUBSCRIPTION_CHECKS, () => {
  const { subscriptions, outbox } = fresh();
  return { ...subscriptions, outbox };
});
conforms("the SQLite settings store", SETTINGS_CHECKS, () => fresh().settings);
conforms("the SQLite watch store", WATCH_CHECKS, () => {
  const { watches, outbox } = fresh();
  return { ...watches, outbox };
});
conforms("the SQLite case store", CASE_CHECKS, () => fresh().cases);
