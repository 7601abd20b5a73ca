import { describe, expect, it } from "vitest";
import { ACTION_IDS } from "../../src/bot/actions.ts";
import { ACTION_DEEDS, deedOf, deedOfAction } from "../../src/bot/deeds.ts";
import { makeLimiter } from "../../src/bot/limits.ts";
import { makePolicy, type RoleMembers } from "../../src/bot/policy.ts";
import type { Case } from "../../src/core/case.ts";
import type { Deed } from "../../src/core/role.ts";
import type { Person } from "../../src/ports/policy.ts";
import { fakeClock } from "../support/clock.ts";
import { memoryExpiring } from "../support/memory-stores.ts";
import { incoming } from "../support/records.ts";

const NOBODY: RoleMembers = { reader: [], screener: [], reviewer: [], administrator: [] };
const PLACE = { platform: "slack", workspaceId: "T1", channelId: "C1" } as const;
const ann: Person = { platform: "slack", workspaceId: "T1", userId: "UANN" };
const bea: Person = { platform: "slack", workspaceId: "T1", userId: "UBEA" };

const caseOf = (change: Partial<Case> = {}): Case =>
  ({ number: 12, place: PLACE, ownerId: null, steps: [{ userId: "UBEA" }], ...change }) as unknown as Case;

const policyOf = (members: Partial<RoleMembers>, groups: Record<string, readonly string[]> = {}) => {
  const warned: string[] = [];
  const policy = makePolicy({
    members: { ...NOBODY, ...members },
    groups: {
      has: async (id, { userId }) => {
        if (!groups[id]) throw new Error("Slack refused usergroups.users.list: missing_scope");
        return groups[id].includes(userId);
      },
    },
    log: { info: () => {}, warn: (message) => void warned.push(message), error: () => {} },
  });
  return {
    warned,
    may: async (person: Person, deed: Deed, onCase?: Case, place: Case["place"] = PLACE) =>
      (await policy.whyNot(person, deed, onCase ? { place, onCase } : { place })) === null,
    whyNot: (person: Person, deed: Deed) => policy.whyNot(person, deed, { place: PLACE }),
  };
};

describe("what roles allow", () => {
  const closed: RoleMembers = {
    reader: ["slack:UREA"],
    screener: ["slack:USCR"],
    reviewer: ["slack:UREV"],
    administrator: ["slack:UADM"],
  };
  it.each<[string, readonly Deed[], readonly Deed[]]>([
    ["UREA", ["ask"], ["screen", "watch", "open", "subscribe", "decide", "set", "export", "erase"]],
    ["USCR", ["ask", "screen", "watch", "open", "subscribe"], ["decide", "set", "export", "erase"]],
    ["UREV", ["ask", "screen", "open", "decide"], ["set", "export", "erase"]],
    ["UADM", ["ask", "screen", "decide", "set", "export", "erase"], []],
    ["UOTHER", [], ["ask", "screen", "decide", "set", "export", "erase"]],
  ])("named roles hold what is theirs and what comes before it: %s", async (userId, may, mayNot) => {
    const { may: allowed } = policyOf(closed);
    for (const deed of may) expect([deed, await allowed({ ...ann, userId }, deed)]).toEqual([deed, true]);
    for (const deed of mayNot) expect([deed, await allowed({ ...ann, userId }, deed)]).toEqual([deed, false]);
  });
  it("with nothing configured everybody asks, screens and sets, and nobody in chat exports or erases", async () => {
    const { may } = policyOf({});
    for (const deed of ["ask", "screen", "watch", "subscribe", "open", "set"] as const)
      expect([deed, await may(ann, deed)]).toEqual([deed, true]);
    for (const deed of ["export", "erase"] as const) expect([deed, await may(ann, deed)]).toEqual([deed, false]);
  });
  it("a role that is closed below stays closed above", async () => {
    const { may } = policyOf({ reviewer: ["slack:UREV"] });
    expect(await may(ann, "set")).toBe(false);
    expect(await may(ann, "screen")).toBe(true);
    expect(await may({ ...ann, userId: "UREV" }, "set")).toBe(true);
  });
  it("who sits at the machine may do everything", async () => {
    const { may } = policyOf({ reader: ["slack:UREA"] });
    expect(await may({ platform: "cli", workspaceId: "local", userId: "terminal" }, "erase")).toBe(true);
  });
  it("the same id on another platform is another person", async () => {
    const { may } = policyOf({ administrator: ["slack:UADM"] });
    expect(await may({ platform: "web", workspaceId: "local", userId: "UADM" }, "export")).toBe(false);
  });
  it("a refusal is one sentence that names the role, what was not done and whom to ask", async () => {
    expect(await policyOf({ screener: ["slack:USCR"] }).whyNot(ann, "screen")).toBe(
      "You may not screen names and addresses here: it takes a screener. Nothing was changed. Ask the person who runs Redflag to name you in ROLE_SCREENERS.",
    );
  });
});

