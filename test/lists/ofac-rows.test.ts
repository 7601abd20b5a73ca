import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readOfacRows } from "../../src/lists/ofac-rows.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const rows = (text: string, columns: number) => readOfacRows("some.csv", bytes(text), columns);

describe("rows of an OFAC flat file", () => {
  it.each([
    ["null is -0- with or without the blank behind it", '1,-0- ,"A",-0-\r\n', 4, [["1", null, "A", null]]],
    ["the byte 0x1A at the end is no row", '1,"A"\r\n\u001a', 2, [["1", "A"]]],
    ["a header row, as some copies have, is no row", 'ent_num,SDN_name\r\n1,"A"\r\n', 2, [["1", "A"]]],
    ["a comma inside quotes does not separate", '1,"SUEX OTC, S.R.O.",-0- \r\n', 3, [["1", "SUEX OTC, S.R.O.", null]]],
    [
      "quotes inside a comment are not escaped and stay",
      '7,"the "Effective Date", as published; a.k.a. \'X\'."\r\n',
      2,
      [["7", "the \"Effective Date\", as published; a.k.a. 'X'."]],
    ],
    [
      "quotes inside a field that is not the last stay too",
      '7,"the "Big" one",-0- \r\n',
      3,
      [["7", 'the "Big" one', null]],
    ],
    ["blanks at the end of a remark stay, the rest follows", '7,"Number 102770 "\r\n', 2, [["7", "Number 102770 "]]],
    [
      "line feeds alone end rows as well",
      '1,"A"\n2,"B"\n',
      2,
      [
        ["1", "A"],
        ["2", "B"],
      ],
    ],
  ])("%s", (_claim, text, columns, expected) => {
    expect(rows(text, columns).map((row) => row.fields)).toEqual(expected);
  });

  it.each([
    ["a file cut inside a quoted field", '1,"A","B"\r\n2,"C","D', 3],
    ["a file cut between two fields", '1,"A","B"\r\n2,"C"', 3],
    ["a file cut behind the last field", '1,"A","B"\r\n2,"C","D"', 3],
    ["a row with a column too few", '1,"A","B"\r\n2,"C"\r\n', 3],
    ["a row with a column too many", '1,"A","B"\r\n2,"C","D","E"\r\n', 3],
    ["a row that starts with words", '1,"A","B"\r\nOops,"C","D"\r\n', 3],
    ["a file of another kind of columns", "name;dob\r\nKim;1990\r\n", 12],
  ])("%s is refused as damaged", (_claim, text, columns) => {
    expect(() => rows(text, columns)).toThrow(/some\.csv is damaged or incomplete: .*Nothing was changed/);
  });

  it.each([
    ["nothing", "", /0 bytes/],
    ["a web page", "<!DOCTYPE html><html><body>Access denied</body></html>", /web page/],
    ["a ZIP archive", "PK\u0003\u0004rest", /ZIP/],
    ["binary", "1,\u0000\u0000\r\n", /binary/],
  ])("%s is refused by what it is", (_claim, text, why) => {
    expect(() => rows(text, 2)).toThrow(why);
  });

  it("offsets give back the row, whatever the fields hold", () => {
    const field = fc
      .stringMatching(/^[A-Za-z0-9 .;:'()/-]{0,40}$/)
      .filter((text) => text.trim() !== "" && text.trim() !== "-0-");
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(), field, field), { minLength: 1, maxLength: 20 }), (table) => {
        const lines = table.map(([id, a, b]) => `${id},"${a}","${b}"`);
        const file = bytes(`${lines.join("\r\n")}\r\n\u001a`);
        const read = readOfacRows("x.csv", file, 3);
        expect(read.map((row) => new TextDecoder().decode(file.subarray(row.start, row.end)))).toEqual(lines);
        expect(read.map((row) => row.fields)).toEqual(table.map(([id, a, b]) => [String(id), a, b]));
      }),
    );
  });

  it("a good file cut at any byte is refused or has lost whole rows only", () => {
    const whole = bytes('1,"ONE, A",-0- \r\n2,"TWO "B"",-0- \r\n3,"THREE","x"\r\n');
    for (let end = 1; end < whole.length; end++) {
      try {
        const read = readOfacRows("x.csv", whole.subarray(0, end), 3);
        expect([10, 13]).toContain(whole[end - 1]);
        expect(read.every((row) => row.fields.length === 3)).toBe(true);
      } catch (thrown) {
        expect(String(thrown)).toMatch(/damaged or incomplete/);
      }
    }
  });
});
