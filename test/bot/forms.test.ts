import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ACTION_DEEDS } from "../../src/bot/deeds.ts";
import type { Desk } from "../../src/bot/desk.ts";
import { faultsOf } from "../../src/bot/forms/field.ts";
import { makeForms } from "../../src/bot/forms/forms.ts";
import { requestOf, subscriptionKind } from "../../src/bot/forms/subscription.ts";
import { applicantOf, vetKind } from "../../src/bot/forms/vet.ts";
import type { Office } from "../../src/bot/office.ts";
import { FORM_ACTIONS } from "../../src/bot/office-forms.ts";
import { zoneFor } from "../../src/bot/zone.ts";
import type { Instant } from "../../src/core/dates.ts";
import { BadInput } from "../../src/core/errors.ts";
import { FORMS, formOfCommand, subjectForm } from "../../src/core/form.ts";
import type { Incoming } from "../../src/core/incoming.ts";
import type { Topic } from "../../src/core/subscription.ts";
import { parseTopics, topicsAsTyped } from "../../src/digest/topics.ts";

const LISTS = ["ofac-sdn", "un-sc"];
const office = (more: object = {}): Office =>
  ({
    listIds: LISTS,
    vet: { flags: [{ id: "no-camera", asks: "Will not go on camera" }] },
    profiles: { zoneOf: async () => null },
    settings: { get: async () => ({ zone: "UTC" }) },
    subscriptions: { list: async () => [] },
    watch: { list: async () => [] },
    cases: {
      get: async () => {
        throw new BadInput("There is no such case. Nothing was changed.");
      },
    },
    ...more,
  }) as unknown as Office;
const pressed = (id: string, value = "", fields: Record<string, string> = {}): Incoming => ({
  eventId: "e",
  platform: "slack",
  workspaceId: "T1",
  channelId: "C1",
  threadId: "C1:1",
  userId: "U1",
  scene: "channel",
  body: { kind: "action", id, value, fields },
  receivedAt: "2026-11-20T09:00:00.000Z" as Instant,
});

describe("what is wrong stands beside the input it is about", () => {
  const forms = makeForms({ office: office() });
  it.each([
    [
      "a hiring check with everything right",
      "vet-form",
      { name: "Kim Example", emails: "a@example.org, b@example.org", phones: "+1 (555) 010-0000", dob: "1980-01" },
      [],
    ],
    ["no name", "vet-form", { name: " " }, ["name"]],
    ["a name as long as a text", "vet-form", { name: "x".repeat(600) }, ["name"]],
    [
      "one wrong address among right ones",
      "vet-form",
      { name: "Kim", emails: "a@example.org\nno address" },
      ["emails"],
    ],
    ["letters for a number", "vet-form", { name: "Kim", phones: "call me" }, ["phones"]],
    ["a wallet with a space in it", "vet-form", { name: "Kim", wallets: "0x12 34" }, ["wallets"]],
    ["a month that is none", "vet-form", { name: "Kim", dob: "1980-13" }, ["dob"]],
    ["an alias as long as a text", "vet-form", { name: "Kim", aliases: "y".repeat(600) }, ["aliases"]],
    [
      "a subscription with everything right",
      "subscription-form",
      { topics: "DPRK crypto", zone: "Asia/Seoul", cadence: "daily" },
      [],
    ],
    ["a zone that is none", "subscription-form", { zone: "Mars/Base" }, ["zone"]],
    ["no zone", "subscription-form", {}, ["zone"]],
    [
      "a topic of no kind and a list that is none",
      "subscription-form",
      { topics: "colour:red", zone: "UTC" },
      ["topics"],
    ],
    [
      "a day of the month that no month has",
      "subscription-form",
      { zone: "UTC", cadence: "monthly", month_day: "32" },
      ["month_day"],
    ],
    ["the same day where it is not used", "subscription-form", { zone: "UTC", cadence: "weekly", month_day: "32" }, []],
    ["a subject with everything right", "screen-form", { name: "Kim", dob: "1980", country: "KP" }, []],
    ["a subject without a name but with an address", "screen-form", { addresses: "0x1" }, []],
    ["neither", "screen-form", { name: "" }, ["name"]],
    [
      "a country in words and a date in words",
      "screen-form",
      { name: "Kim", country: "Korea", dob: "May" },
      ["dob", "country"],
    ],
    ["a decision without a reason", "case-form", { outcome: "escalate", why: "\n" }, ["why"]],
    ["a reason without a decision", "case-form", { outcome: "maybe", why: "x" }, ["outcome"]],
    ["a watched name without a name", "watch-form", { dob: "1980" }, ["name"]],
    ["an action that is no form", "screening.details", {}, []],
  ] as const)("%s", async (_claim, id, fields, expected) => {
    const faults = await forms.faults(pressed(id, "", fields));
    expect(Object.keys(faults)).toEqual([...expected]);
    for (const sentence of Object.values(faults)) expect(sentence).toMatch(/^[^\n]{5,300}\.?$/);
    // The form is still open: nothing has been screened, subscribed or changed anyway.
    expect(Object.values(faults).join(" ")).not.toContain("Nothing was");
  });
  it("a fault of the program is no fault of whoever filled in", () => {
    const broken = {
      ...vetKind,
      checks: {
        name: () => {
          throw new TypeError("ours");
        },
      },
    };
    expect(() => faultsOf(broken, {}, { office: office() })).toThrow("ours");
  });
  it.each(
    Object.values(FORMS),
  )("%s opens, or says in a sentence why not, and never a form that is another's", async (id) => {
    const opened = await forms.open(pressed(id, "gone")).catch((thrown: Error) => thrown.message);
    if (typeof opened === "string") expect(opened).toMatch(/\.$|Nothing/);
    else {
      expect(opened.id).toBe(id);
      expect(opened.title.length).toBeLessThanOrEqual(24);
      expect(opened.button.length).toBeLessThanOrEqual(24);
      expect(Object.hasOwn(ACTION_DEEDS, opened.submits)).toBe(true);
      for (const field of opened.fields) if (field.kind !== "text") expect(field.options.length).toBeGreaterThan(0);
    }
  });
});

