import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

/** One HTTP request that left the bot, as bytes on the wire. */
export interface Left {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | null;
  readonly bytes: number;
  readonly body: Readonly<Record<string, unknown>>;
  /** Status it was answered with. */
  readonly status: number;
}

export interface Recorder {
  /** Service URL to give to the bot. */
  readonly url: string;
  readonly left: readonly Left[];
  /** Where requests go on to; `null` answers 201 itself. */
  forwardTo(url: string | null): void;
  /** The next requests are answered with these statuses, one each, before anything is forwarded. */
  failNext(statuses: readonly { readonly status: number; readonly headers?: Readonly<Record<string, string>> }[]): void;
  stop(): Promise<void>;
}

/** Stands between the bot and the Bot Connector, keeps every body, and can fail like it. */
export const startRecorder = async (): Promise<Recorder> => {
  const left: Left[] = [];
  const failures: { status: number; headers?: Readonly<Record<string, string>> }[] = [];
  let target: string | null = null;
  let created = 0;
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const bytes = Buffer.concat(chunks);
      const keep = (status: number): void => {
        left.push({
          method: incoming.method ?? "",
          path: incoming.url ?? "",
          authorization: incoming.headers.authorization ?? null,
          bytes: bytes.length,
          body: bytes.length > 0 ? JSON.parse(bytes.toString("utf8")) : {},
          status,
        });
      };
      const answer = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void => {
        keep(status);
        outgoing.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
      };
      const failure = failures.shift();
      if (failure)
        return answer(failure.status, { error: { code: "Recorder", message: "failed on purpose" } }, failure.headers);
      if (target === null) return answer(201, { id: `message-${++created}` });
      const onward = request(
        `${target}${incoming.url}`,
        { method: incoming.method ?? "POST", headers: { ...incoming.headers, host: new URL(target).host } },
        (response) => {
          keep(response.statusCode ?? 0);
          outgoing.writeHead(response.statusCode ?? 502, response.headers);
          response.pipe(outgoing);
        },
      );
      onward.on("error", (error) => answer(502, { error: { code: "Recorder", message: error.message } }));
      onward.end(bytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    left,
    forwardTo: (url) => {
      target = url;
    },
    failNext: (statuses) => {
      failures.push(...statuses);
    },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};
