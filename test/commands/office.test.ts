import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { caseCommands } from "../../src/commands/cases.ts";
import { digestCommands } from "../../src/commands/digest.ts";
import { vet } from "../../src/commands/vet.ts";
import { watchCommands } from "../../src/commands/watch.ts";
import { type RealBot, startRealBot } from "../support/real-bot.ts";
import { commandRunner, type Ended } from "../support/run-command.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "redflag-commands-"));
const PLACE = ["--place", "slack/T1/C1"];
const file = (name: string, content: string): string => {
  const path = join(FOLDER, name);
  writeFileSync(path, content);
  return path;
};
const NAMES = file(
  "names.csv",
  "name,type,dob,address\nSong Kum Hyok,person,1989,\n=Kim Example,,,0x098B716B8Aaf21512996dC57EB0615e2383E2f96\n",
);

let bot: RealBot;
let run: (...args: readonly string[]) => Promise<Ended>;
beforeAll(async () => {
  bot = await startRealBot();
  run = commandRunner([...digestCommands, ...watchCommands, ...caseCommands, vet], bot.runtime);
});
afterAll(async () => {
  await bot.close();
  rmSync(FOLDER, { recursive: true, force: true });
});
const json = async (...args: readonly string[]) => JSON.parse((await run(...args, "--json")).out);

