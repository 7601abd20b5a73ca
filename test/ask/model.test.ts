import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeOpenAiModel } from "../../src/adapters/models/openai.ts";
import { proposedClaims } from "../../src/ask/model-answer.ts";
import { askerOf, libraryOf, plainContext } from "../support/library.ts";
import { LIES } from "../support/lies.ts";
import { type LyingModel, startLyingModel } from "../support/lying-model.ts";

const library = libraryOf([
  {
    id: "listing",
    title: "The office lists Anna Example",
    parties: [["Anna Example", "person"]],
    text: "What happened\n\nOn 8 July 2025 the Fictional Office listed Anna Example for moving $4.2 million. Anna Example is a broker who lives in Vienna.",
  },
  {
    id: "other",
    title: "Another notice",
    parties: [["Bela Sample", "person"]],
    text: "Anna Example and Bela Sample met 12 times in Oslo. Bela Sample sells boats.",
  },
]);
const QUESTION = "Why was Anna Example listed?";

let server: LyingModel;
beforeAll(async () => {
  server = await startLyingModel();
});
afterAll(() => server.close());

const ask = () =>
  askerOf(library, {
    model: makeOpenAiModel({ apiKey: "key", baseUrl: server.baseUrl, model: "scripted" }),
    modelTimeoutMs: 400,
  });

describe("an honest model", () => {
  it("writes the answer, with quotes widened to whole sentences and its use recorded", async () => {
    server.script((passages) => {
      const passage = passages.find((p) => p.text.includes("$4.2 million"));
      return {
        kind: "body",
        text: `Here you are:\n\`\`\`json\n${JSON.stringify({ claims: [{ text: "The Fictional Office listed Anna Example for moving $4.2 million [1].", passageId: passage?.id, quote: "listed Anna Example for moving $4.2 million" }] })}\n\`\`\``,
      };
    });
    const answer = await ask()(QUESTION, plainContext);
    expect(answer.composedBy).toBe("model");
    expect(answer.text).toBe("The Fictional Office listed Anna Example for moving $4.2 million. [1]");
    expect(answer.citations[0]?.quote).toBe(
      "On 8 July 2025 the Fictional Office listed Anna Example for moving $4.2 million.",
    );
    expect(answer.modelUse).toEqual({
      model: "scripted",
      promptVersion: "answer/test",
      inputTokens: 100,
      outputTokens: 20,
      refusedClaims: 0,
      costUsd: null,
    });
  });

  it("has its cost recorded where prices are set", async () => {
    server.script((passages) => ({
      kind: "body",
      text: JSON.stringify({
        claims: [
          {
            text: "The Fictional Office listed Anna Example.",
            passageId: passages[0]?.id,
            quote: "the Fictional Office listed Anna Example for moving",
          },
        ],
      }),
    }));
    const priced = askerOf(library, {
      model: makeOpenAiModel({ apiKey: "key", baseUrl: server.baseUrl, model: "scripted" }),
      modelTimeoutMs: 2_000,
      modelPrices: { inputUsd: 2.5, outputUsd: 10 },
    });
    // 100 tokens in, 20 out: 0.00025 + 0.0002.
    expect((await priced(QUESTION, plainContext)).modelUse?.costUsd).toBe(0.00045);
  });

  it("is not asked about somebody whom no source names", async () => {
    server.script(() => ({ kind: "body", text: "{}" }));
    const answer = await ask()("Who is Dora Specimen?", plainContext);
    expect(answer.status).toBe("not-in-sources");
    expect(server.requests).toEqual([]);
  });

  it("keeps its supported claims when others of it are dropped", async () => {
    server.script((passages) => {
      const passage = passages.find((p) => p.text.includes("$4.2 million"));
      const quote = "listed Anna Example for moving $4.2 million";
      return {
        kind: "body",
        text: JSON.stringify({
          claims: [
            {
              text: "The Fictional Office listed Anna Example for moving $4.3 million.",
              passageId: passage?.id,
              quote,
            },
            { text: "The Fictional Office listed Anna Example.", passageId: passage?.id, quote },
          ],
        }),
      };
    });
    const answer = await ask()(QUESTION, plainContext);
    expect(answer.claims.map((claim) => claim.text)).toEqual(["The Fictional Office listed Anna Example."]);
    expect(answer.modelUse?.refusedClaims).toBe(1);
  });
});

describe("a lying model", () => {
  it.each(LIES.map((lie) => [lie.name, lie] as const))("%s: the extracted answer stands", async (_name, lie) => {
    server.script(lie.tell);
    const answer = await ask()(QUESTION, plainContext);
    expect(answer.status).toBe("answered");
    expect(answer.composedBy).toBe("extraction");
    expect(answer.text).toContain("listed Anna Example for moving $4.2 million");
    expect(answer.text).not.toMatch(/evil|Fabricated|4711|1987|Brasilia|guilty|approve|channel/);
  });
});

describe("proposedClaims", () => {
  const claim = { text: "a", passageId: "b", quote: "c" };
  const rows: readonly (readonly [string, string, readonly unknown[]])[] = [
    ["JSON alone", JSON.stringify({ claims: [claim] }), [claim]],
    ["JSON in a fence", `Sure\n\`\`\`json\n${JSON.stringify({ claims: [claim] })}\n\`\`\` done`, [claim]],
    ["half a JSON keeps its whole claims", `{"claims":[${JSON.stringify(claim)},{"text":"x`, [claim]],
    ["numbers of its own go", JSON.stringify({ claims: [{ ...claim, text: "a [3]【4】" }] }), [claim]],
    ["wrong types are no claims", '{"claims":[{"text":1,"passageId":"b","quote":"c"},null,7]}', []],
    ["no JSON", "I cannot help", []],
  ];
  it.each(rows)("%s", (_claim, text, expected) => {
    expect(proposedClaims(text)).toEqual(expected);
  });
});
