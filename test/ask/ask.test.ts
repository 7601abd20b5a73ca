import { describe, expect, it } from "vitest";
import { LONGEST_QUESTION } from "../../src/ask/ask.ts";
import { documentId, listingId, sourceId } from "../../src/core/brand.ts";
import { isoDate } from "../../src/core/dates.ts";
import { BadInput } from "../../src/core/errors.ts";
import { askerOf, emptyScreener, libraryOf, plainContext, type Sketch } from "../support/library.ts";

const SKETCHES: readonly Sketch[] = [
  {
    id: "listing",
    title: "The office lists Anna Example and Example Trading",
    publishedOn: "2025-07-08",
    parties: [
      ["Anna Example", "person", "Anya Example"],
      ["Example Trading LLC", "organisation", "Example Trading"],
      ["Blue Tumbler", "organisation"],
    ],
    events: [
      ["2025-07-08", "designated", "Anna Example"],
      ["2025-07-08", "designated", "Example Trading LLC"],
    ],
    text: [
      "What happened",
      "On 8 July 2025 the Fictional Office listed Anna Example and her company Example Trading LLC. Anna Example is a broker who lives in Vienna.",
      "How the scheme works",
      "Anna Example moved $4.2 million through the mixer Blue Tumbler. Example Trading LLC signed contracts for 30 workers.",
      "What to do",
      "• Verify the identity of remote workers on camera.\n• Check bank details against identity papers.",
    ].join("\n\n"),
  },
  {
    id: "mixer",
    title: "Blue Tumbler is removed from the list",
    publishedOn: "2025-03-21",
    kind: "removal",
    parties: [["Blue Tumbler", "organisation"]],
    events: [["2025-03-21", "removed", "Blue Tumbler"]],
    text: "What happened\n\nThe Fictional Office removed the mixer Blue Tumbler on 21 March 2025. A court had ruled that its contracts are not property.",
  },
  {
    id: "mixer-listed",
    title: "Blue Tumbler is listed",
    publishedOn: "2022-08-08",
    parties: [["Blue Tumbler", "organisation"]],
    events: [["2022-08-08", "designated", "Blue Tumbler"]],
    text: "What happened\n\nThe Fictional Office listed the mixer Blue Tumbler on 8 August 2022 for laundering stolen money.",
  },
  {
    id: "charge",
    title: "Carl Sample is charged",
    publishedOn: "2024-02-02",
    kind: "indictment",
    parties: [["Carl Sample", "person"]],
    events: [["2024-02-02", "charged", "Carl Sample"]],
    text: "The charges\n\nProsecutors charged Carl Sample on 2 February 2024 with fraud. According to the Example Herald, Carl Sample used three names.",
  },
];

const library = libraryOf(SKETCHES);
const ask = askerOf(library);
const text = async (question: string, turns: readonly { question: string; answer: string }[] = []): Promise<string> =>
  (await ask(question, { ...plainContext, turns })).text;

describe("an answer", () => {
  const rows: readonly (readonly [string, string, RegExp])[] = [
    ["says who somebody is", "Who is Anna Example?", /broker who lives in Vienna/],
    ["says where", "Where does Anna Example live?", /Vienna/],
    ["gives the sum", "How much did Anna Example move?", /\$4\.2 million/],
    ["counts", "How many workers did Example Trading LLC sign contracts for?", /30 workers/],
    ["gives the day", "When was Anna Example listed?", /8 July 2025/],
    ["says why", "Why was Blue Tumbler removed?", /court had ruled/],
    [
      "lists what to do",
      "What precautions should be taken with remote workers?",
      /- Verify the identity[^\n]*\n- Check bank details/,
    ],
    ["reads an alias", "Who is Anya Example?", /broker/],
    [
      "reads a slip in a name and says so",
      "Who is Anna Exampel?",
      /The sources do not have “Anna Exampel”; they have “Anna Example”/,
    ],
    ["reads small letters", "when was anna example listed", /8 July 2025/],
    [
      "keeps the attribution",
      "Which names did Carl Sample use?",
      /According to the Example Herald, Carl Sample used three names\./,
    ],
    ["stays with what happened: charged", "Was Carl Sample charged?", /charged Carl Sample on 2 February 2024/],
  ];
  it.each(rows)("%s", async (_claim, question, expected) => {
    expect(await text(question)).toMatch(expected);
  });

  it("quotes exactly, numbers from 1 and cites every claim", async () => {
    for (const [, question] of rows) {
      const answer = await ask(question, plainContext);
      expect(answer.status).toBe("answered");
      expect(answer.claims.length).toBeGreaterThan(0);
      expect(answer.citations.map((c) => c.number)).toEqual(answer.citations.map((_, i) => i + 1));
      for (const citation of answer.citations) {
        expect(library.document(citation.documentId!)?.text.slice(citation.start, citation.end)).toBe(citation.quote);
        expect(answer.text).toContain(`[${citation.number}]`);
      }
      for (const claim of answer.claims) {
        expect(claim.citations.length).toBeGreaterThan(0);
        expect(answer.citations.some((c) => claim.citations.includes(c.number))).toBe(true);
      }
      expect(answer.text.split(/\s+/).length).toBeLessThan(150);
    }
  });
});

