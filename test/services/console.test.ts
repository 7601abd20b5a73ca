import { beforeEach, describe, expect, it } from "vitest";
import { makeDesk } from "../../src/bot/desk.ts";
import { makePolicy, type RoleMembers } from "../../src/bot/policy.ts";
import { isoDate } from "../../src/core/dates.ts";
import type { Deed, Role } from "../../src/core/role.ts";
import type { AuditQuery, Console, ConsoleUser } from "../../src/ports/console.ts";
import { makeConsole } from "../../src/services/console.ts";
import { makeConsoleAudit } from "../../src/services/console-audit.ts";
import { memoryExpiring } from "../support/memory-stores.ts";
import { NO_OFFICE } from "../support/no-office.ts";
import { entry, type OfficeWorld, officeWorld, PLACE } from "../support/office-world.ts";
import { silentLog } from "../support/silent-log.ts";

const KIM: ConsoleUser = { userId: "kim", role: "administrator" };
const NOBODY: RoleMembers = { reader: [], screener: [], reviewer: [], administrator: [] };
const EVERYTHING: AuditQuery = { from: null, to: null, kind: null, actor: null, text: null };

const consoleOver = (world: OfficeWorld, members: RoleMembers = NOBODY): Console => {
  const { stores, clock } = world;
  const desk = makeDesk({
    answer: () => Promise.reject(new Error("nobody asks here")),
    screen: async (subject) => world.cases.settle((await world.screener()).screen(subject, {})),
    screener: world.screener,
    screenTable: () => Promise.reject(new Error("no tables here")),
    publishers: async () => [],
    listLines: async () => [],
    describe: () => ({ title: "Example list", meaning: "" }),
    matcher: "m1",
    office: { ...NO_OFFICE, subscriptions: world.subscriptions, watch: world.watch, cases: world.cases },
    expiring: memoryExpiring(),
    audit: stores.audit,
    now: clock.now,
  });
  return makeConsole({
    desk,
    policy: makePolicy({ members, groups: { has: async () => false }, log: silentLog }),
    members,
    lists: { status: async () => [] },
    moves: { lastChange: async () => null, movements: async () => [] },
    watch: world.watch,
    audit: stores.audit,
    nextRefresh: () => null,
  });
};

let world: OfficeWorld;
let console: Console;
beforeEach(async () => {
  world = officeWorld();
  console = consoleOver(world);
  await world.publish("v1", "2026-11-19", [entry("1", "EXAMPLE, Testan"), entry("2", "OTHERLY, Fictio")]);
});

const recorded = async (): Promise<readonly string[]> => {
  const entries = await Array.fromAsync(world.stores.audit.read(null, null));
  return entries.map(({ kind, actor, place, detail }) => {
    const { did } = detail as { readonly did?: string };
    return [actor, place, kind, ...(did ? [did] : [])].join(" ");
  });
};

