import { describe, expect, it } from "vitest";
import { documentId } from "../../src/core/brand.ts";
import type { CorpusDocument } from "../../src/core/document.ts";
import type { Schedule } from "../../src/core/subscription.ts";
import { entry, officeWorld, PLACE } from "../support/office-world.ts";

const ANN = entry("1", "EXAMPLE, Annabel", { programs: ["DPRK3"] });
const BOB = entry("2", "FORTUNATOV, Bogdan", { programs: ["CUBA"] });
const report = (id: string, world: ReturnType<typeof officeWorld>): CorpusDocument => ({
  documentId: documentId(id),
  title: `Report ${id}`,
  publisher: "Example Agency",
  publishedOn: null,
  kind: "report",
  url: `https://example.org/${id}`,
  linkedSource: null,
  programs: [],
  parties: [],
  events: [],
  text: "The fictional agency published this report about an example.",
  sha256: id.padEnd(64, "0"),
  addedAt: world.clock.now(),
});
const DAILY: Schedule = { cadence: "daily", hour: 9, zone: "UTC", weekday: 1, monthDay: 1 };
const wish = { what: "digest", place: PLACE, userId: "U1", topics: [], schedule: DAILY, quiet: false } as const;

const setUp = async (change: object = {}) => {
  const world = officeWorld();
  await world.publish("a", "2026-11-19", [BOB]);
  const subscription = await world.subscriptions.subscribe({ ...wish, ...change });
  const posts = async () => (await world.stores.outbox.posts("digest:")).map(({ parts }) => parts[0]?.summary ?? "");
  const next = async (at: string) => {
    world.clock.set(at);
    const queued = await world.subscriptions.queueDue();
    for (let held = await world.stores.outbox.claim("t", world.clock.now(), world.clock.now()); held; held = null)
      await world.stores.outbox.record(held.postId, "t", { ...held, state: "sent" }, null);
    return queued;
  };
  return { ...world, subscription, posts, next };
};

describe("a subscription", () => {
  it("is told what changed since it was made, once", async () => {
    const world = await setUp();
    await world.publish("b", "2026-11-20", [ANN, BOB]);
    await world.stores.documents.put([report("r1", world)]);
    expect(await world.next("2026-11-20T08:59:00Z")).toBe(0);
    expect(await world.next("2026-11-20T09:00:00Z")).toBe(1);
    expect(await world.next("2026-11-20T09:30:00Z")).toBe(0);
    await world.next("2026-11-21T09:00:00Z");
    const [first, second] = await world.posts();
    expect(first).toMatch(/1 added, 0 removed, 0 changed, 1 report/);
    expect(second).toMatch(/no changes/);
  });
  it("hears nothing when nothing changed and it is quiet", async () => {
    const world = await setUp({ quiet: true });
    expect(await world.next("2026-11-20T09:00:00Z")).toBe(0);
    await world.publish("b", "2026-11-21", [ANN, BOB]);
    expect(await world.next("2026-11-21T09:00:00Z")).toBe(1);
  });
  it("gets one catch-up after days without the program", async () => {
    const world = await setUp();
    await world.publish("b", "2026-11-20", [ANN, BOB]);
    await world.publish("c", "2026-11-22", [ANN]);
    expect(await world.next("2026-11-24T12:00:00Z")).toBe(1);
    expect(await world.posts()).toHaveLength(1);
    expect((await world.posts())[0]).toMatch(/1 added, 1 removed/);
    expect((await world.subscriptions.list(null))[0]?.dueAt).toBe("2026-11-25T09:00:00.000Z");
  });
  it("is told of its topics only", async () => {
    const world = await setUp({ topics: [{ kind: "program", text: "CUBA" }], quiet: true });
    await world.publish("b", "2026-11-20", [ANN, BOB]);
    expect(await world.next("2026-11-20T09:00:00Z")).toBe(0);
    await world.publish("c", "2026-11-21", [ANN]);
    expect(await world.next("2026-11-21T09:00:00Z")).toBe(1);
    expect((await world.posts())[0]).toMatch(/0 added, 1 removed/);
  });
  it("hears nothing while it is paused, and everything afterwards", async () => {
    const world = await setUp();
    await world.subscriptions.setPaused(world.subscription, true);
    await world.publish("b", "2026-11-20", [ANN, BOB]);
    expect(await world.next("2026-11-22T09:00:00Z")).toBe(0);
    await world.subscriptions.setPaused(world.subscription, false);
    expect(await world.next("2026-11-23T09:00:00Z")).toBe(1);
    expect((await world.posts())[0]).toMatch(/1 added/);
  });
  it("at once hears within minutes, and only when something changed", async () => {
    const world = await setUp({ schedule: { ...DAILY, cadence: "at-once" } });
    expect(await world.next("2026-11-20T10:00:00Z")).toBe(0);
    await world.publish("b", "2026-11-20", [ANN, BOB]);
    expect(await world.next("2026-11-20T10:05:00Z")).toBe(1);
    expect(await world.next("2026-11-20T10:10:00Z")).toBe(0);
  });
  it("is told again what a given-up digest would have told", async () => {
    const world = await setUp();
    await world.publish("b", "2026-11-20", [ANN, BOB]);
    await world.next("2026-11-20T09:00:00Z");
    const [post] = await world.stores.outbox.posts("digest:");
    if (!post) throw new Error("no post");
    await world.subscriptions.takeBack(post);
    await world.next("2026-11-21T09:00:00Z");
    expect((await world.posts())[1]).toMatch(/1 added/);
  });
  it("gets no second digest while the first one waits for the platform", async () => {
    const world = await setUp();
    world.clock.set("2026-11-20T09:00:00Z");
    expect(await world.subscriptions.queueDue()).toBe(1);
    world.clock.set("2026-11-22T09:00:00Z");
    expect(await world.subscriptions.queueDue()).toBe(0);
  });
  it("is refused where nothing can be posted to", async () => {
    const { subscriptions } = officeWorld();
    const place = { ...PLACE, platform: "web" } as const;
    await expect(subscriptions.subscribe({ ...wish, place })).rejects.toThrow(/posted to Slack and Teams/);
  });
  it("is not told of a list that is loaded for the first time as if all of it were new", async () => {
    const world = officeWorld();
    await world.subscriptions.subscribe(wish);
    await world.publish("a", "2026-11-20", [ANN, BOB]);
    world.clock.set("2026-11-20T09:00:00Z");
    await world.subscriptions.queueDue();
    const [post] = await world.stores.outbox.posts("digest:");
    expect(post?.parts[0]?.summary).toMatch(/no changes/);
    expect(JSON.stringify(post?.parts)).toContain("loaded for the first time");
  });
});