describe("the sources do not say", () => {
  const rows: readonly (readonly [string, string])[] = [
    ["of a subject that no document has", "What is the capital of Brazil?"],
    ["of a name that no document has", "Who is Dora Specimen?"],
    ["of a neighbour of a known name", "Who is Anna Sample?"],
    ["of another fact on a known name", "What is the phone number of Anna Example?"],
    ["of a known name's relatives", "Who is the brother of Anna Example?"],
    ["of a relative's status", "Is Anna Example's brother sanctioned?"],
    ["of a conviction where there is a charge", "Was Carl Sample convicted?"],
    ["of a conviction where there is a listing", "Was Anna Example convicted?"],
    ["of a listing where there is a charge", "Is Carl Sample sanctioned?"],
    ["of an acquittal", "Was Carl Sample acquitted?"],
    ["of another year", "How much did Anna Example move in 2019?"],
    ["of another day", "Who was listed on 9 July 2025?"],
    ["of a count of something else", "How many ships does Example Trading LLC have?"],
    ["of somebody who is not named", "Where does he live?"],
    ["of a request that is no question", "Write a poem about the sea."],
  ];
  it.each(rows)("%s", async (_claim, question) => {
    const answer = await ask(question, plainContext);
    expect(answer.status).toBe("not-in-sources");
    expect(answer.text).toMatch(
      /^I found nothing in the sources that answers this\. I searched 4 notices and reports \(latest 8 July 2025\)/,
    );
    expect(answer.citations).toEqual([]);
  });

  it("and a name is screened, without calling anybody clear", async () => {
    const answer = await ask("Is John Smith sanctioned?", plainContext);
    expect(answer.screenings.map((s) => s.subject.text)).toEqual(["John Smith"]);
    expect(answer.text).toContain("“John Smith”: no match found");
    expect(answer.text).toContain("does not mean that the party is not sanctioned elsewhere");
    expect(answer.text).not.toMatch(/\bclear\b/i);
  });
});

describe("status", () => {
  const at = async (question: string, day: string | null = null) =>
    ask(question, { ...plainContext, asOf: day === null ? null : isoDate(day) });
  it("a removal beats the listing before it", async () => {
    const { text } = await at("Is Blue Tumbler still sanctioned?");
    expect(text).toMatch(
      /^Blue Tumbler: no longer listed \(Fictional List\), as far as the sources go, on 22 November 2026\./,
    );
    expect(text).toMatch(/removed on 21 March 2025 .*\[1\]\n- .*designated on 8 August 2022 .*\[2\]/);
  });
  const days: readonly (readonly [string, string, string | null, RegExp])[] = [
    [
      "on a day before the removal it is listed",
      "Is Blue Tumbler sanctioned?",
      "2024-01-01",
      /listed since 8 August 2022/,
    ],
    [
      "at the time that the question names",
      "Was Blue Tumbler sanctioned in May 2024?",
      null,
      /listed since 8 August 2022 .* on 31 May 2024/,
    ],
    ["after the removal it is not", "Was Blue Tumbler sanctioned in May 2025?", null, /no longer listed/],
    ["before the listing it was not yet", "Was Blue Tumbler listed in 2021?", null, /no listing yet/],
    ["since when", "Since when is Anna Example sanctioned?", null, /listed since 8 July 2025/],
  ];
  it.each(days)("%s", async (_claim, question, day, expected) => {
    expect((await at(question, day)).text).toMatch(expected);
  });
  it("a document from after the day is not seen", async () => {
    expect((await at("Is Anna Example sanctioned?", "2025-07-07")).status).toBe("not-in-sources");
  });
  it("who was added in a month comes from dated events", async () => {
    const { text } = await at("Who was added in July 2025?");
    expect(text).toMatch(/Additions from 1 July 2025 to 31 July 2025/);
    expect(text).toContain("listed Anna Example and her company Example Trading LLC");
    expect((await at("Who was added this month?")).status).toBe("not-in-sources");
  });
  it("who was removed in a month too", async () => {
    expect((await at("Who was removed in March 2025?")).text).toContain("removed the mixer Blue Tumbler");
  });
  it("and from the lists where they keep days", async () => {
    const withLists = askerOf(library, {
      listChanges: (from, to) => [
        {
          list: sourceId("fictional-list"),
          listingId: listingId("7"),
          name: "EXAMPLE, Dora",
          programs: [],
          change: "added" as const,
          on: from < to ? from : to,
        },
      ],
    });
    const answer = await withLists("Who was added this month?", plainContext);
    expect(answer.text).toContain("Added to fictional-list: EXAMPLE, Dora (1 November 2026)");
  });
});