describe("wrong usage (2) and what cannot be done (1): one sentence, nothing on stdout", () => {
  it.each([
    ["a digest since a day that is none", ["digest", "preview", "--since", "2026-02-30"], 1, /--since must be a day/],
    ["a topic of no kind", ["digest", "preview", "--topics", "colour:red"], 1, /no kind of topic "colour"/],
    ["a list that is none", ["digest", "preview", "--topics", "list:nowhere"], 1, /There is no list "nowhere"/],
    ["a subscription without a place", ["digest", "subscribe", "DPRK"], 2, /needs --place/],
    ["a place that is none", ["digest", "subscribe", "DPRK", "--place", "C1"], 2, /--place must be slack\//],
    ["a zone that is none", ["digest", "subscribe", "daily at 9 Europe/Atlantis", ...PLACE], 1, /no time zone/],
    ["an hour that is none", ["digest", "subscribe", "daily at 25", ...PLACE], 1, /hour must be 0 to 23/],
    ["a subscription that is not there", ["digest", "stop", "none"], 2, /redflag digest list shows them/],
    ["a pause of nothing", ["digest", "pause"], 2, /Name the subscription by its id/],
    ["a change of nothing", ["digest", "change", "none", "daily"], 2, /Name the subscription by its id/],
    ["nobody to watch", ["watch", "add"], 2, /Nobody is named/],
    ["a type that is none", ["watch", "add", "Kim", "--type", "robot"], 1, /must be one of person/],
    ["a table that is not there", ["watch", "add", "--input", "/does/not/exist.csv"], 1, /could not be read/],
    ["a watch that is not there", ["watch", "remove", "none"], 1, /no watched subject "none"/],
    ["an edit of a watch that is not there", ["watch", "edit", "none", "Kim"], 1, /no watched subject "none"/],
    ["an edit without a name", ["watch", "edit", "none"], 2, /give its name/],
    ["an export to nowhere", ["watch", "export", "--output", "/does/not/exist/x.csv"], 1, /could not be written/],
    ["a case that is not there", ["cases", "show", "999"], 1, /There is no case 999/],
    ["a case without a number", ["cases", "show", "first"], 2, /by its number/],
    ["a case without a name", ["cases", "open"], 2, /Nobody is named/],
    ["a verb that is none", ["cases", "decide", "1", "forget"], 2, /false-positive\|true-match/],
    ["an owner that is nobody", ["cases", "assign", "1"], 2, /Nobody is named/],
    ["a hiring check of nobody", ["vet"], 2, /Nobody is named/],
    ["a sign that is none", ["vet", "Kim Example", "--seen", "foreign"], 1, /There is no flag "foreign"/],
    ["a date of birth that is none", ["vet", "Kim Example", "--dob", "soon"], 1, /YYYY/],
  ] as const)("%s", async (_claim, args, code, sentence) => {
    const ended = await run(...args);
    expect([ended.code, ended.out]).toEqual([code, ""]);
    expect(ended.err).toMatch(sentence);
    expect(ended.err.split("\n")).toHaveLength(1);
  });
  it.each([
    ["a row without a name", "name,dob\nKim,1980\n,1981\n", /row 2: There is no name/],
    ["a row with a wrong date", "name,dob\nKim,soon\n", /row 1: The date of birth/],
    ["no name column", "full_name\nKim\n", /no `name` column \(found: full_name\)/],
    ["only a header", "name\n", /no rows below its header/],
    ["a torn cell", 'name\n"Kim\n', /not a whole CSV/],
  ])("a table with %s adds nobody", async (_claim, csv, sentence) => {
    const ended = await run("watch", "add", "--input", file("wrong.csv", csv));
    expect([ended.code, ended.out]).toEqual([1, ""]);
    expect(ended.err).toMatch(sentence);
    expect(await json("watch", "list")).toEqual([]);
  });
});

describe("subscriptions from a terminal", () => {
  it("are made, changed, paused, resumed and ended by their id", async () => {
    const made = await json("digest", "subscribe", "DPRK crypto weekly on friday at 17 Asia/Seoul quiet", ...PLACE);
    expect(made).toMatchObject({
      what: "digest",
      place: { platform: "slack", workspaceId: "T1", channelId: "C1" },
      topics: [
        { kind: "program", text: "DPRK" },
        { kind: "crypto", text: "" },
      ],
      schedule: { cadence: "weekly", hour: 17, zone: "Asia/Seoul", weekday: 5 },
      quiet: true,
      paused: false,
    });
    const id = made.subscriptionId;
    const [line] = await json("digest", "list");
    expect([line.subscription.subscriptionId, line.trouble]).toEqual([id, null]);
    expect((await run("digest", "change", id, "publisher:FBI daily at 8 UTC")).out).toMatch(
      /^Changed: .*publisher FBI, daily at 08:00 \(UTC\)/,
    );
    const [changed] = await json("digest", "list");
    expect(changed.subscription.watermark).toEqual(made.watermark);
    expect((await run("digest", "pause", id)).out).toBe(`paused ${id}`);
    expect((await json("digest", "list"))[0].subscription.paused).toBe(true);
    expect((await run("digest", "resume", id)).out).toBe(`resumed ${id}`);
    expect((await run("digest", "stop", id)).out).toBe(`stopped ${id}`);
    expect(await json("digest", "list")).toEqual([]);
  });
  it("show a digest with counts, lists, documents and chart", async () => {
    const found = await json("digest", "preview", "--since", "2026-07-01", "--topics", "DPRK crypto");
    expect(Object.keys(found)).toEqual([
      "since",
      "until",
      "topics",
      "quiet",
      "counts",
      "lists",
      "documents",
      "watched",
      "chart",
    ]);
    expect(found.counts).toEqual({ added: 0, removed: 0, changed: 0, documents: found.documents.length, watched: 0 });
    expect(found.documents.length).toBeGreaterThan(0);
    for (const one of found.documents) expect(one.citation.quote).toBe(one.summary);
  });
});

describe("watched subjects from a terminal", () => {
  it("come from a table, are edited, exported, read back and removed", async () => {
    const added = await json("watch", "add", "--input", NAMES, ...PLACE);
    expect(added.map((w: { subject: { text: string } }) => w.subject.text)).toEqual([
      "Song Kum Hyok",
      "=Kim Example",
      "0x098B716B8Aaf21512996dC57EB0615e2383E2f96",
    ]);
    expect(added[0].hits[0]).toMatchObject({ verdict: "match", name: "SONG, Kum Hyok" });
    const path = join(FOLDER, "out.csv");
    expect((await run("watch", "export", ...PLACE, "--output", path)).out).toBe(
      `3 watched subjects written to ${path}`,
    );
    expect(readFileSync(path, "utf8").split("\n")[2]).toMatch(/^'=Kim Example,unknown,,,\d{4}-\d{2}-\d{2},$/);
    const again = await json("watch", "add", "--input", path);
    const subjects = (of: readonly { subject: unknown }[]): unknown => of.map(({ subject }) => subject);
    expect(subjects(again)).toEqual(subjects(added));
    const [first] = added;
    expect((await run("watch", "edit", first.watchId, "Nobody Example", "--dob", "1990")).out).toMatch(
      /Nobody Example {2}0 known hits$/,
    );
    for (const { watchId } of [...added, ...again]) expect((await run("watch", "remove", watchId)).code).toBe(0);
    expect(await json("watch", "list")).toEqual([]);
  });
  it("are checked: nothing changed, nothing said", async () => {
    await run("watch", "add", "Song Kum Hyok");
    await run("watch", "check");
    expect(await json("watch", "check")).toEqual({ changed: false, full: false, subjects: 0, entries: 0, alerts: [] });
    expect(await json("watch", "check", "--full")).toMatchObject({ changed: true, full: true, alerts: [] });
  });
});

describe("cases from a terminal", () => {
  it("are opened for every hit, shown, assigned, decided by two people and taken back", async () => {
    expect((await run("cases", "open", "Song Geum-hyeok")).out).toMatch(
      /^case 1: SONG, Kum Hyok \(ofac-sdn no\. notice-2025-07-08-song-kum-hyok\), open/,
    );
    expect((await run("cases", "open", "Nobody Example Atall")).out).toBe("No hit to open a case for.");
    expect(await json("cases", "assign", "1", "Ann Example")).toMatchObject({
      number: 1,
      ownerId: "Ann Example",
      state: "open",
    });
    expect((await run("cases", "list")).out).toContain("owner Ann Example");
    expect((await run("cases", "decide", "1", "false-positive")).err).toMatch(/reason/);
    const decided = await json(
      "cases",
      "decide",
      "1",
      "false-positive",
      "different",
      "date",
      "of",
      "birth",
      "--by",
      "Ann Example",
    );
    expect(decided).toMatchObject({ state: "decided", outcome: "false-positive" });
    expect(decided.steps.at(-1)).toMatchObject({
      userId: "Ann Example",
      did: "decided",
      why: "different date of birth",
    });
    expect((await run("cases", "list")).out).toContain("0 cases wait");
    expect(await json("cases", "decide", "1", "reopen", "new passport")).toMatchObject({ state: "open" });
    expect(await json("cases", "list", "--place", "slack/T1/C1")).toEqual([]);
    expect((await json("cases", "list")).length).toBe(1);
  });
});

describe("a hiring check from a terminal", () => {
  it("names what was screened, observed and is still to be asked, each with its source", async () => {
    const found = await json(
      "vet",
      "Kim Example",
      "--email",
      "kim@example.org",
      "--wallet",
      "0x098B716B8Aaf21512996dC57EB0615e2383E2f96",
      "--seen",
      "no-camera",
      "--seen",
      "laptop-elsewhere",
    );
    expect(Object.keys(found)).toEqual(["applicant", "screenings", "identifiers", "observations", "open", "advice"]);
    expect(found.observations.map(({ id }: { id: string }) => id)).toEqual([
      "paid-in-crypto",
      "no-camera",
      "laptop-elsewhere",
    ]);
    for (const flag of [...found.observations, ...found.open]) expect(flag.citation.quote.length).toBeGreaterThan(20);
    expect(found.screenings.map(({ verdict }: { verdict: string }) => verdict)).toEqual(["no-match", "match"]);
  });
});

describe("the record", () => {
  it("keeps every one of these steps, and names people only in its erasable part", async () => {
    const entries = await Array.fromAsync(bot.runtime.store.audit.read(null, null));
    const kinds = new Set(entries.map(({ kind }) => kind));
    for (const kind of ["subscription", "watch", "case", "vet", "screening"]) expect(kinds.has(kind)).toBe(true);
    for (const { detail } of entries) expect(JSON.stringify(detail)).not.toMatch(/Kim Example|Nobody Example/);
  });
});