describe("a command that opens a form", () => {
  it.each([
    ["vet", "", FORMS.vet],
    ["screen", "", FORMS.subject],
    ["redflag", "digest  subscribe", FORMS.subscription],
    ["redflag", "vet", FORMS.vet],
    ["vet", "Kim Example", null],
    ["redflag", "digest", null],
    ["redflag", "constructor", null],
  ])("/%s %s -> %s", (name, text, form) => expect(formOfCommand(name, text)).toBe(form));
});

describe("the hour of a digest is meant in", () => {
  const from = (own: string | null, zone: string) =>
    zoneFor(pressed("x"), office({ profiles: { zoneOf: async () => own }, settings: { get: async () => ({ zone }) } }));
  it.each([
    ["the person's own zone", "Asia/Seoul", "Europe/Berlin", "Asia/Seoul"],
    ["the conversation's where the platform does not say", null, "Europe/Berlin", "Europe/Berlin"],
    ["the conversation's where the platform says nonsense", "Pacific Standard Time", "Europe/Berlin", "Europe/Berlin"],
    ["UTC where nobody says", null, "UTC", "UTC"],
  ])("%s", async (_claim, own, channel, zone) => expect(await from(own, channel)).toBe(zone));
  it("and stands in the form, where it can be changed", async () => {
    const desk = { office: office({ profiles: { zoneOf: async () => "Asia/Kathmandu" } }) };
    const form = await subscriptionKind.open(pressed("form.subscription"), "", desk);
    expect(form.fields.find(({ name }) => name === "zone")).toMatchObject({ value: "Asia/Kathmandu" });
  });
});

describe("what a submitted form asks for", () => {
  it.each([
    [
      { zone: "UTC" },
      {
        what: "digest",
        topics: [],
        quiet: false,
        schedule: { cadence: "weekly", hour: 9, zone: "UTC", weekday: 1, monthDay: 1 },
      },
    ],
    [
      {
        what: "drill",
        topics: "DPRK",
        cadence: "monthly",
        month_day: "last",
        hour: "0",
        zone: " Asia/Seoul ",
        quiet: "yes",
        weekday: "7",
      },
      {
        what: "drill",
        topics: [],
        quiet: true,
        schedule: { cadence: "monthly", hour: 0, zone: "Asia/Seoul", weekday: 7, monthDay: 31 },
      },
    ],
    [
      { zone: "UTC", hour: "25", weekday: "0", cadence: "hourly" },
      { schedule: { cadence: "weekly", hour: 9, weekday: 1 } },
    ],
  ] as const)("%j", (fields, expected) => expect(requestOf(fields, LISTS)).toMatchObject(expected));
  it("of a hiring check: several of a kind by lines, commas and semicolons, nothing for what was left empty", () => {
    expect(applicantOf({ name: " Kim ", aliases: "A\n B;C ,", location: " ", seen: "no-camera,unreachable" })).toEqual({
      name: "Kim",
      aliases: ["A", "B", "C"],
      emails: [],
      phones: [],
      handles: [],
      wallets: [],
      seen: ["no-camera", "unreachable"],
      location: null,
      documents: null,
      birth: null,
    });
  });
});

describe("a decision without a reason", () => {
  it("is refused before it is written down", async () => {
    const done: string[] = [];
    const desk = {
      deps: { office: office({ cases: { decide: async () => done.push("decided") } }) },
      record: async () => void done.push("recorded"),
    } as unknown as Desk;
    const body = { kind: "action", id: "case-form", value: "1", fields: { outcome: "escalate", why: " " } } as const;
    const run = FORM_ACTIONS["case-form"];
    await expect(run?.(pressed("case-form"), body, desk)).rejects.toThrow(/needs a reason/);
    expect(done).toEqual([]);
  });
});

describe("topics", () => {
  const word = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 .&'/-]{0,20}[A-Za-z0-9]$/);
  const topic: fc.Arbitrary<Topic> = fc.oneof(
    fc.constant<Topic>({ kind: "crypto", text: "" }),
    fc.record({ kind: fc.constantFrom("keyword", "party", "program", "publisher"), text: word }),
    fc.record({ kind: fc.constant("list"), text: fc.constantFrom(...LISTS) }),
  ) as fc.Arbitrary<Topic>;
  it("are read back from the form as they stand in it", () => {
    fc.assert(
      fc.property(fc.array(topic, { maxLength: 8 }), (topics) => {
        expect(parseTopics(topicsAsTyped(topics), LISTS)).toEqual(topics);
      }),
    );
  });
});

describe("the form for a subject", () => {
  it("keeps a long name within what its input takes", () => {
    expect(subjectForm("x".repeat(1_000)).fields[0]).toMatchObject({ value: "x".repeat(300), maxCharacters: 300 });
  });
});
