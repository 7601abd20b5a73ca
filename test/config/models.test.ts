import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/config.ts";

describe("model settings", () => {
  const model = (env: Record<string, string>) => parseConfig({ OPENAI_API_KEY: "k", ...env }).model;
  it("show names to the model unless told not to, and know no price and no fallback", () => {
    expect(model({})).toMatchObject({ seesNames: true, prices: null, fallbackModel: null });
  });
  it("take both prices or none", () => {
    expect(model({ OPENAI_INPUT_PRICE: "0.4" })?.prices).toBeNull();
    expect(model({ OPENAI_INPUT_PRICE: "0.4", OPENAI_OUTPUT_PRICE: "1.6" })?.prices).toEqual({
      inputUsd: 0.4,
      outputUsd: 1.6,
    });
  });
  it("hide names", () => {
    expect(model({ MODEL_SEES_NAMES: "false" })?.seesNames).toBe(false);
    expect(() => model({ MODEL_SEES_NAMES: "no" })).toThrow(/MODEL_SEES_NAMES must be true or false, got "no"/);
  });
});

describe("embeddings settings", () => {
  const embeddings = (env: Record<string, string>) => parseConfig(env).embeddings;
  it("are off without a model", () => {
    expect(embeddings({ OPENAI_API_KEY: "k", EMBEDDINGS_BASE_URL: "https://example.org/v1" })).toBeNull();
  });
  it("take the endpoint of the language model where they name none", () => {
    const env = { EMBEDDINGS_MODEL: "m", OPENAI_API_KEY: "k", OPENAI_BASE_URL: "https://example.org/v1" };
    expect(embeddings(env)).toEqual({
      apiKey: "k",
      baseUrl: "https://example.org/v1",
      model: "m",
      weight: 0.5,
      timeoutMs: 1500,
    });
  });
  it("never send the language model's key to an endpoint of their own", () => {
    const env = { EMBEDDINGS_MODEL: "m", OPENAI_API_KEY: "k", EMBEDDINGS_BASE_URL: "https://example.net/v1" };
    expect(embeddings(env)).toMatchObject({ apiKey: null, baseUrl: "https://example.net/v1" });
  });
  it("say what is missing", () => {
    expect(() => embeddings({ EMBEDDINGS_MODEL: "m" })).toThrow(/EMBEDDINGS_BASE_URL or EMBEDDINGS_API_KEY is missing/);
  });
});