describe("what is done in the console", () => {
  it("stands in the record under the subject of the login, thing by thing", async () => {
    const id = await console.screening.screen(KIM, { text: "Testan Example" });
    await console.screening.compare(KIM, "Testan Example", "Fictio Otherly", "person");
    const number = await console.cases.openFor(KIM, id, "ofac-sdn", "1");
    await console.cases.move(KIM, number, "take", "");
    await console.cases.move(KIM, number, "false-positive", "other passport");
    await console.cases.move(KIM, number, "reopen", "");
    await console.watches.add(KIM, { text: "Fictio Otherly" });
    await console.watches.remove(KIM, (await console.watches.list())[0]?.watchId ?? "");
    expect(await recorded()).toEqual(
      [
        "screening",
        "comparison",
        "case opened",
        "case take",
        "case false-positive",
        "case reopen",
        "watch added",
        "watch removed",
      ].map((what) => `kim web/local/web ${what}`),
    );
  });
  it("pauses, resumes and removes a subscription of any conversation, and records it", async () => {
    const schedule = { cadence: "weekly", hour: 9, zone: "Europe/Berlin", weekday: 1, monthDay: 1 } as const;
    await world.subscriptions.subscribe({
      what: "digest",
      place: PLACE,
      userId: "U1",
      topics: [],
      schedule,
      quiet: false,
    });
    const [line] = await console.subscriptions.list();
    expect(line).toMatchObject({
      place: "slack/T1/C1",
      userId: "U1",
      paused: false,
      next: "next 23 November 2026, 09:00",
    });
    const id = line?.subscriptionId ?? "";
    expect((await console.subscriptions.preview(id)).blocks.length).toBeGreaterThan(0);
    await console.subscriptions.setPaused(KIM, id, true);
    expect((await console.subscriptions.list())[0]).toMatchObject({ paused: true, next: "paused" });
    await console.subscriptions.setPaused(KIM, id, false);
    await console.subscriptions.remove(KIM, id);
    expect(await console.subscriptions.list()).toEqual([]);
    await expect(console.subscriptions.remove(KIM, id)).rejects.toThrow(/not there any more/);
    expect(await recorded()).toEqual(
      ["paused", "resumed", "removed"].map((did) => `kim web/local/web subscription ${did}`),
    );
  });
  it.each([
    ["a decision without a reason", (n: number) => console.cases.move(KIM, n, "true-match", " "), /needs a reason/],
    ["a case of a hit that is not there", () => console.cases.openFor(KIM, "x", "ofac-sdn", "9"), /no longer kept/],
    ["a case that is not there", () => console.cases.move(KIM, 99, "take", ""), /no case 99/],
    ["a name that is not watched", () => console.watches.remove(KIM, "none"), /not watched any more/],
    ["nothing to compare", () => console.screening.compare(KIM, "Testan", " ", ""), /no name/],
  ])("%s is refused and not recorded as done", async (_claim, work, message) => {
    const id = await console.screening.screen(KIM, { text: "Testan Example" });
    const number = await console.cases.openFor(KIM, id, "ofac-sdn", "1");
    const before = await recorded();
    await expect(work(number)).rejects.toThrow(message);
    expect(await recorded()).toEqual(before);
  });
});

describe("who may", () => {
  const table: readonly (readonly [string, Role | null, RoleMembers, Deed, boolean])[] = [
    ["a reader by the login", "reader", NOBODY, "screen", false],
    ["a screener by the login", "screener", NOBODY, "screen", true],
    ["a screener by the login", "screener", NOBODY, "decide", false],
    ["a reviewer by the login", "reviewer", NOBODY, "decide", true],
    ["a reviewer by the login", "reviewer", NOBODY, "export", false],
    ["an administrator by the login", "administrator", NOBODY, "export", true],
    ["somebody whom nothing names", null, NOBODY, "screen", true],
    ["somebody whom nothing names", null, NOBODY, "decide", false],
    ["somebody whom nothing names", null, NOBODY, "export", false],
    ["a reviewer by the settings", null, { ...NOBODY, reviewer: ["web:kim"] }, "decide", true],
    ["somebody else beside a reviewer of the settings", null, { ...NOBODY, reviewer: ["web:lee"] }, "decide", false],
    ["an administrator by the settings", null, { ...NOBODY, administrator: ["web:kim"] }, "export", true],
    ["somebody of the same name in Slack", null, { ...NOBODY, administrator: ["slack:kim"] }, "export", false],
    [
      "a reader by the login whom the settings name",
      "reader",
      { ...NOBODY, administrator: ["web:kim"] },
      "export",
      false,
    ],
  ];
  it.each(table)("%s (%s, %o): %s %s", async (_claim, role, members, deed, may) => {
    const why = await consoleOver(world, members).whyNot({ userId: "kim", role }, deed);
    expect([why === null, await recorded()]).toEqual([may, may ? [] : ["kim web/local/web refused"]]);
    if (why !== null) expect(why).toMatch(/^[A-Z].*Nothing was (changed|shown)\..*\.$/);
  });
});

