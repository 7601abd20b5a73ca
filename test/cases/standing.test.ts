import { describe, expect, it } from "vitest";
import { confirm, decide, decisionOf, reopen } from "../../src/cases/decide.ts";
import { type ChangedLabels, silences, standing, withoutSilenced } from "../../src/cases/standing.ts";
import type { Case } from "../../src/core/case.ts";
import type { Instant } from "../../src/core/dates.ts";
import type { Listing } from "../../src/core/listing.ts";
import type { Subject } from "../../src/core/screening.ts";
import { subjectFrom } from "../../src/core/subject.ts";
import { diffListings } from "../../src/lists/diff.ts";
import { listing } from "../support/listings.ts";
import { AT, hit, screening } from "../support/records.ts";

const changedLabels: ChangedLabels = (before, after) =>
  diffListings([before], [after]).changed.flatMap(({ fields }) => fields.map(({ label }) => label));

const SUBJECT = subjectFrom({ text: "Ann Example", kind: "person", birth: "1990" });
const ENTRY = listing("7", "EXAMPLE, Anne", { programs: ["DPRK3"], remarks: "Fictional." });
const OPEN: Case = {
  number: 12,
  subject: SUBJECT,
  listing: ENTRY,
  score: 0.8,
  place: { platform: "slack", workspaceId: "T1", channelId: "C1" },
  ownerId: null,
  state: "open",
  outcome: null,
  openedAt: AT,
  steps: [{ at: AT, userId: "U1", did: "opened", outcome: null, why: "" }],
};
const review = { at: AT, userId: "U1", outcome: "false-positive", why: "different person", listing: ENTRY } as const;
const DECIDED = decide(OPEN, review, false);

const alias = { text: "ANN EXAMPEL", role: "alias", strength: "strong", parts: null } as const;
const reprinted: Listing = { ...ENTRY, source: { ...ENTRY.source, sha256: "f".repeat(64), pointer: "test.csv@90-91" } };

describe("a false positive stands or opens again", () => {
  const rows: readonly (readonly [string, Subject, Listing | null, "lapses" | "reopens" | "stands", string])[] = [
    ["stands while nothing changes", SUBJECT, ENTRY, "stands", ""],
    ["stands when the list is published again with the same entry", SUBJECT, reprinted, "stands", ""],
    [
      "stands when only the order of the entry's programs changes",
      SUBJECT,
      { ...ENTRY, programs: [...ENTRY.programs] },
      "stands",
      "",
    ],
    [
      "stands when the subject is only written in other case and spaces",
      { ...SUBJECT, text: " ANN  example " },
      ENTRY,
      "stands",
      "",
    ],
    ["reopens when the entry gets an alias", SUBJECT, { ...ENTRY, names: [...ENTRY.names, alias] }, "reopens", "names"],
    [
      "reopens when the entry gets a program",
      SUBJECT,
      { ...ENTRY, programs: ["DPRK3", "SDGT"] },
      "reopens",
      "programs",
    ],
    ["reopens when the entry's remarks change", SUBJECT, { ...ENTRY, remarks: "Other." }, "reopens", "remarks"],
    [
      "reopens when the subject's date of birth changes",
      subjectFrom({ text: "Ann Example", kind: "person", birth: "1991" }),
      ENTRY,
      "reopens",
      "date of birth",
    ],
    ["reopens when the subject is renamed", { ...SUBJECT, text: "Ann B. Example" }, ENTRY, "reopens", "name"],
    ["reopens when the subject gets a country", { ...SUBJECT, countries: ["KP"] }, ENTRY, "reopens", "countries"],
    ["lapses when the entry leaves the list", SUBJECT, null, "lapses", "left the list"],
  ];
  it.each(rows)("%s", (_claim, subject, entry, kind, why) => {
    const found = standing(DECIDED, subject, entry, changedLabels);
    expect(found.kind).toBe(kind);
    if ("why" in found) expect(found.why).toContain(why);
  });
  it("opens again when the entry comes back as it was", () => {
    const lapsed: Case = { ...DECIDED, state: "lapsed", outcome: null };
    expect(standing(lapsed, SUBJECT, null, changedLabels).kind).toBe("stands");
    expect(standing(lapsed, SUBJECT, ENTRY, changedLabels)).toMatchObject({
      kind: "reopens",
      why: expect.stringContaining("listed again"),
    });
  });
  it("counts again from the entry of a new decision", () => {
    const changed = { ...ENTRY, remarks: "Other." };
    const again = decide(reopen(DECIDED, AT, "changed", changed), { ...review, listing: changed }, false);
    expect(standing(again, SUBJECT, changed, changedLabels).kind).toBe("stands");
    expect(standing(again, SUBJECT, ENTRY, changedLabels).kind).toBe("reopens");
  });
});

