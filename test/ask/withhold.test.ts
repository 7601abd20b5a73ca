import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeOpenAiModel } from "../../src/adapters/models/openai.ts";
import { readQuestion } from "../../src/ask/question.ts";
import { behindPlaceholders, withheldOf } from "../../src/ask/withhold.ts";
import type { CompletionRequest, LanguageModel } from "../../src/ports/language-model.ts";
import { askerOf, libraryOf, plainContext } from "../support/library.ts";
import { type LyingModel, startLyingModel } from "../support/lying-model.ts";

const library = libraryOf([
  {
    id: "listing",
    parties: [["Anna Example", "person"]],
    text: "On 8 July 2025 the Fictional Office listed Anna Example for moving $4.2 million. Anna Example met brokers in Vienna.",
  },
]);

let server: LyingModel;
beforeAll(async () => {
  server = await startLyingModel();
});
afterAll(() => server.close());

describe("what is withheld", () => {
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ["Why was Anna Example listed?", []],
    ["Did Anna Example pay Dora Specimen?", ["Dora Specimen"]],
    ["did anna example pay dora specimen?", ["dora", "specimen"]],
    ["Is our customer Zoltan Muster-Mann tied to Anna Example?", ["Zoltan Muster-Mann"]],
    ["What precautions should a company take?", []],
  ];
  it.each(rows)("%s", (text, expected) => {
    const found = withheldOf(readQuestion(text, library), [], library).map((item) => item.text);
    for (const name of expected) expect(found.join(" ")).toContain(name);
    if (expected.length === 0) expect(found).toEqual([]);
    expect(found.join(" ")).not.toMatch(/anna|example/i);
  });
  it("takes in listed names that the corpus does not know", () => {
    const found = withheldOf(readQuestion("Did she pay SPECIMEN, Dora?", library), ["SPECIMEN, Dora"], library);
    expect(found[0]?.text).toBe("SPECIMEN, Dora");
  });
});

describe("behindPlaceholders", () => {
  const seen: CompletionRequest[] = [];
  const looked: string[] = [];
  const model: LanguageModel = {
    complete: async (request) => {
      seen.push(request);
      const found = await request.tools[0]?.run("[name 1] in Vienna");
      return { text: `[name 1] lives. ${found}`, model: "m", inputTokens: 0, outputTokens: 0 };
    },
  };
  it("hides the name on the way in and from what is looked up, and puts it back on the way out", async () => {
    const tool = {
      name: "search",
      what: "w",
      argument: "a",
      run: async (text: string) => {
        looked.push(text);
        return "Nothing on dora  SPECIMEN.";
      },
    };
    const behind = behindPlaceholders(model, [{ text: "Dora Specimen", placeholder: "[name 1]" }]);
    const request = { system: "s", user: "Who is Dora Specimen?", maxOutputTokens: 1, timeoutMs: 1, tools: [tool] };
    const { text } = await behind.complete(request);
    expect(seen[0]?.user).toBe("Who is [name 1]?");
    expect(looked).toEqual(["Dora Specimen in Vienna"]);
    expect(text).toBe("Dora Specimen lives. Nothing on Dora Specimen.");
  });
});

describe("an answer with names withheld", () => {
  const question = "Why was Anna Example listed, asks our customer zebrowski?";
  const asked = (modelSeesNames: boolean) =>
    askerOf(library, {
      model: makeOpenAiModel({ apiKey: "key", baseUrl: server.baseUrl, model: "scripted" }),
      modelTimeoutMs: 2_000,
      modelSeesNames,
    })(question, plainContext);
  const claim = (text: string) => ({
    kind: "body" as const,
    text: JSON.stringify({
      claims: [{ text, passageId: "listing#0", quote: "listed Anna Example for moving $4.2 million" }],
    }),
  });
  it("is asked without the name, and still written by the model", async () => {
    server.script(() => claim("The Fictional Office listed Anna Example for moving $4.2 million."));
    const answer = await asked(false);
    expect(JSON.stringify(server.requests)).not.toMatch(/zebrowski/i);
    expect(JSON.stringify(server.requests)).toContain("Anna Example");
    expect(answer.composedBy).toBe("model");
  });
  it("with the switch on the name goes out: the check above can fail", async () => {
    server.script(() => claim("The Fictional Office listed Anna Example for moving $4.2 million."));
    await asked(true);
    expect(JSON.stringify(server.requests)).toMatch(/zebrowski/i);
  });
  it("is checked after the name is put back: a claim on it falls", async () => {
    server.script(() => claim("The Fictional Office listed [name 1] for moving $4.2 million."));
    const answer = await asked(false);
    expect(answer.composedBy).toBe("extraction");
    expect(answer.text).not.toMatch(/zebrowski|\[name 1\]/i);
  });
});