describe("the search of the record", () => {
  const at = ["2026-11-18", "2026-11-19", "2026-11-20"];
  beforeEach(async () => {
    for (const [i, day] of at.entries()) {
      world.clock.set(`${day}T12:00:00Z`);
      await console.audit.note(i === 1 ? "lee" : "kim", `kind-${i}`, { said: `Word ${i}` });
    }
  });
  const found = async (query: Partial<AuditQuery>): Promise<readonly string[]> =>
    (await console.audit.search({ ...EVERYTHING, ...query }, 1, 10)).entries.map(({ kind }) => kind);
  it.each([
    ["everything, newest first", {}, ["kind-2", "kind-1", "kind-0"]],
    ["a period, both days included", { from: isoDate("2026-11-19"), to: isoDate("2026-11-20") }, ["kind-2", "kind-1"]],
    ["a kind", { kind: "kind-1" }, ["kind-1"]],
    ["part of a name", { actor: "KI" }, ["kind-2", "kind-0"]],
    ["a word without case", { text: "word 0" }, ["kind-0"]],
    ["all at once", { actor: "kim", text: "word", to: isoDate("2026-11-18") }, ["kind-0"]],
    ["what is not there", { text: "nothing of the kind" }, []],
    ["a hash, which is no text", { text: "0000000000" }, []],
  ] as readonly (readonly [
    string,
    Partial<AuditQuery>,
    readonly string[],
  ])[])("finds %s", async (_claim, query, kinds) => {
    expect(await found(query)).toEqual(kinds);
  });
  it("gives page by page what it counted", async () => {
    const pages = await Promise.all([1, 2, 3].map((page) => console.audit.search(EVERYTHING, page, 2)));
    expect(pages.map(({ entries }) => entries.map(({ kind }) => kind))).toEqual([["kind-2", "kind-1"], ["kind-0"], []]);
    expect(pages.map((page) => page.found)).toEqual([3, 3, 3]);
  });
  it("shows what has come since, and its kind, without reading the record from its beginning again", async () => {
    const { audit } = world.stores;
    const from: (number | undefined)[] = [];
    const watched = {
      ...audit,
      read: (...args: Parameters<typeof audit.read>) => (from.push(args[2]), audit.read(...args)),
    };
    const { search, note } = makeConsoleAudit(watched, world.clock.now);
    expect(await search(EVERYTHING, 1, 2)).toMatchObject({ found: 3, kinds: ["kind-0", "kind-1", "kind-2"] });
    await note("kim", "kind-9", {});
    const { entries, found, kinds } = await search(EVERYTHING, 1, 2);
    expect(entries.map(({ kind }) => kind)).toEqual(["kind-9", "kind-2"]);
    expect([found, kinds, from]).toEqual([4, ["kind-0", "kind-1", "kind-2", "kind-9"], [0, 2]]);
    expect((await search(EVERYTHING, 9, 2)).entries).toEqual([]);
  });
  it("refuses a period that ends before it begins", async () => {
    await expect(found({ from: isoDate("2026-11-20"), to: isoDate("2026-11-19") })).rejects.toThrow(/ends before/);
  });
  it("exports what was found, records that first, and lets no cell run as a formula", async () => {
    await console.audit.note("=HYPERLINK(1)", "kind-3", {});
    const lines = await Array.fromAsync(console.audit.export(KIM, { ...EVERYTHING, kind: "kind-3" }, "csv"));
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain(",'=HYPERLINK(1),");
    expect((await recorded()).at(-1)).toBe("kim web/local/web audit-export");
    const json = await Array.fromAsync(console.audit.export(KIM, EVERYTHING, "jsonl"));
    expect(json.map((line) => (JSON.parse(line) as { sequence: number }).sequence)).toEqual([1, 2, 3, 4, 5, 6]);
  });
});
