import { createHmac } from "node:crypto";

/** Slack's v0 signature over the timestamp and the raw body. */
export const signature = (secret: string, timestampSeconds: number, rawBody: string): string =>
  `v0=${createHmac("sha256", secret).update(`v0:${timestampSeconds}:${rawBody}`).digest("hex")}`;
