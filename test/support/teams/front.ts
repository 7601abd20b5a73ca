import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** One activity as a client handed it over, byte for byte. */
interface Handed {
  readonly activity: Readonly<Record<string, unknown>>;
  readonly bytes: Buffer;
}

export interface Front {
  /** Endpoint to give to the client. */
  readonly endpoint: string;
  readonly handed: readonly Handed[];
  /** How many of them the bot has answered. */
  readonly acknowledged: () => number;
  /** Where activities go on to; `null` answers 503. */
  forwardTo(endpoint: string | null): void;
  /** Hands an activity over once more, as Teams does when it saw no acknowledgement. */
  again(handed: Handed): Promise<void>;
  stop(): Promise<void>;
}

/** Stands between a client and bots that come and go, and keeps what was handed over. */
export const startFront = async (): Promise<Front> => {
  const handed: Handed[] = [];
  let target: string | null = null;
  let acknowledged = 0;
  const carry = (bytes: Buffer): Promise<Response> => {
    if (target === null) return Promise.resolve(new Response(null, { status: 503 }));
    return fetch(target, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: new Uint8Array(bytes),
    });
  };
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", async () => {
      const bytes = Buffer.concat(chunks);
      handed.push({ activity: JSON.parse(bytes.toString("utf8")), bytes });
      try {
        const answer = await carry(bytes);
        outgoing.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "text/plain" });
        outgoing.end(Buffer.from(await answer.arrayBuffer()));
      } catch {
        outgoing.writeHead(502).end();
      } finally {
        acknowledged += 1;
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`,
    handed,
    acknowledged: () => acknowledged,
    forwardTo: (endpoint) => {
      target = endpoint;
    },
    again: async ({ bytes }) => void (await (await carry(bytes)).arrayBuffer()),
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};
