import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";

/** How the server answers for one file. */
export type Answer = (request: IncomingMessage, response: ServerResponse, file: string) => void;

export interface ListServer {
  readonly url: (file: string) => string;
  /** How many requests each file got. */
  readonly requests: () => ReadonlyMap<string, number>;
  readonly answerWith: (answer: Answer) => void;
  readonly close: () => Promise<void>;
}

/** A publisher's server on this machine whose manners can be changed. */
export const startListServer = async (): Promise<ListServer> => {
  let current: Answer = (_request, response) => response.writeHead(500).end();
  const counts = new Map<string, number>();
  const server = createServer((request, response) => {
    const file = (request.url ?? "/").slice(1);
    counts.set(file, (counts.get(file) ?? 0) + 1);
    current(request, response, file);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const port = (server.address() as AddressInfo).port;
  return {
    url: (file) => `http://127.0.0.1:${port}/${file}`,
    requests: () => counts,
    answerWith: (answer) => {
      current = answer;
      counts.clear();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

export const sending =
  (files: Readonly<Record<string, string | Uint8Array>>, headers: Readonly<Record<string, string>> = {}): Answer =>
  (_request, response, file) => {
    const body = files[file];
    if (body === undefined) return response.writeHead(404).end();
    return response.writeHead(200, { "Content-Type": "text/csv", ...headers }).end(body);
  };

/** A thousand times its own size once it is unpacked. */
export const zipBomb = (megabytes: number): Uint8Array => gzipSync(Buffer.alloc(megabytes * 1024 * 1024, 65));
