import { describe, expect, it } from "vitest";
import { askedScopes } from "../../src/ask/asked-scope.ts";
import { EVERYTHING } from "../../src/ask/library.ts";
import { readQuestion } from "../../src/ask/question.ts";
import { scopedLibrary } from "../../src/ask/scoped-library.ts";
import { documentId, passageId } from "../../src/core/brand.ts";
import { isoDate } from "../../src/core/dates.ts";
import type { DocumentScope } from "../../src/core/document-scope.ts";
import { askerOf, libraryOf, plainContext } from "../support/library.ts";

const library = libraryOf([
  {
    id: "office",
    title: "The office lists Anna Example",
    publisher: "US Fictional Office (FOX)",
    kind: "designation",
    publishedOn: "2025-07-08",
    parties: [["Anna Example", "person"]],
    events: [["2025-07-08", "designated", "Anna Example"]],
    text: "On 8 July 2025 the Fictional Office listed Anna Example. Thieves took 40 boats from the Oslo Example Harbour.",
  },
  {
    id: "police",
    title: "Police report on the harbour",
    publisher: "Oslo Example Police",
    kind: "report",
    publishedOn: "2022-03-01",
    parties: [["Oslo Example Harbour", "organisation"]],
    text: "Thieves took 55 boats from the Oslo Example Harbour. The harbour master is Bela Sample.",
  },
  {
    id: "advice",
    title: "Advice for harbours",
    publisher: "US Fictional Office (FOX); Oslo Example Police",
    kind: "advisory",
    publishedOn: "2024-05-01",
    text: "What to do\n\n• Harbours should count their boats every night.",
  },
]);
const ask = askerOf(library);
const scope = (over: Partial<DocumentScope>): DocumentScope => ({ publishers: [], kinds: [], tags: [], ...over });
const cited = (answer: { readonly citations: readonly { readonly documentId: string | null }[] }) =>
  answer.citations.map((citation) => citation.documentId);

describe("a channel's document scope", () => {
  it("keeps a document out of the answer that would give it", async () => {
    const question = "Who is the harbour master of the Oslo Example Harbour?";
    expect(cited(await ask(question, plainContext))).toEqual(["police"]);
    const narrow = await ask(question, { ...plainContext, scope: scope({ publishers: ["FOX"] }) });
    expect(narrow.status).toBe("not-in-sources");
    expect([...cited(narrow), ...narrow.alsoRelevant.map((d) => d.title)]).toEqual([]);
  });
  it.each([
    ["kinds", scope({ kinds: ["advisory"] })],
    ["publishers of which none holds it", scope({ publishers: ["Police"] })],
    ["a tag that no document has", scope({ tags: ["DPRK9"] })],
  ])("holds for dated events too: %s", async (_name, narrow) => {
    const answer = await ask("Is Anna Example sanctioned?", { ...plainContext, scope: narrow });
    expect([answer.status, cited(answer)]).toEqual(["not-in-sources", []]);
  });
  it("leaves a library without the names and events of the documents outside it", () => {
    const narrow = scopedLibrary(library, scope({ kinds: ["report"] }));
    expect([...narrow.names.all()]).toEqual(["oslo example harbour"]);
    expect([narrow.events(), narrow.eventsOf("Anna Example")]).toEqual([[], []]);
    expect(library.eventsOf("Anna Example")).toHaveLength(1);
    expect(narrow.document(documentId("office"))).toBeNull();
    expect(narrow.passagesOf(documentId("office"))).toEqual([]);
    expect(narrow.passage(passageId(documentId("office"), 0))).toBeNull();
  });
  it("is named in the answer, with what it leaves to be searched", async () => {
    const answer = await ask("Who is Dora Specimen?", { ...plainContext, scope: scope({ publishers: ["Police"] }) });
    expect(answer.searched).toMatchObject({ documents: 2, scope: "documents of Police" });
    expect(answer.text).toContain("I searched 2 notices and reports (latest 1 May 2024)");
    expect(answer.text).toContain("documents of Police");
  });
  it("of empty rows is every document", async () => {
    const answer = await ask("Is Anna Example sanctioned?", { ...plainContext, scope: scope({}) });
    expect([answer.status, answer.searched.scope]).toEqual(["answered", undefined]);
  });
});

describe("where a question says the answer stands", () => {
  const question = "How many boats did thieves take from the Oslo Example Harbour";
  const rows: readonly (readonly [string, string, string])[] = [
    ["according to a publisher", `${question} according to the Oslo Example Police?`, "police"],
    ["according to a short form", `${question} according to FOX?`, "office"],
    [
      "in its reports",
      `In reports of the harbour, how many boats did thieves take in Oslo Example Police reports?`,
      "police",
    ],
    ["after a year that only one source is young enough for", `${question} since 2025?`, "office"],
  ];
  it.each(rows)("%s", async (_name, asked, source) => {
    expect(cited(await ask(asked, plainContext))[0]).toBe(source);
  });
  it("an older document does not tell of later years", async () => {
    const answer = await ask("Who is the harbour master of the Oslo Example Harbour since 2024?", plainContext);
    expect(cited(answer)).not.toContain("police");
  });
  const none: readonly string[] = [
    "Who is Anna Example?",
    "What does Anna Example report?",
    "How many boats were taken from the harbour?",
    "Who was named in a report?",
  ];
  it.each(none)("nowhere in particular: %s", (asked) => {
    expect(askedScopes(readQuestion(asked, library), library, EVERYTHING, isoDate("2026-11-22")).first).toBeNull();
  });
  const kinds: readonly (readonly [string, string | null, string | null])[] = [
    ["What do FOX advisories say on boats?", "FOX", null],
    ["Which boats are named in FOX advisories?", "FOX", "advisory"],
    ["Which boats are named in advisories?", null, "advisory"],
    ["What does the Oslo Example Police say about boats?", "Oslo Example Police", null],
  ];
  it.each(kinds)("%s", (asked, publisher, kind) => {
    const { first } = askedScopes(readQuestion(asked, library), library, EVERYTHING, isoDate("2026-11-22"));
    expect([first?.publisher ?? null, first?.kind ?? null]).toEqual([publisher, kind]);
  });
});