describe("cases", () => {
  const elsewhere = { ...PLACE, channelId: "C2" };
  it.each<[string, boolean, Case, Case["place"], Partial<RoleMembers>]>([
    ["in the conversation of the case", true, caseOf(), PLACE, {}],
    ["from another conversation", false, caseOf(), elsewhere, {}],
    ["from another conversation on a case that she took", true, caseOf({ ownerId: "UANN" }), elsewhere, {}],
    ["from another conversation as a named reviewer", true, caseOf(), elsewhere, { reviewer: ["slack:UANN"] }],
    [
      "from another conversation as a named administrator",
      true,
      caseOf(),
      elsewhere,
      { administrator: ["slack:UANN"] },
    ],
    ["from another workspace, as if there were no such case", false, caseOf(), { ...PLACE, workspaceId: "T2" }, {}],
    [
      "from another workspace as a named reviewer",
      false,
      caseOf(),
      { ...PLACE, workspaceId: "T2" },
      { reviewer: ["slack:UANN"] },
    ],
  ])("are decided %s: %s", async (_where, allowed, onCase, place, members) => {
    expect(await policyOf(members).may({ ...ann, workspaceId: place.workspaceId }, "decide", onCase, place)).toBe(
      allowed,
    );
  });
  it("are decided by who opened them, wherever", async () => {
    expect(await policyOf({}).may(bea, "decide", caseOf(), elsewhere)).toBe(true);
  });
});

describe("groups", () => {
  it("give their members a role", async () => {
    const { may } = policyOf({ administrator: ["slack:S0123"] }, { S0123: ["UANN"] });
    expect([await may(ann, "export"), await may(bea, "export")]).toEqual([true, false]);
  });
  it("give nobody a role while the platform does not say who belongs to them", async () => {
    const { may, warned } = policyOf({ administrator: ["slack:S9"] });
    expect(await may(ann, "export")).toBe(false);
    expect(warned.length).toBeGreaterThan(0);
  });
  it("of one platform say nothing about people of another", async () => {
    const { may, warned } = policyOf({ administrator: ["teams-team:19:x"] }, { "19:x": ["UANN"] });
    expect([await may(ann, "export"), warned]).toEqual([false, []]);
  });
});

describe("what an event is about to do", () => {
  it.each([
    ["cases", "", "ask", null],
    ["cases", "12", "ask", 12],
    ["cases", "12 false-positive other date", "decide", 12],
    ["cases", "#12 confirm", "decide", 12],
    ["cases", "12 escalate why", "open", 12],
    ["watch", "list", "ask", null],
    ["watch", "Kim Example", "watch", null],
    ["digest", "preview since 2025-01-01", "ask", null],
    ["digest", "stop 1", "subscribe", null],
    ["settings", "", "ask", null],
    ["settings", "four-eyes off", "set", null],
    ["vet", "Kim Example", "screen", null],
    ["a-new-command", "", "set", null],
  ] as const)("%s %s: %s", (command, text, deed, caseNumber) => {
    expect(deedOf({ kind: "run", command, text })).toEqual({ deed, caseNumber });
  });
  it("a button that the table does not name needs the strictest leave", () => {
    expect(deedOfAction({ kind: "action", id: "unheard-of", value: "", fields: {} }).deed).toBe("set");
  });
  it("every button and form has its deed", () => {
    expect(ACTION_IDS.length).toBeGreaterThan(20);
    expect(ACTION_IDS.filter((id) => !Object.hasOwn(ACTION_DEEDS, id))).toEqual([]);
  });
});

describe("limits", () => {
  const setUp = (limits: Partial<Parameters<typeof makeLimiter>[0]["limits"]>) => {
    const clock = fakeClock("2026-11-20T09:00:15Z");
    const none = { userPerMinute: 0, channelPerMinute: 0, workspacePerMinute: 0 };
    const limit = makeLimiter({ limits: { ...none, ...limits }, expiring: memoryExpiring(), now: clock.now });
    const tries = async (count: number, change: Parameters<typeof incoming>[0] = {}) => {
      const all = await Promise.allSettled(Array.from({ length: count }, () => limit(incoming(change))));
      return all.flatMap((one) =>
        one.status === "rejected" ? [one.reason as { message: string; first: boolean }] : [],
      );
    };
    return { clock, tries };
  };
  it("let exactly so many through within a minute, say when to try again, and are told as new once", async () => {
    const { tries } = setUp({ userPerMinute: 5 });
    const refused = await tries(8);
    expect(refused).toHaveLength(3);
    expect(refused[0]?.message).toBe(
      "You have sent 5 requests within a minute, which is the limit. Nothing was searched or screened. Try again in 45 seconds.",
    );
    expect(refused.map(({ first }) => first)).toEqual([true, false, false]);
  });
  it("begin anew with the next minute", async () => {
    const { tries, clock } = setUp({ userPerMinute: 1 });
    expect(await tries(2)).toHaveLength(1);
    clock.pass(1);
    expect(await tries(1)).toHaveLength(0);
  });
  it("count people, conversations and workspaces apart", async () => {
    const people = setUp({ userPerMinute: 1 });
    expect([...(await people.tries(1)), ...(await people.tries(1, { userId: "U2" }))]).toEqual([]);
    const channel = setUp({ channelPerMinute: 1 });
    await channel.tries(1, { userId: "U2" });
    expect((await channel.tries(1))[0]?.message).toMatch(/^This conversation has sent 1 request/);
    expect(await channel.tries(1, { channelId: "C2" })).toEqual([]);
    const workspace = setUp({ workspacePerMinute: 1 });
    await workspace.tries(1, { userId: "U2", channelId: "C2" });
    expect((await workspace.tries(1))[0]?.message).toMatch(/^This workspace has/);
  });
  it("of 0 are none", async () => {
    expect(await setUp({}).tries(500)).toEqual([]);
  });
});
