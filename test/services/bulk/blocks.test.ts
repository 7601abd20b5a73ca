import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Block, blocksOf, type RowFormat, START } from "../../../src/services/bulk/blocks.ts";
import { columnsIn, rowsOf } from "../../../src/services/bulk/rows.ts";

const ENCODER = new TextEncoder();
/** The text in pieces of `piece` bytes, as a stream may bring it. */
async function* inPieces(text: string, piece: number): AsyncGenerator<Uint8Array> {
  const bytes = ENCODER.encode(text);
  for (let at = 0; at < bytes.length; at += piece) yield bytes.slice(at, at + piece);
}
const cut = (text: string, format: RowFormat, piece = 1000, size = 2): Promise<readonly Block[]> =>
  Array.fromAsync(blocksOf(inPieces(text, piece), format, START, () => size));
const read = (blocks: readonly Block[], columns: readonly string[]) =>
  blocks.flatMap((block) => rowsOf(block, columns));

const BIG = "x".repeat(70_000);

describe("a CSV cut into blocks", () => {
  it.each([
    ["rows end at line ends", "1,a\n2,b\n3,c\n", ["1|a", "2|b", "3|c"]],
    ["the last row needs no line end", "1,a\n2,b", ["1|a", "2|b"]],
    ["Windows line ends are none of a row's", "1,a\r\n2,b\r\n", ["1|a", "2|b"]],
    ["empty lines are no rows", "1,a\n\n\r\n2,b\n", ["1|a", "2|b"]],
    ["a line end in quotes is part of the cell", '1,"a\nb"\n2,c\n', ["1|a\nb", "2|c"]],
    ["a doubled quote is one quote", '1,"a ""b"" c"\n2,"d"\n', ['1|a "b" c', "2|d"]],
    ["a quote inside a bare cell is part of a name", '1,Kim "Jo" Un\n2,b\n', ['1|Kim "Jo" Un', "2|b"]],
    ["a byte order mark is no part of the first row", "\ufeff1,a\n", ["1|a"]],
    ["a row of two cells less is filled up", "1\n2,b\n", ["1|", "2|b"]],
  ])("%s", async (_claim, text, rows) => {
    for (const piece of [1, 3, 1000]) {
      const found = read(await cut(text, "csv", piece), ["id", "name"]);
      expect(found.map((one) => ("row" in one ? `${one.row.id}|${one.row.name}` : one.error))).toEqual(rows);
    }
  });
  it.each([
    ["a quote that is never closed", '1,a\n2,"torn\n3,c\n4,d\n', [2]],
    ["a quote that only a later row's quote would close", '1,a\n2,"torn\n3,"c"\n4,d\n', [2]],
    ["a quote that is closed only far away", `1,a\n2,"torn\n3,${BIG}\n4,d"\n5,e\n`, [2]],
  ])("%s costs its own line and no other", async (_claim, text, torn) => {
    const found = read(await cut(text, "csv", 7, 3), ["id", "name"]);
    expect(found.flatMap((one) => ("error" in one ? one.line : []))).toEqual(torn);
    expect(found).toHaveLength(text.trimEnd().split("\n").length);
  });
  it("names the line that a row begins on, after rows of several lines", async () => {
    const found = read(await cut('1,"a\nb\nc"\n\n2,d\n', "csv", 2, 1), ["id", "name"]);
    expect(found.map(({ line }) => line)).toEqual([1, 5]);
  });
  it("goes on at the position after any block as if it had never stopped", async () => {
    const row = fc.tuple(fc.nat(99), fc.string({ maxLength: 8, unit: fc.constantFrom("a", "é", '"', ",", "\n", " ") }));
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 9 }),
        async (rows, piece) => {
          const text = rows.map(([id, name]) => `${id},"${name.replaceAll('"', '""')}"\n`).join("");
          const bytes = ENCODER.encode(text);
          const blocks = await cut(text, "csv", piece);
          const all = read(blocks, ["id", "name"]);
          expect(all.map((one) => ("row" in one ? [one.row.id, one.row.name] : one.error))).toEqual(
            rows.map(([id, name]) => [String(id), name]),
          );
          for (const { next } of blocks) {
            const rest = async function* (): AsyncGenerator<Uint8Array> {
              yield bytes.slice(next.offset);
            };
            const after = await Array.fromAsync(blocksOf(rest(), "csv", next, () => 2));
            expect(read(after, ["id", "name"])).toEqual(all.filter(({ line }) => line >= next.line));
          }
        },
      ),
      { numRuns: 60 },
    );
  });
  it("refuses a header without the column that is needed", async () => {
    const [header] = await cut("id,nom\n1,a\n", "csv", 1000, 1);
    expect(() => columnsIn(header, "x.csv", ["id", "name"])).toThrow(/x\.csv has no `name` column \(found: id, nom\)/);
  });
});

describe("JSON lines cut into blocks", () => {
  it.each([
    [
      "numbers and several countries are written out",
      '{"id":7,"name":"A","country":["KP","RU"]}',
      { id: "7", name: "A", country: "KP RU" },
    ],
    ["a text stands for a name", '{"id":"x","text":"A"}', { id: "x", name: "A" }],
    ["null is nothing", '{"id":"x","name":"A","dob":null}', { id: "x", name: "A", dob: "" }],
  ])("%s", async (_claim, line, row) => {
    expect(read(await cut(`${line}\n`, "jsonl"), [])).toEqual([{ line: 1, row }]);
  });
  it.each([
    ["a torn object", '{"id":1,"na'],
    ["an array", "[1]"],
  ])("%s is an error of its own line", async (_claim, line) => {
    const found = read(await cut(`{"id":1,"name":"a"}\n${line}\n{"id":3,"name":"c"}\n`, "jsonl"), []);
    expect(found.map((one) => "error" in one)).toEqual([false, true, false]);
  });
});
