import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { searchWords } from "../../src/text/words.ts";

/** What the server does with one request: vectors of its own making, or something that is no answer. */
export type EmbeddingTrick =
  | "answer"
  | "down"
  | "nan"
  | "slow"
  | "strings"
  | "too-few"
  | "torn"
  | "uneven"
  | "busy-once"
  | "busy";

export interface EmbeddingServer {
  readonly baseUrl: string;
  /** Texts of each request, in order. */
  readonly requests: readonly (readonly string[])[];
  /** `dimensions` of the vectors it answers with. */
  play(trick: EmbeddingTrick, dimensions?: number): void;
  close(): Promise<void>;
}

/** Words that mean the same share a place of the vector. */
const SAME: Readonly<Record<string, string>> = { car: "automobile", physician: "doctor", purchased: "bought" };

/** A text as counts of its words, by hash: the same on every machine. */
export const hashVector = (text: string, dimensions: number): number[] => {
  const vector = new Array<number>(dimensions).fill(0);
  for (const word of searchWords(text)) {
    let hash = 7;
    for (const c of SAME[word] ?? word) hash = (Math.imul(hash, 31) + c.charCodeAt(0)) >>> 0;
    vector[hash % dimensions] = (vector[hash % dimensions] ?? 0) + 1;
  }
  vector[0] = (vector[0] ?? 0) + 0.01;
  return vector;
};

/** A `/v1/embeddings` endpoint on loopback. */
export const startEmbeddingServer = async (): Promise<EmbeddingServer> => {
  const requests: (readonly string[])[] = [];
  const open = new Set<ServerResponse>();
  let [trick, dimensions] = ["answer" as EmbeddingTrick, 256];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    open.add(response);
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { input } = JSON.parse(Buffer.concat(chunks).toString("utf8")) as { input: readonly string[] };
      requests.push(input);
      const played = trick;
      if (played === "busy-once") trick = "answer";
      respond(response, played === "busy-once" ? "busy" : played, input, dimensions);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    play: (next, size = 256) => {
      [trick, dimensions] = [next, size];
      requests.length = 0;
    },
    close: async () => {
      for (const response of open) response.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

const send = (response: ServerResponse, status: number, body: string): void => {
  response.writeHead(status, { "content-type": "application/json", "retry-after-ms": "1" });
  response.end(body);
};

type Row = Readonly<Record<string, unknown>> & { readonly embedding: readonly number[] };

/** What a wrong server sends with 200. */
const WRONG_ROWS: Partial<Record<EmbeddingTrick, (rows: readonly Row[]) => readonly unknown[]>> = {
  // JSON has no NaN; servers that have one send null.
  nan: (rows) => rows.map((row) => ({ ...row, embedding: [Number.NaN, ...row.embedding] })),
  strings: (rows) => rows.map((row) => ({ ...row, embedding: "AAAA" })),
  "too-few": (rows) => rows.slice(1),
  uneven: (rows) => rows.map((row, i) => ({ ...row, embedding: row.embedding.slice(i) })),
};

const respond = (
  response: ServerResponse,
  trick: EmbeddingTrick,
  input: readonly string[],
  dimensions: number,
): void => {
  if (trick === "slow") return;
  if (trick === "down" || trick === "busy") {
    send(response, trick === "down" ? 503 : 429, "{}");
    return;
  }
  if (trick === "torn") {
    response.write('{"data":[');
    response.destroy();
    return;
  }
  const rows = input.map((text, index) => ({ index, embedding: hashVector(text, dimensions) }));
  // A right answer comes out of order on purpose: the index says which is which.
  const data = WRONG_ROWS[trick]?.(rows) ?? rows.toReversed();
  send(response, 200, JSON.stringify({ object: "list", data }));
};
