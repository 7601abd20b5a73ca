import { describe, expect, it } from "vitest";
import { openSqlite } from "../../src/adapters/stores/sqlite.ts";
import { sourceId } from "../../src/core/brand.ts";
import type { Instant, IsoDate } from "../../src/core/dates.ts";
import { importList } from "../../src/lists/import.ts";
import { type NamedBytes, pickFiles } from "../../src/lists/pick-files.ts";
import { LIST_SOURCES, sourceOf } from "../../src/lists/sources.ts";

const SDN = sourceId("ofac-sdn");
const text = (name: string, content: string): NamedBytes => ({ name, bytes: new TextEncoder().encode(content) });
const sdnRow = (id: number, name: string, remarks = "-0- "): string =>
  `${id},"${name}","individual","TEST",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,${remarks === "-0- " ? remarks : `"${remarks}"`}\r\n`;

/** Fictional parties in the publisher's layout. */
const GOOD: readonly NamedBytes[] = [
  text("SDN.CSV", sdnRow(1, "EXAMPLE, Ann", "DOB 1961.") + sdnRow(2, "EXAMPLE, Bob")),
  text("alt.csv", '1,11,"aka","EXAMPLE, Anne",-0- \r\n\u001a'),
  text("Add.Csv", '1,21,-0- ,"Paris","France",-0- \r\n2,22,-0- ,-0- ,-0- ,-0- \r\n'),
  text("sdn_comments.csv", "\u001a\r\n"),
];
const without = (name: string): readonly NamedBytes[] => GOOD.filter((file) => file.name.toLowerCase() !== name);
const instead = (file: NamedBytes): readonly NamedBytes[] => [...without(file.name.toLowerCase()), file];

const setUp = () => {
  const store = openSqlite(":memory:").lists;
  let hour = 0;
  const now = () => `2026-01-01T${String(hour++).padStart(2, "0")}:00:00.000Z` as Instant;
  const run = (files: readonly NamedBytes[], more: { partial?: boolean; publishedOn?: string } = {}) =>
    importList({
      source: SDN,
      files,
      store,
      now,
      publishedOn: (more.publishedOn ?? null) as IsoDate | null,
      partial: more.partial ?? false,
    });
  return { store, run };
};

describe("importing a list", () => {
  it("makes it the version in force, with no publication day where none is given", async () => {
    const { store, run } = setUp();
    const { version, previous } = await run(GOOD);
    expect(await store.current()).toEqual([version]);
    expect([version.entries, version.publishedOn, version.caveat, previous]).toEqual([2, null, null, null]);
  });
  it("twice changes nothing but the time of retrieval", async () => {
    const { store, run } = setUp();
    await run(GOOD);
    const again = await run(GOOD.toReversed());
    expect(again.unchanged).toBe(true);
    expect((await store.versions(SDN)).map((v) => v.retrievedAt)).toEqual(["2026-01-01T01:00:00.000Z"]);
  });
  it("takes the publication day as told, else from a day in the file's own name", async () => {
    const { run } = setUp();
    expect((await run(GOOD, { publishedOn: "2025-05-05" })).version.publishedOn).toBe("2025-05-05");
    const named = GOOD.map((f) => (f.name === "SDN.CSV" ? { ...f, name: "in/sdn-2021-09-21.csv" } : f));
    expect((await run(named)).version.publishedOn).toBe("2021-09-21");
  });
  it("with files missing on purpose says so in the version itself", async () => {
    const { run } = setUp();
    const { version } = await run([GOOD[0] as NamedBytes], { partial: true });
    expect(version.caveat).toBe("incomplete: without alt.csv, add.csv, sdn_comments.csv; not for compliance decisions");
  });
  it("with files of different publications says so in the version itself", async () => {
    const { run } = setUp();
    const { version, doubts } = await run(instead(text("alt.csv", '9,91,"aka","EXAMPLE, Zoe",-0- \r\n')));
    expect(doubts).toEqual(["alt.csv names 1 parties that SDN.CSV does not list"]);
    expect(version.caveat).toMatch(/not of one publication.*not for compliance decisions/);
  });
});

describe("what cannot be relied on gets one clear sentence and changes nothing", () => {
  const cases: readonly (readonly [string, readonly NamedBytes[], RegExp])[] = [
    ["the comments file missing", without("sdn_comments.csv"), /incomplete: sdn_comments\.csv is missing/],
    ["the alias file missing", without("alt.csv"), /alt\.csv is missing/],
    ["the primary file missing, even when partial", without("sdn.csv"), /sdn\.csv is missing/],
    ["no file at all", [], /No file of OFAC SDN was found/],
    ["a list of zero rows", instead(text("SDN.CSV", "\r\n\u001a")), /zero rows/],
    ["an empty file", instead(text("SDN.CSV", "")), /0 bytes/],
    [
      "a torn CSV",
      instead(text("SDN.CSV", sdnRow(1, "EXAMPLE, Ann") + sdnRow(2, "EXAMPLE, Bob").slice(0, 30))),
      /damaged or incomplete/,
    ],
    ["a torn side file", instead(text("alt.csv", '1,11,"aka","EXAM')), /alt\.csv is damaged/],
    [
      "a web page in place of a file",
      instead(text("Add.Csv", "<html>Request rejected</html>")),
      /Add\.Csv is a web page/,
    ],
    [
      "a binary file",
      instead({ name: "SDN.CSV", bytes: new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1, 2]) }),
      /PNG image/,
    ],
    [
      "the same number twice",
      instead(text("SDN.CSV", sdnRow(1, "EXAMPLE, Ann") + sdnRow(1, "EXAMPLE, Bob"))),
      /same ent_num twice/,
    ],
    [
      "two files that could be the one meant",
      [...GOOD, text("other/SDN.csv", sdnRow(3, "EXAMPLE, Cy"))],
      /could each be SDN\.CSV/,
    ],
  ];
  it.each(cases)("%s", async (_claim, files, why) => {
    const { store, run } = setUp();
    const before = (await run([...GOOD])).version;
    const failure = await run(files, { partial: files.length === 3 && !files.some((f) => f.name === "SDN.CSV") }).catch(
      (thrown: unknown) => thrown,
    );
    expect(failure).toBeInstanceOf(Error);
    expect((failure as Error).message).toMatch(why);
    expect((failure as Error).message).not.toContain("\n");
    expect(await store.current()).toEqual([before]);
  });
  it("an unknown source is named with those that exist", () => {
    expect(() => sourceOf("ofac")).toThrow(/no list called "ofac".*ofac-sdn, ofac-non-sdn, un-sc/);
  });
});

describe("picking files", () => {
  it("a UN folder with two XML files asks for the one to import", () => {
    expect(() => pickFiles(sourceOf("un-sc"), ["consolidated-2025-11.xml", "consolidated-2026-02.xml"])).toThrow(
      /Name the one file/,
    );
  });
  it("the plain name wins over a dated copy beside it", () => {
    const picked = pickFiles(sourceOf("ofac-sdn"), [
      "sdn.csv",
      "sdn-2021-09-21.csv",
      "alt.csv",
      "add.csv",
      "sdn_comments.csv",
      "readme.txt",
    ]);
    expect(picked.names.get("primary")).toBe("sdn.csv");
  });
  it("every source has an edition and every file of it a name that its own pattern takes", () => {
    for (const source of LIST_SOURCES)
      for (const file of source.editions.flatMap((edition) => edition.files)) expect(file.name).toMatch(file.pattern);
  });
});
