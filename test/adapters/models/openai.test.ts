import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeOpenAiModel } from "../../../src/adapters/models/openai.ts";
import { Unavailable } from "../../../src/core/errors.ts";
import { type LyingModel, startLyingModel } from "../../support/lying-model.ts";

let server: LyingModel;
beforeAll(async () => {
  server = await startLyingModel();
});
afterAll(() => server.close());

const request = { system: "s", user: "u", maxOutputTokens: 100, timeoutMs: 5_000, tools: [] };
const model = () => makeOpenAiModel({ apiKey: null, baseUrl: server.baseUrl, model: "scripted" });

describe("makeOpenAiModel", () => {
  it("gives text, model and tokens", async () => {
    server.script(() => ({ kind: "body", text: "hello" }));
    expect(await model().complete(request)).toEqual({
      text: "hello",
      model: "scripted",
      inputTokens: 100,
      outputTokens: 20,
    });
  });

  it("asks a server without JSON schema again in a plainer form, and remembers it", async () => {
    const own = model();
    server.script((_, attempt) =>
      attempt <= 2
        ? { kind: "raw", status: 400, text: '{"error":{"message":"unknown field response_format"}}' }
        : { kind: "body", text: "ok" },
    );
    expect((await own.complete(request)).text).toBe("ok");
    expect(server.requests.map(({ body }) => "response_format" in body)).toEqual([true, true, false]);
    server.script(() => ({ kind: "body", text: "ok" }));
    await own.complete(request);
    expect(server.requests.map(({ body }) => "response_format" in body)).toEqual([false]);
  });

  it("tries again after 429 and 500", async () => {
    server.script((_, attempt) =>
      attempt < 3 ? { kind: "raw", status: attempt === 1 ? 429 : 500, text: "{}" } : { kind: "body", text: "ok" },
    );
    expect((await model().complete(request)).text).toBe("ok");
  });

  const refused: readonly (readonly [string, Parameters<LyingModel["script"]>[0], RegExp])[] = [
    ["429 without end", () => ({ kind: "raw", status: 429, text: "{}" }), /over its limit \(HTTP 429\)/],
    ["500 without end", () => ({ kind: "raw", status: 500, text: "{}" }), /HTTP 500/],
    ["401", () => ({ kind: "raw", status: 401, text: '{"error":{"message":"no"}}' }), /refused the key \(HTTP 401\)/],
    ["a page instead of JSON", () => ({ kind: "raw", status: 200, text: "<html></html>" }), /language model/],
    ["no choices", () => ({ kind: "raw", status: 200, text: '{"choices":[]}' }), /sent no text/],
    ["an empty text", () => ({ kind: "body", text: " " }), /sent no text/],
    ["a torn connection", () => ({ kind: "torn" }), /language model/],
  ];
  it.each(refused)("says in one sentence: %s", async (_claim, script, message) => {
    server.script(script);
    const asked = model().complete(request);
    await expect(asked).rejects.toThrow(Unavailable);
    await expect(asked).rejects.toThrow(message);
  });

  it("gives up on a server that never answers when the time is over", async () => {
    server.script(() => ({ kind: "stall" }));
    await expect(model().complete({ ...request, timeoutMs: 300 })).rejects.toThrow(/did not answer within 0\.3 s/);
  });
});
