import { describe, expect, it } from "vitest";
import type { subjectFrom } from "../../src/core/subject.ts";
import { screenRow } from "../../src/services/batch.ts";
import { makeScreenTable } from "../../src/services/bulk/table.ts";
import { csvLine, readCsv } from "../../src/services/csv.ts";
import { hit, screening } from "../support/records.ts";

const none = { verdict: "no-match", score: 0.2, hits: [] } as const;
const screen = async (subject: ReturnType<typeof subjectFrom>) =>
  subject.kind === "address"
    ? screening({ subject, ...(subject.text === "listed" ? {} : none), warnings: [`looked at ${subject.text}`] })
    : screening({ subject, ...(subject.text.startsWith("Listed") ? {} : none) });

describe("a row of a batch", () => {
  it.each([
    ["a listed name", { id: "1", name: "Listed Person" }, "match"],
    ["an unlisted name", { id: "1", name: "Other Person" }, "no-match"],
    ["an unlisted name with a listed wallet", { id: "1", name: "Other Person", address: "listed" }, "match"],
    ["a row without a name", { id: "1", name: " " }, "cannot-tell"],
    ["a row with a wrong country", { id: "1", name: "Listed Person", country: "Korea" }, "cannot-tell"],
  ])("%s", async (_claim, row, verdict) => {
    expect(await screenRow(row, {}, screen)).toMatchObject({ id: "1", verdict });
  });
  it("keeps the warnings on a wallet that is on no list", async () => {
    const line = await screenRow({ id: "1", name: "Other Person", address: "mistyped" }, {}, screen);
    expect(line).toMatchObject({ verdict: "no-match", warnings: ["looked at mistyped"] });
  });
});

describe("a table", () => {
  const begin = () => Promise.reject(new Error("so few rows need no thread"));
  const screenTable = makeScreenTable(screen, begin, 4);
  it("numbers rows without ids and gives one result line a row", async () => {
    const { lines, csv } = await screenTable("name\nListed Person\n=1+1\n", "t.csv");
    expect(lines.map(({ id, verdict }) => [id, verdict])).toEqual([
      ["1", "match"],
      ["2", "no-match"],
    ]);
    expect(csv.trimEnd().split("\n")).toHaveLength(3);
    expect(csv).toContain(`2,'=1+1,no-match`);
    expect(csv).toContain(hit().listingId);
  });
  it("refuses a torn file whole", async () => {
    await expect(screenTable('name\n"Listed', "t.csv")).rejects.toThrow(/not a whole CSV file/);
  });
});

describe("a CSV line", () => {
  it.each([
    ["a formula is made text", "=cmd|'x'", "'=cmd|'x'"],
    ["an at sign is made text", "@SUM(A1)", "'@SUM(A1)"],
    ["a negative number stays", "-1.5", "-1.5"],
    ["a quote is doubled", 'a "b"', '"a ""b"""'],
    ["a line break is kept inside quotes", "a\nb", '"a\nb"'],
  ])("%s", (_claim, cell, line) => {
    expect(csvLine([cell])).toBe(line);
  });
  it("is read back as it was", () => {
    const cells = ["1", 'Kim "K", Jong', "a\nb"];
    expect(readCsv(`${csvLine(["id", "name", "note"])}\n${csvLine(cells)}`, "t", ["id"])).toEqual([
      { id: "1", name: 'Kim "K", Jong', note: "a\nb" },
    ]);
  });
});
