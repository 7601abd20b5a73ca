import { Agent, request } from "node:http";
import type { Json } from "./model.ts";
import { signature } from "./signature.ts";

type EnvelopeKind = "events_api" | "interactive" | "slash_commands";

export interface Envelope {
  readonly kind: EnvelopeKind;
  readonly payload: Json;
}

/** One try to hand an envelope over. `ackMs` is `null` when nothing came back in time. */
export interface Attempt {
  readonly status: number | null;
  readonly ackMs: number | null;
  readonly body: string;
}

export interface Delivery {
  readonly envelope: Envelope;
  readonly attempts: Attempt[];
  acked: boolean;
}

export type Retry = { readonly num: number; readonly reason: string } | null;

/** Carries an envelope to the app. Never rejects. */
export type Transport = (envelope: Envelope, retry: Retry, deadlineMs: number) => Promise<Attempt>;

export interface Post {
  readonly deliveries: Delivery[];
  /** Hands an envelope over, again and again for events, until it is acknowledged or Slack would give up. */
  deliver(envelope: Envelope): Promise<Delivery>;
  use(transport: Transport): void;
}

/** Slack's own pace is at once, after a minute and after five; tests shorten it. */
export const makePost = (deadlineMs: number, retryDelaysMs: readonly number[]): Post => {
  const deliveries: Delivery[] = [];
  let transport: Transport | null = null;
  return {
    deliveries,
    use: (given) => {
      transport = given;
    },
    deliver: async (envelope) => {
      const carry = transport;
      if (carry === null) throw new Error("The simulated app is not connected.");
      const delivery: Delivery = { envelope, attempts: [], acked: false };
      deliveries.push(delivery);
      // Only events are delivered again; a command or a click that is late shows the person an error.
      const delays = envelope.kind === "events_api" ? retryDelaysMs : [];
      for (let num = 0; num <= delays.length; num++) {
        if (num > 0) await new Promise((resolve) => setTimeout(resolve, delays[num - 1]));
        const last = delivery.attempts.at(-1);
        const retry = num === 0 ? null : { num, reason: last?.status === null ? "http_timeout" : "http_error" };
        const attempt = await carry(envelope, retry, deadlineMs);
        delivery.attempts.push(attempt);
        delivery.acked = attempt.ackMs !== null && attempt.status !== null && attempt.status < 300;
        if (delivery.acked) break;
      }
      return delivery;
    },
  };
};

/** Connections kept open, as Slack's are. `fetch` would cost the simulator several times as much a delivery. */
const CONNECTIONS = new Agent({ keepAlive: true, maxSockets: 100 });

/** Events, commands and clicks as signed HTTP requests to one URL. */
export const httpTransport =
  (requestUrl: string, secret: string, nowSeconds: () => number): Transport =>
  (envelope, retry, deadlineMs) =>
    new Promise((resolve) => {
      const raw = encode(envelope);
      const timestamp = nowSeconds();
      const begun = performance.now();
      const lost = (): void => resolve({ status: null, ackMs: null, body: "" });
      const outgoing = request(requestUrl, {
        method: "POST",
        agent: CONNECTIONS,
        headers: {
          "Content-Type": envelope.kind === "events_api" ? "application/json" : "application/x-www-form-urlencoded",
          "Content-Length": Buffer.byteLength(raw),
          "X-Slack-Request-Timestamp": String(timestamp),
          "X-Slack-Signature": signature(secret, timestamp, raw),
          ...(retry === null ? {} : { "X-Slack-Retry-Num": String(retry.num), "X-Slack-Retry-Reason": retry.reason }),
        },
        signal: AbortSignal.timeout(deadlineMs),
      });
      outgoing.on("error", lost);
      outgoing.on("response", (response) => {
        let body = "";
        response.setEncoding("utf8");
        response.on("data", (part: string) => {
          body += part;
        });
        response.on("error", lost);
        response.on("end", () => resolve({ status: response.statusCode ?? 0, ackMs: performance.now() - begun, body }));
      });
      outgoing.end(raw);
    });

const encode = ({ kind, payload }: Envelope): string => {
  if (kind === "events_api") return JSON.stringify(payload);
  if (kind === "interactive") return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  return new URLSearchParams(
    Object.entries(payload).map(([key, value]): [string, string] => [key, String(value)]),
  ).toString();
};
