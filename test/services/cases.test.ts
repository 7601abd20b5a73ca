import { describe, expect, it } from "vitest";
import { subjectFrom } from "../../src/core/subject.ts";
import { DEFAULT_SETTINGS } from "../../src/ports/settings.ts";
import { entry, officeWorld, PLACE } from "../support/office-world.ts";

const ANN = entry("1", "EXAMPLE, Annabel");
const NAMESAKE = entry("2", "EXAMPLE, Annabell");
const SUBJECT = subjectFrom({ text: "Annabel Example", kind: "person" });

const setUp = async () => {
  const world = officeWorld();
  await world.publish("a", "2026-11-19", [ANN, NAMESAKE]);
  const screen = async (subject = SUBJECT) => world.cases.settle((await world.screener()).screen(subject));
  const first = await screen();
  const hit = first.hits.find(({ listingId }) => listingId === "1");
  if (!hit) throw new Error("no hit");
  const opened = await world.cases.openFor(first, hit, PLACE, "U1");
  return { ...world, screen, first, opened };
};
const ids = ({ hits }: { hits: readonly { listingId: string }[] }) => hits.map(({ listingId }) => listingId).sort();

describe("a decided pair", () => {
  it("is silent in the next screening, and its neighbour is not", async () => {
    const { cases, screen, first, opened } = await setUp();
    expect(ids(first)).toEqual(["1", "2"]);
    expect((await screen()).warnings.join()).toContain("is open");
    await cases.decide(opened.number, "false-positive", "other person", "U1");
    const again = await screen();
    expect(ids(again)).toEqual(["2"]);
    expect(again.warnings.join()).toContain("decided a false positive in case 1");
  });
  it("is a hit again when the entry changes, and the case says why", async () => {
    const { cases, screen, opened, publish } = await setUp();
    await cases.decide(opened.number, "false-positive", "other person", "U1");
    await publish("b", "2026-11-20", [{ ...ANN, programs: ["OTHER"] }, NAMESAKE]);
    const again = await screen();
    expect(ids(again)).toEqual(["1", "2"]);
    expect(again.warnings.join()).toContain("open again: the entry was changed on the list: programs");
    expect(await cases.get(opened.number)).toMatchObject({ state: "open", outcome: null });
  });
  it("stays silent when only other entries of the list change", async () => {
    const { cases, screen, opened, publish } = await setUp();
    await cases.decide(opened.number, "false-positive", "other person", "U1");
    await publish("b", "2026-11-20", [ANN, { ...NAMESAKE, programs: ["OTHER"] }]);
    expect(ids(await screen())).toEqual(["2"]);
    expect(await cases.sweep()).toBe(0);
  });
  it("does not silence the same name with other details, and says so", async () => {
    const { cases, screen, opened } = await setUp();
    await cases.decide(opened.number, "false-positive", "other person", "U1");
    const other = await screen(subjectFrom({ text: "Annabel Example", kind: "person", birth: "1990" }));
    expect(ids(other)).toEqual(["1", "2"]);
    expect(other.warnings.join()).toContain("date of birth: it does not count here");
  });
  it("lapses with its entry and opens again with it, found without anybody screening", async () => {
    const { cases, opened, publish, stores } = await setUp();
    await cases.decide(opened.number, "false-positive", "other person", "U1");
    await publish("b", "2026-11-20", [NAMESAKE]);
    expect(await cases.sweep()).toBe(1);
    expect((await cases.get(1)).state).toBe("lapsed");
    expect(await cases.sweep()).toBe(0);
    await publish("c", "2026-11-21", [ANN, NAMESAKE]);
    expect(await cases.sweep()).toBe(1);
    expect(await cases.get(1)).toMatchObject({ state: "open" });
    expect((await stores.outbox.posts("case:")).map(({ place }) => place)).toEqual([PLACE]);
  });
  it("waits for a second reviewer where the channel wants one", async () => {
    const { cases, screen, opened, stores } = await setUp();
    await stores.settings.set(PLACE, { ...DEFAULT_SETTINGS, fourEyes: true });
    await cases.decide(opened.number, "false-positive", "other person", "U1");
    expect(ids(await screen())).toEqual(["1", "2"]);
    await expect(cases.confirm(opened.number, "U1")).rejects.toThrow(/second reviewer/);
    await cases.confirm(opened.number, "U2");
    expect(ids(await screen())).toEqual(["2"]);
  });
});

describe("cases that wait", () => {
  it("are listed with their place and remembered after a week, once a week", async () => {
    const { cases, clock, stores } = await setUp();
    expect(await cases.open(PLACE)).toHaveLength(1);
    expect(await cases.open({ ...PLACE, channelId: "C2" })).toEqual([]);
    expect(await cases.remind()).toBe(0);
    clock.pass(8 * 24 * 60);
    expect(await cases.remind()).toBe(1);
    expect(await cases.remind()).toBe(0);
    clock.pass(7 * 24 * 60);
    expect(await cases.remind()).toBe(1);
    expect(await stores.outbox.posts("case-reminder:")).toHaveLength(2);
  });
  it("are refused where there are none", async () => {
    const { cases } = await setUp();
    await expect(cases.get(99)).rejects.toThrow(/There is no case 99/);
  });
});
