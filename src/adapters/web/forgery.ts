import { createHash, timingSafeEqual } from "node:crypto";
import type { Request } from "express";

/** Equal, told in a time that does not depend on where they differ. */
export const sameSecret = (a: string, b: string): boolean => {
  const [left, right] = [a, b].map((text) => createHash("sha256").update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
};

/**
 * True when the request was sent by a page of this server, or by a program that is no browser. Browsers say where a request
 * comes from in `Origin` and `Sec-Fetch-Site`, and no page can change either.
 */
export const fromOwnPage = (request: Request): boolean => {
  const site = request.get("sec-fetch-site");
  if (site && site !== "same-origin" && site !== "none") return false;
  const origin = request.get("origin");
  if (!origin) return true;
  return URL.canParse(origin) && new URL(origin).host === request.get("host");
};

/** True when a form or a script of the page sent the token that the page was given. */
export const carriesToken = (request: Request, token: string): boolean => {
  const body = (request.body ?? {}) as { readonly csrf?: unknown };
  const sent = request.get("x-csrf-token") ?? (typeof body.csrf === "string" ? body.csrf : "");
  return sent !== "" && sameSecret(sent, token);
};

export const FORGED =
  "This was not sent from a page of this server that is still valid. Nothing was done. Open the page again and repeat it.";
