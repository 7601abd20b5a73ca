import type { DatabaseSync } from "node:sqlite";
import { placeKey } from "../../core/place.ts";
import type { Subscription } from "../../core/subscription.ts";
import { type ChannelSettings, DEFAULT_SETTINGS, type SettingsStore } from "../../ports/settings.ts";
import type { SubscriptionStore } from "../../ports/subscriptions.ts";
import { postQueue } from "./sqlite-outbox.ts";
import { inTransaction } from "./sqlite-transaction.ts";

export const sqliteSubscriptions = (database: DatabaseSync): SubscriptionStore => {
  const queue = postQueue(database);
  const put = database.prepare(
    `INSERT INTO subscriptions (subscription_id, body, watermark, paused, due_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET body = excluded.body, paused = excluded.paused, due_at = excluded.due_at`,
  );
  const remove = database.prepare("DELETE FROM subscriptions WHERE subscription_id = ?");
  const all = database.prepare("SELECT * FROM subscriptions ORDER BY subscription_id");
  const due = database.prepare(
    `SELECT * FROM subscriptions AS s WHERE paused = 0 AND due_at <= ? AND NOT EXISTS (SELECT 1 FROM outbox
     WHERE state = 'waiting' AND post_id >= 'digest:' || s.subscription_id || ':' AND post_id < 'digest:' || s.subscription_id || ';')
     ORDER BY due_at, subscription_id`,
  );
  const advance = database.prepare(
    "UPDATE subscriptions SET watermark = ?, due_at = ? WHERE subscription_id = ? AND due_at = ?",
  );
  return {
    put: async ({ watermark, dueAt, ...settings }) =>
      void put.run(
        settings.subscriptionId,
        JSON.stringify(settings),
        JSON.stringify(watermark),
        Number(settings.paused),
        dueAt,
      ),
    remove: async (id) => Number(remove.run(id).changes) > 0,
    all: async () => all.all().map(subscriptionFrom),
    due: async (now) => due.all(now).map(subscriptionFrom),
    advance: async (seen, next, post) =>
      inTransaction(database, () => {
        const { changes } = advance.run(JSON.stringify(next.watermark), next.dueAt, seen.subscriptionId, seen.dueAt);
        if (Number(changes) === 0) return false;
        if (post === null || queue(post)) return true;
        advance.run(JSON.stringify(seen.watermark), seen.dueAt, seen.subscriptionId, next.dueAt);
        return false;
      }),
  };
};

const subscriptionFrom = (row: Record<string, unknown>): Subscription => ({
  ...(JSON.parse(String(row.body)) as Omit<Subscription, "dueAt" | "watermark">),
  watermark: JSON.parse(String(row.watermark)) as Subscription["watermark"],
  dueAt: String(row.due_at) as Subscription["dueAt"],
});

export const sqliteSettings = (database: DatabaseSync): SettingsStore => {
  const get = database.prepare("SELECT body FROM channel_settings WHERE place = ?");
  const set = database.prepare(
    "INSERT INTO channel_settings (place, body) VALUES (?, ?) ON CONFLICT DO UPDATE SET body = excluded.body",
  );
  return {
    get: async (place) => {
      const row = get.get(placeKey(place));
      return row ? { ...DEFAULT_SETTINGS, ...(JSON.parse(String(row.body)) as ChannelSettings) } : DEFAULT_SETTINGS;
    },
    set: async (place, settings) => void set.run(placeKey(place), JSON.stringify(settings)),
  };
};
