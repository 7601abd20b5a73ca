import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeEmbedder } from "../../../src/adapters/models/embeddings.ts";
import { cosine } from "../../../src/ask/vectors.ts";
import { Unavailable } from "../../../src/core/errors.ts";
import { type EmbeddingServer, type EmbeddingTrick, startEmbeddingServer } from "../../support/embedding-server.ts";

let server: EmbeddingServer;
beforeAll(async () => {
  server = await startEmbeddingServer();
});
afterAll(() => server.close());
const embedder = () => makeEmbedder({ apiKey: null, baseUrl: server.baseUrl, model: "hashes" });

describe("makeEmbedder", () => {
  it("gives one vector a text in the order asked, each of length 1", async () => {
    server.play("answer");
    const [car, bank] = await embedder().embed(["car", "bank"], 5_000);
    const [automobile] = await embedder().embed(["automobile"], 5_000);
    expect(Math.hypot(...car!)).toBeCloseTo(1, 5);
    expect(cosine(car!, automobile!)).toBeGreaterThan(0.99);
    expect(cosine(car!, bank!)).toBeLessThan(0.5);
  });
  it("tries again after 429", async () => {
    server.play("busy-once");
    expect(await embedder().embed(["car"], 5_000)).toHaveLength(1);
    expect(server.requests).toHaveLength(2);
  });
  const refused: readonly (readonly [EmbeddingTrick, RegExp])[] = [
    ["busy", /HTTP 429/],
    ["down", /HTTP 503/],
    ["slow", /did not answer within 0\.3 s/],
    ["torn", /embeddings endpoint/],
    ["nan", /something else than numbers/],
    ["strings", /something else than numbers/],
    ["too-few", /sent 1 vectors for 2 texts/],
    ["uneven", /different lengths/],
  ];
  it.each(refused)("says in one sentence: %s", async (trick, message) => {
    server.play(trick);
    const asked = embedder().embed(["car", "bank"], trick === "slow" ? 300 : 5_000);
    await expect(asked).rejects.toThrow(Unavailable);
    await expect(asked).rejects.toThrow(message);
  });
});
