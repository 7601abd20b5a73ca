import { createServer, type IncomingHttpHeaders, request } from "node:http";
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
  /** What the answer names the message or conversation, `null` when it names none. */
  readonly id: string | null;
}

/** A request before it is answered. */
type Leaving = Pick<Left, "body" | "method" | "path">;

export interface Refusal {
  readonly status: number;
  /** The word of the Bot Connector for it. */
  readonly code?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Recorder {
  /** Service URL to give to the bot. */
  readonly url: string;
  readonly left: readonly Left[];
  /** Where requests go on to; `null` answers 201 itself. */
  forwardTo(url: string | null): void;
  /** The next requests are answered with these statuses, one each, before anything is forwarded. */
  failNext(statuses: readonly Refusal[]): void;
  /** Requests that match are refused, `times` of them or all from now on. */
  failWhen(matches: (leaving: Leaving) => boolean, refusal: Refusal, times?: number): void;
  /** Nothing fails on purpose any more. */
  failNoMore(): void;
  stop(): Promise<void>;
}

/** Stands between the bot and the Bot Connector, keeps every body, and can fail like it. */
export const startRecorder = async (): Promise<Recorder> => {
  const left: Left[] = [];
  const failures: { matches: (leaving: Leaving) => boolean; refusal: Refusal; times: number }[] = [];
  let target: string | null = null;
  let created = 0;
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const bytes = Buffer.concat(chunks);
      const leaving: Leaving = {
        method: incoming.method ?? "",
        path: incoming.url ?? "",
        body: bytes.length > 0 ? JSON.parse(bytes.toString("utf8")) : {},
      };
      const answer = (status: number, body: Buffer, headers: IncomingHttpHeaders): void => {
        const { authorization = null } = incoming.headers;
        left.push({ ...leaving, authorization, bytes: bytes.length, status, id: idIn(body) });
        outgoing.writeHead(status, headers).end(body);
      };
      const say = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void =>
        answer(status, Buffer.from(JSON.stringify(body)), { "content-type": "application/json", ...headers });
      const failure = failures.find(({ matches, times }) => times > 0 && matches(leaving));
      if (failure) {
        failure.times -= 1;
        const { status, code = "Recorder", headers } = failure.refusal;
        return say(status, { error: { code, message: "failed on purpose" } }, headers);
      }
      if (target === null) return say(201, { id: `message-${++created}` });
      const onward = request(
        `${target}${incoming.url}`,
        { method: incoming.method ?? "POST", headers: { ...incoming.headers, host: new URL(target).host } },
        (response) => {
          const answered: Buffer[] = [];
          response.on("data", (chunk: Buffer) => answered.push(chunk));
          response.on("end", () => answer(response.statusCode ?? 502, Buffer.concat(answered), response.headers));
        },
      );
      onward.on("error", (error) => say(502, { error: { code: "Recorder", message: error.message } }));
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
      failures.push(...statuses.map((refusal) => ({ matches: () => true, refusal, times: 1 })));
    },
    failWhen: (matches, refusal, times = Number.POSITIVE_INFINITY) => {
      failures.push({ matches, refusal, times });
    },
    failNoMore: () => {
      failures.length = 0;
    },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};

const idIn = (body: Buffer): string | null => {
  if (body.length === 0) return null;
  const { id } = JSON.parse(body.toString("utf8")) as { id?: unknown };
  return typeof id === "string" ? id : null;
};
