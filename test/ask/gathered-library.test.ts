import { describe, expect, it } from "vitest";
import { gatherLibrary } from "../../src/ask/gathered-library.ts";
import { rarity } from "../../src/ask/query.ts";
import { isoDate } from "../../src/core/dates.ts";
import { cutPassages } from "../../src/corpus/passages.ts";
import type { PartOfDocument, PassageSearch } from "../../src/ports/passage-search.ts";
import { askerOf, documentOf, plainContext } from "../support/library.ts";

const listed = documentOf({
  id: "listed",
  title: "Fictional designation",
  text: "The office listed Example Mixer on 8 July 2025.",
  parties: [["Example Mixer", "organisation", "EM Mixer"]],
  events: [["2025-07-08", "designated", "Example Mixer"]],
});
const long = documentOf({
  id: "long",
  title: "Fictional rules",
  text: Array.from({ length: 12 }, (_, i) => `Rule ${i} binds the firm. ${"It holds for every customer. ".repeat(25)}`)
    .map((text, i) => (i === 8 ? `The zircon vault opened in Vienna in 2024. ${text}` : text))
    .join("\n\n"),
});
const at = cutPassages(long).filter((passage) => passage.text.includes("zircon"));
const partOf = (document: typeof listed, passages = cutPassages(document)): PartOfDocument => ({
  document: { ...document, text: "" },
  passages,
});

const KNOWN = new Map([
  ["mixer", 400],
  ["zircon", 3],
  ["vault", 50],
  ["open", 90_000],
  ["vienna", 700],
  ["exampl", 20_000],
]);
/** A search that finds what it is given and says that there are a million passages. */
const searchOf = (found: Partial<PassageSearch>): PassageSearch => ({
  survey: async (stems) => ({
    documents: 4_321,
    latest: isoDate("2026-02-01"),
    publishers: ["Fictional Office"],
    passages: 1_000_000,
    meanWords: 80,
    meanContext: 10,
    having: new Map([...KNOWN].filter(([stem]) => stems.includes(stem))),
  }),
  wordsLike: async () => [],
  parties: async () => [],
  search: async () => [],
  dated: async () => [],
  ...found,
});
const asked = (text: string) => ({ text, turns: [], scope: null, asOf: null, today: isoDate("2026-11-22") });
const answer = (search: PassageSearch, question: string) =>
  askerOf(null as never, { library: (about) => gatherLibrary(search, about) })(question, plainContext);

describe("a library gathered for one question", () => {
  it("has the dated documents of a party asked after, though no search finds them", async () => {
    const search = searchOf({
      parties: async (keys) => (keys.includes("em mixer") ? listed.parties : []),
      dated: async ({ parties }) => (parties?.includes("example mixer") ? [partOf(listed)] : []),
    });
    const { status, citations } = await answer(search, "Is EM Mixer sanctioned?");
    expect([status, citations.map((one) => one.quote)]).toEqual(["answered", [listed.text]]);
  });
  it("asks for the events of a period where changes are asked after", async () => {
    const periods: unknown[] = [];
    const search = searchOf({
      dated: async (events) => {
        periods.push(events);
        return [partOf(listed)];
      },
    });
    const { text } = await answer(search, "Who was added in July 2025?");
    expect(periods).toEqual([{ parties: null, from: "2025-07-01", to: "2025-07-31" }]);
    expect(text).toContain("8 July 2025");
  });
  it("quotes at the offsets of the whole document, of which it read one passage", async () => {
    const search = searchOf({ search: async () => [partOf(long, at)] });
    const [citation] = (await answer(search, "When did the zircon vault open in Vienna?")).citations;
    expect(at[0]?.ordinal).toBeGreaterThan(3);
    expect(citation?.quote).toContain("zircon vault");
    expect(long.text.slice(citation?.start, citation?.end)).toBe(citation?.quote);
  });
  it("says of the whole corpus how many documents there are and how rare a word is", async () => {
    const library = await gatherLibrary(searchOf({}), asked("When did the zircon vault open?"));
    expect([library.size, library.latest(), [...library.publishers()]]).toEqual([
      4_321,
      "2026-02-01",
      ["Fictional Office"],
    ]);
    expect([library.hasWord("opened"), library.hasWord("nowhere")]).toEqual([true, false]);
    expect(library.rarityOf("opened")).toBeCloseTo(rarity(1_000_000, 90_000));
    expect(library.rarityOf("zircon")).toBeCloseTo(rarity(1_000_000, 3));
  });
  it("reads a mistyped word as the word of the corpus that it is a slip of", async () => {
    const sought: string[][] = [];
    const search = searchOf({
      wordsLike: async () => ["zircon", "zirconium", "bridge"],
      search: async (stems) => {
        sought.push(stems.map(({ stem }) => stem));
        return [];
      },
    });
    const library = await gatherLibrary(search, asked("when did the zirkon vault open?"));
    expect(library.likeWord("zirkon")).toEqual(["zircon"]);
    expect(sought[0]).toContain("zircon");
  });
  it("searches for stems that some passage has, and for no word of the asking", async () => {
    const sought: unknown[] = [];
    const search = searchOf({
      search: async (stems) => {
        sought.push(stems);
        return [];
      },
    });
    await gatherLibrary(search, asked("what must the zircon and the wombat open?"));
    expect(sought[0]).toEqual([
      { stem: "zircon", passages: 3, weight: rarity(1_000_000, 3) },
      { stem: "open", passages: 90_000, weight: rarity(1_000_000, 90_000) },
    ]);
  });
});