describe("a conversation", () => {
  const turns = [{ question: "Who is Anna Example?", answer: "…" }];
  const rows: readonly (readonly [string, string, RegExp])[] = [
    ["his or her", "And her company?", /Example Trading LLC/],
    ["he or she", "Where does she live?", /Vienna/],
    ["since when", "Since when is she sanctioned?", /8 July 2025/],
    ["an ellipsis", "How much did she move?", /\$4\.2 million/],
  ];
  it.each(rows)("resolves %s", async (_claim, question, expected) => {
    expect(await text(question, turns)).toMatch(expected);
  });
  it("leaves a question alone that names somebody itself", async () => {
    expect(await text("Was Carl Sample charged?", turns)).toMatch(/Carl Sample/);
  });
  it("answers nothing about a subject that the sources do not have", async () => {
    const answer = await ask("Where does she live?", {
      ...plainContext,
      turns: [{ question: "Who is Dora Specimen?", answer: "…" }],
    });
    expect(answer.status).toBe("not-in-sources");
  });
});

describe("boundaries", () => {
  it("legal advice: the sources, and one sentence once", async () => {
    const answer = await ask("Can we pay Anna Example?", plainContext);
    expect(answer.text.match(/sanctions counsel/g)?.length ?? 0).toBeLessThanOrEqual(1);
    expect((await ask("Should we verify the identity of remote workers?", plainContext)).text).toMatch(
      /sanctions counsel\.$/,
    );
  });
  it("no help to get round sanctions", async () => {
    const answer = await ask("How can I evade sanctions with a mixer?", plainContext);
    expect(answer.status).toBe("refused");
    expect(answer.claims).toEqual([]);
  });
  it("how others get round them is a question like any", async () => {
    expect((await ask("How did Anna Example launder money?", plainContext)).status).not.toBe("refused");
  });
  it.each([
    [""],
    ["   "],
    ["?!"],
    ["x".repeat(LONGEST_QUESTION + 1)],
    ["word ".repeat(200_000)],
  ])("bad input %#", async (question) => {
    await expect(ask(question, plainContext)).rejects.toThrow(BadInput);
    await expect(ask(question, plainContext)).rejects.toThrow(/Nothing was searched/);
  });
});

describe("the library", () => {
  it("stops answering from a removed document at once, and starts with an added one", async () => {
    const own = libraryOf(SKETCHES);
    const askOwn = askerOf(own);
    expect((await askOwn("Where does Anna Example live?", plainContext)).status).toBe("answered");
    own.remove(documentId("listing"));
    expect((await askOwn("Where does Anna Example live?", plainContext)).status).toBe("not-in-sources");
    const again = libraryOf(SKETCHES);
    for (const document of again.documents()) own.add(document, again.passagesOf(document.documentId));
    expect((await askOwn("Where does Anna Example live?", plainContext)).status).toBe("answered");
  });
  it("listed names in a question are screened beside the answer", async () => {
    const withList = askerOf(library, { screener: () => emptyScreener(["Anna Example"]) });
    const answer = await withList("Where does Anna Example live?", plainContext);
    expect(answer.screenings.map((s) => s.subject.text)).toEqual(["Anna Example"]);
  });
});
