import { AIMessage } from "@langchain/core/messages";
import { fakeModel } from "@langchain/core/testing";
import { describe, expect, it } from "vitest";
import { makeAgentModel, openAiAgent } from "../../../src/adapters/models/agent.ts";
import { makeOpenAiModel } from "../../../src/adapters/models/openai.ts";
import { CorpusRetriever } from "../../../src/adapters/models/retriever.ts";
import { EVERYTHING } from "../../../src/ask/library.ts";
import { Unavailable } from "../../../src/core/errors.ts";
import type { LanguageModel } from "../../../src/ports/language-model.ts";
import { askerOf, libraryOf, plainContext } from "../../support/library.ts";
import { startLyingModel } from "../../support/lying-model.ts";

const plain = (text: string): LanguageModel => ({
  complete: async () => ({ text, model: "plain", inputTokens: 1, outputTokens: 1 }),
});
const request = (run: (text: string) => Promise<string>) => ({
  system: "s",
  user: "u",
  maxOutputTokens: 100,
  timeoutMs: 3_000,
  tools: [{ name: "search_sources", what: "Finds passages.", argument: "what to find", run }],
});

describe("makeAgentModel", () => {
  it("looks things up before it answers", async () => {
    const asked: string[] = [];
    const model = fakeModel()
      .respondWithTools([{ name: "search_sources", args: { text: "anna example" } }])
      .respond(new AIMessage("the answer"));
    const agent = makeAgentModel({ model, modelName: "fake", fallback: null, plain: plain("plain") });
    const completion = await agent.complete(
      request(async (text) => {
        asked.push(text);
        return "found";
      }),
    );
    expect(asked).toEqual(["anna example"]);
    expect(completion).toMatchObject({ text: "the answer", model: "fake" });
  });

  it("asks plainly when the agent fails", async () => {
    const model = fakeModel().alwaysThrow(new Error("tools are not supported"));
    const agent = makeAgentModel({ model, modelName: "fake", fallback: null, plain: plain("plain answer") });
    expect((await agent.complete(request(async () => ""))).text).toBe("plain answer");
  });

  it("asks the fallback model first", async () => {
    const model = fakeModel().alwaysThrow(new Error("down"));
    const fallback = fakeModel().respond(new AIMessage("from the fallback"));
    const agent = makeAgentModel({ model, modelName: "fake", fallback, plain: plain("plain") });
    expect((await agent.complete(request(async () => ""))).text).toMatch(/from the fallback|plain/);
  });

  it("stops a model that looks things up without end", async () => {
    let calls = 0;
    let model = fakeModel();
    for (let i = 0; i < 50; i++)
      model = model.respondWithTools([{ name: "search_sources", args: { text: `again ${i}` } }]);
    const agent = makeAgentModel({ model, modelName: "fake", fallback: null, plain: plain("plain") });
    const completion = await agent.complete(
      request(async () => {
        calls++;
        return "found";
      }),
    );
    expect(completion.text).toBe("plain");
    expect(calls).toBeLessThanOrEqual(6);
  });

  it("says so when the time is over", async () => {
    const model = fakeModel().respondWithTools([{ name: "search_sources", args: { text: "x" } }]);
    const agent = makeAgentModel({ model, modelName: "fake", fallback: null, plain: plain("plain") });
    const asked = agent.complete({ ...request(() => new Promise(() => {})), timeoutMs: 200 });
    await expect(asked).rejects.toThrow(Unavailable);
  });
});

