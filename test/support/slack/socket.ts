import type { Server } from "node:http";
import { type WebSocket, WebSocketServer } from "ws";
import type { Attempt, Transport } from "./delivery.ts";
import { isRecord, str } from "./model.ts";

/** The server's end of Socket Mode: hello, envelopes, acknowledgements, disconnect frames. */
export interface SocketEnd {
  readonly transport: Transport;
  /** Connections that have said hello. */
  connections(): number;
  /** Asks every client to connect anew, as Slack does now and then. */
  disconnect(reason: "link_disabled" | "refresh_requested" | "warning"): void;
  close(): Promise<void>;
}

const PATH = "/link";

export const makeSocketEnd = (server: Server, appId: string, newId: () => string): SocketEnd => {
  const open = new Set<WebSocket>();
  const waiting = new Map<string, (body: string) => void>();
  const sockets = new WebSocketServer({ server, path: PATH });
  let turn = 0;

  sockets.on("connection", (socket) => {
    open.add(socket);
    socket.on("close", () => open.delete(socket));
    socket.on("message", (data) => {
      const frame: unknown = JSON.parse(String(data));
      if (!isRecord(frame) || !waiting.has(str(frame.envelope_id)))
        throw new Error(`Unknown frame from the app: ${String(data)}`);
      waiting.get(str(frame.envelope_id))?.(JSON.stringify(frame.payload ?? {}));
    });
    socket.send(
      JSON.stringify({
        type: "hello",
        num_connections: open.size,
        connection_info: { app_id: appId },
        debug_info: { host: "simulator", approximate_connection_time: 18_060 },
      }),
    );
  });

  return {
    connections: () => open.size,
    transport: (envelope, retry, deadlineMs) =>
      new Promise<Attempt>((resolve) => {
        const all = [...open];
        const socket = all[turn++ % Math.max(1, all.length)];
        const begun = performance.now();
        if (socket === undefined) return resolve({ status: null, ackMs: null, body: "no connection" });
        const envelopeId = newId();
        const done = (attempt: Attempt): void => {
          clearTimeout(timer);
          waiting.delete(envelopeId);
          resolve(attempt);
        };
        const timer = setTimeout(() => done({ status: null, ackMs: null, body: "timeout" }), deadlineMs);
        waiting.set(envelopeId, (body) => done({ status: 200, ackMs: performance.now() - begun, body }));
        socket.send(
          JSON.stringify({
            type: envelope.kind,
            envelope_id: envelopeId,
            accepts_response_payload: envelope.kind !== "events_api",
            ...(envelope.kind === "events_api"
              ? { retry_attempt: retry?.num ?? 0, retry_reason: retry?.reason ?? "" }
              : {}),
            payload: envelope.payload,
          }),
        );
      }),
    disconnect: (reason) => {
      for (const socket of open)
        socket.send(JSON.stringify({ type: "disconnect", reason, debug_info: { host: "simulator" } }));
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.terminate();
        sockets.close(() => resolve());
      }),
  };
};
