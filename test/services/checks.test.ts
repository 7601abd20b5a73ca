import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openSqlite } from "../../src/adapters/stores/sqlite.ts";
import { vetReply } from "../../src/bot/replies/vet.ts";
import type { Applicant } from "../../src/core/applicant.ts";
import type { Instant } from "../../src/core/dates.ts";
import { parseDocument } from "../../src/corpus/parse.ts";
import { makeDrillService } from "../../src/services/drills.ts";
import { citationOf } from "../../src/services/quotes.ts";
import { makeVetService } from "../../src/services/vet.ts";
import { screening } from "../support/records.ts";

const DATA = join(import.meta.dirname, "../../data");
const AT = "2026-11-20T09:00:00.000Z" as Instant;
const corpus = readdirSync(join(DATA, "corpus")).map((name) =>
  parseDocument(readFileSync(join(DATA, "corpus", name)), name, null, AT),
);
const text = (name: string): string => readFileSync(join(DATA, "checks", `${name}.json`), "utf8");
const hiring = JSON.parse(text("hiring"));
const drills = JSON.parse(text("drills"));
const { documents } = openSqlite(":memory:");
await documents.put(corpus);

describe("the checklists", () => {
  const rows = [...hiring.flags, ...hiring.always, ...drills.drills].map((row) => [row.quote, row.document] as const);
  it.each(rows)("“%s” stands so in %s", (quote, id) => {
    const document = corpus.find(({ documentId }) => documentId === id);
    expect(document && citationOf(document, quote, 1)).toMatchObject({ quote });
  });
  it("take neither nationality nor ethnicity nor language for a sign", () => {
    const words = hiring.flags.flatMap((flag: Record<string, string>) => [
      flag.asks,
      flag.observed,
      flag.quote,
      flag.next,
    ]);
    expect(
      words.filter((word: string) => /nationalit|ethnic|race|accent|korean language|citizen|religio/i.test(word)),
    ).toEqual([]);
  });
  it("have ids of their own, and drills an answer among their options", () => {
    const ids = [...hiring.flags, ...drills.drills].map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { answer, options } of drills.drills) expect(options[answer]).toBeTypeOf("string");
  });
});

const screened: string[] = [];
const vet = makeVetService(text("hiring"), documents, async (subject) => {
  screened.push(`${subject.kind} ${subject.text} [${subject.identifiers.join(" ")}]`);
  return screening({ subject, hits: [], verdict: "no-match" });
});
const applicant = (change: Partial<Applicant>): Applicant => ({
  name: "Kim Example",
  aliases: [],
  emails: [],
  phones: [],
  handles: [],
  wallets: [],
  location: null,
  documents: null,
  birth: null,
  seen: [],
  ...change,
});

describe("a hiring check", () => {
  it("screens the name with every identifier, each alias and each wallet", async () => {
    screened.length = 0;
    await vet.vet(
      applicant({
        aliases: ["K. Example"],
        emails: ["kim@example.org"],
        phones: ["+15550100"],
        handles: ["kimex"],
        wallets: ["0xabc"],
      }),
    );
    expect(screened).toEqual([
      "person Kim Example [kim@example.org +15550100 kimex]",
      "person K. Example []",
      "address 0xabc []",
    ]);
  });
  it.each([
    ["nothing of a name alone", {}, []],
    ["a wallet", { wallets: ["0xabc"] }, ["paid-in-crypto"]],
    ["several handles", { handles: ["a", "b"] }, ["profiles-differ"]],
    ["what the reviewer has seen", { seen: ["no-camera"] }, ["no-camera"]],
  ])("observes %s", async (_claim, change, ids) => {
    const found = await vet.vet(applicant(change));
    expect(found.observations.map(({ id }) => id)).toEqual(ids);
    expect(found.observations.length + found.open.length).toBe(hiring.flags.length);
  });
  it("refuses a flag that does not exist, and a check without a name", async () => {
    await expect(vet.vet(applicant({ seen: ["shifty-eyes"] }))).rejects.toThrow(/no flag "shifty-eyes"/);
    await expect(vet.vet(applicant({ name: " " }))).rejects.toThrow(/no name/);
  });
  it("raises no flag whose source is not in the corpus", async () => {
    const empty = makeVetService(text("hiring"), openSqlite(":memory:").documents, async (subject) =>
      screening({ subject }),
    );
    const found = await empty.vet(applicant({ seen: ["no-camera"] }));
    expect([found.observations, found.open, found.advice]).toEqual([[], [], []]);
  });
});

describe("what is said of a hiring check", () => {
  const told = async (change: Partial<Applicant>, warnings: readonly string[], hits = false) => {
    const service = makeVetService(text("hiring"), documents, async (subject) =>
      screening({ subject, warnings, hits: hits && subject.kind === "address" ? screening().hits : [] }),
    );
    const reply = vetReply(await service.vet(applicant(change)), () => ({
      title: "Example list",
      meaning: "Blocked.",
    }));
    return JSON.stringify(reply.blocks);
  };
  it("names everything that was looked up, and what was given but cannot be", async () => {
    const said = await told({ emails: ["kim@example.org"], wallets: ["0xabc"], location: "Exampletown" }, []);
    expect(said).toContain(
      "Screened: “Kim Example”, “0xabc”, “kim@example.org”. Noted, not screened: claimed place of work “Exampletown”.",
    );
  });
  it.each([
    ["of things without a hit", false],
    ["of a thing with a hit and one without", true],
  ])("says a warning %s once", async (_claim, hits) => {
    const said = await told({ wallets: ["0xabc"] }, ["The list is old."], hits);
    expect(said.split("The list is old.")).toHaveLength(2);
  });
});

describe("drills", () => {
  it("change from week to week and come back", async () => {
    const service = makeDrillService(text("drills"), documents);
    const ids = new Set<string>();
    for (let week = 0; week < 8; week++) {
      const at = new Date(Date.UTC(2026, 0, 5 + 7 * week)).toISOString() as Instant;
      ids.add((await service.at(at))?.id ?? "");
    }
    expect(ids.size).toBe(8);
    expect(await service.get("nothing")).toBeNull();
  });
});