describe("decisions", () => {
  const LATER = "2026-11-21T09:00:00.000Z" as Instant;
  it("need a reason", () => {
    expect(() => decide(OPEN, { ...review, why: "  " }, false)).toThrow(/needs a reason/);
  });
  it("silence a hit only as false positives", () => {
    expect(silences(DECIDED)).toBe(true);
    expect(silences(decide(OPEN, { ...review, outcome: "true-match" }, false))).toBe(false);
    expect(silences(decide(OPEN, { ...review, outcome: "escalate" }, false))).toBe(false);
    expect(silences(reopen(DECIDED, AT, "changed", null))).toBe(false);
  });
  it("count with four eyes only once somebody else has confirmed", () => {
    const proposed = decide(OPEN, review, true);
    expect([proposed.state, silences(proposed)]).toEqual(["proposed", false]);
    expect(() => confirm(proposed, LATER, "U1")).toThrow(/second reviewer/);
    const confirmed = confirm(proposed, LATER, "U2");
    expect(silences(confirmed)).toBe(true);
    expect(decisionOf(confirmed)).toMatchObject({ userId: "U2", why: "different person" });
  });
  it("cannot be confirmed where none waits", () => {
    expect(() => confirm(OPEN, LATER, "U2")).toThrow(/does not wait/);
  });
  it("keep every step", () => {
    expect(reopen(DECIDED, LATER, "changed", null).steps.map(({ did }) => did)).toEqual([
      "opened",
      "decided",
      "reopened",
    ]);
  });
});

describe("a silenced pair", () => {
  const [silent, other] = [hit({ name: "SILENT" }), hit({ name: "OTHER", verdict: "possible-match", score: 0.8 })];
  const take = (hits: readonly (typeof silent)[], silenced: readonly (typeof silent)[]) =>
    withoutSilenced(
      screening({ hits }),
      silenced.map((one) => ({ hit: one, decidedIn: DECIDED })),
      ({ hit: { name } }) => `${name} silenced`,
    );
  it("is taken out and said, and the other hits keep their places", () => {
    const many = Array.from({ length: 300 }, (_, i) => hit({ name: `HIT ${i}`, score: 0.9 - i / 1000 }));
    const left = take([silent, ...many], [silent]);
    expect(left.hits).toEqual(many);
    expect(left.warnings).toContain("SILENT silenced");
  });
  it("leaves the verdict to the hits that remain", () => {
    expect(take([silent, other], [silent]).verdict).toBe("possible-match");
    expect(take([silent, other], [other]).verdict).toBe("match");
    expect(take([silent], [silent])).toMatchObject({ verdict: "no-match", nearest: { name: "SILENT" } });
  });
  it("does not turn a stale list into a no", () => {
    const stale = {
      ...screening({ hits: [silent] }),
      searched: screening().searched.map((l) => ({ ...l, stale: true })),
    };
    expect(withoutSilenced(stale, [{ hit: silent, decidedIn: DECIDED }], () => "").verdict).toBe("cannot-tell");
  });
});
