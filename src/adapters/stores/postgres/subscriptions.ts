import { placeKey } from "../../../core/place.ts";
import type { Subscription } from "../../../core/subscription.ts";
import { type ChannelSettings, DEFAULT_SETTINGS, type SettingsStore } from "../../../ports/settings.ts";
import type { SubscriptionStore } from "../../../ports/subscriptions.ts";
import { queuePost } from "./outbox.ts";
import type { Row, Session } from "./session.ts";

const PUT = `
  INSERT INTO subscriptions (subscription_id, body, watermark, paused, due_at) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (subscription_id) DO UPDATE SET body = excluded.body, paused = excluded.paused, due_at = excluded.due_at`;

const DUE = `
  SELECT * FROM subscriptions AS s WHERE NOT paused AND due_at <= $1
  AND NOT EXISTS (SELECT 1 FROM outbox WHERE state = 'waiting' AND starts_with(post_id, 'digest:' || s.subscription_id || ':'))
  ORDER BY due_at, subscription_id`;

const ADVANCE = "UPDATE subscriptions SET watermark = $1, due_at = $2 WHERE subscription_id = $3 AND due_at = $4";

export const postgresSubscriptions = (session: Session): SubscriptionStore => ({
  put: async ({ watermark, dueAt, ...settings }) => {
    const { subscriptionId, paused } = settings;
    await session.run(PUT, [subscriptionId, JSON.stringify(settings), JSON.stringify(watermark), paused, dueAt]);
  },
  remove: async (id) => (await session.run("DELETE FROM subscriptions WHERE subscription_id = $1", [id])).changes > 0,
  all: async () =>
    (await session.run("SELECT * FROM subscriptions ORDER BY subscription_id")).rows.map(subscriptionFrom),
  due: async (now) => (await session.run(DUE, [now])).rows.map(subscriptionFrom),
  advance: (seen, next, post) =>
    session.inTransaction(async (run) => {
      const moved = [JSON.stringify(next.watermark), next.dueAt, seen.subscriptionId, seen.dueAt];
      if ((await run(ADVANCE, moved)).changes === 0) return false;
      if (post === null || (await queuePost(run, post))) return true;
      await run(ADVANCE, [JSON.stringify(seen.watermark), seen.dueAt, seen.subscriptionId, next.dueAt]);
      return false;
    }),
});

const subscriptionFrom = (row: Row): Subscription => ({
  ...(JSON.parse(String(row.body)) as Omit<Subscription, "dueAt" | "watermark">),
  watermark: JSON.parse(String(row.watermark)) as Subscription["watermark"],
  dueAt: String(row.due_at) as Subscription["dueAt"],
});

export const postgresSettings = (session: Session): SettingsStore => ({
  get: async (place) => {
    const { rows } = await session.run("SELECT body FROM channel_settings WHERE place = $1", [placeKey(place)]);
    return rows[0]
      ? { ...DEFAULT_SETTINGS, ...(JSON.parse(String(rows[0].body)) as ChannelSettings) }
      : DEFAULT_SETTINGS;
  },
  set: async (place, settings) =>
    void (await session.run(
      "INSERT INTO channel_settings (place, body) VALUES ($1, $2) ON CONFLICT (place) DO UPDATE SET body = excluded.body",
      [placeKey(place), JSON.stringify(settings)],
    )),
});