describe("openAiAgent on the wire", () => {
  it("asks plainly where the server knows no tools", async () => {
    const server = await startLyingModel();
    server.script((_, attempt) =>
      "tools" in (server.requests[attempt - 1]?.body ?? {})
        ? { kind: "raw", status: 400, text: '{"error":{"message":"tools are not supported"}}' }
        : { kind: "body", text: "plain words" },
    );
    const settings = { apiKey: null, baseUrl: server.baseUrl, model: "scripted" };
    const agent = openAiAgent(settings, null, makeOpenAiModel(settings));
    expect((await agent.complete(request(async () => ""))).text).toBe("plain words");
    await server.close();
  });
  it("asks the fallback model of the same endpoint when the first one fails, and says that it was that one", async () => {
    const server = await startLyingModel();
    server.script((_, attempt) =>
      server.requests[attempt - 1]?.body.model === "first"
        ? { kind: "raw", status: 500, text: '{"error":{"message":"boom"}}' }
        : { kind: "body", text: "from the second" },
    );
    const settings = { apiKey: null, baseUrl: server.baseUrl, model: "first" };
    const agent = openAiAgent(settings, "second", makeOpenAiModel(settings));
    const completion = await agent.complete(request(async () => ""));
    expect(completion.text).toBe("from the second");
    // The server of this test calls every model "scripted".
    expect(completion).toMatchObject({ model: "scripted", inputTokens: 100, outputTokens: 20 });
    expect(server.requests.map(({ body }) => body.model)).toContain("second");
    await server.close();
  });
  it("sends at most the output tokens that it was given", async () => {
    const server = await startLyingModel();
    server.script(() => ({ kind: "body", text: "words" }));
    const settings = { apiKey: null, baseUrl: server.baseUrl, model: "scripted" };
    await openAiAgent(settings, null, makeOpenAiModel(settings)).complete(request(async () => ""));
    const { max_tokens: one, max_completion_tokens: other } = server.requests[0]?.body ?? {};
    expect(Number(one ?? other)).toBeLessThanOrEqual(1_200);
    await server.close();
  });
  it("gives up in time on a server that never answers", async () => {
    const server = await startLyingModel();
    server.script(() => ({ kind: "stall" }));
    const settings = { apiKey: "key", baseUrl: server.baseUrl, model: "scripted" };
    const agent = openAiAgent(settings, "other", makeOpenAiModel(settings));
    await expect(agent.complete({ ...request(async () => ""), timeoutMs: 400 })).rejects.toThrow(Unavailable);
    await server.close();
  });
});

const library = libraryOf([
  {
    id: "listing",
    title: "The office lists Anna Example",
    parties: [["Anna Example", "person"]],
    text: "What happened\n\nOn 8 July 2025 the Fictional Office listed Anna Example. Anna Example is a broker who lives in Vienna.",
  },
  {
    id: "second",
    title: "On brokers",
    parties: [["Bela Sample", "person"]],
    text: "Bela Sample sold 12 boats in Oslo to a bank.",
  },
]);

describe("an answer through the agent", () => {
  it("may cite a passage that it looked up, and what it says is checked", async () => {
    const told = (text: string, passageId: string, quote: string) => ({ text, passageId, quote });
    const model = fakeModel()
      .respondWithTools([{ name: "search_sources", args: { text: "boats in oslo" } }])
      .respond(
        new AIMessage(
          JSON.stringify({
            claims: [
              told("Bela Sample sold 12 boats in Oslo to a bank.", "second#0", "Bela Sample sold 12 boats in Oslo"),
              told("Bela Sample sold 13 boats in Oslo to a bank.", "second#0", "Bela Sample sold 12 boats in Oslo"),
            ],
          }),
        ),
      );
    const ask = askerOf(library, {
      model: makeAgentModel({ model, modelName: "fake", fallback: null, plain: plain("{}") }),
      modelTimeoutMs: 3_000,
    });
    const answer = await ask("What did Bela Sample sell?", plainContext);
    expect(answer.composedBy).toBe("model");
    expect(answer.claims.map((claim) => claim.text)).toEqual(["Bela Sample sold 12 boats in Oslo to a bank."]);
    expect(answer.modelUse?.refusedClaims).toBe(1);
  });
});

describe("CorpusRetriever", () => {
  it("gives passages with what is needed to cite them", async () => {
    const retriever = new CorpusRetriever((query, k) => library.search(query, k, EVERYTHING), 3);
    const [first] = await retriever.invoke("who lives in vienna");
    expect(first?.pageContent).toContain("Anna Example is a broker who lives in Vienna.");
    expect(first?.metadata).toMatchObject({ documentId: "listing", title: "The office lists Anna Example", start: 15 });
  });
});
