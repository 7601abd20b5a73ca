import { randomUUID } from "node:crypto";
import type { NextFunction, Request, RequestHandler, Response } from "express";
import type { ConsoleUser } from "../../ports/console.ts";
import { cookieOf, SESSION_COOKIE } from "./cookies.ts";
import { html } from "./markup.ts";
import type { Sessions } from "./sessions.ts";
import { sheet, type Visitor } from "./shell.ts";

/** An OpenID provider that people sign in with. */
export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Claim of the ID token that names the role; `null`: the settings decide. */
  readonly roleClaim: string | null;
}

/** Who may come in. "open": whoever sits at this machine. "closed": nobody, because nothing that could tell people apart is set. */
export type Entry =
  | { readonly kind: "closed" }
  | { readonly kind: "open" }
  | { readonly kind: "login"; readonly token: string | null; readonly oidc: OidcSettings | null };

const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]", "::1"]);
export const isLoopback = (host: string): boolean => LOOPBACK.has(host);

export const CLOSED =
  "The pages are not served to other machines without a login. Set CONSOLE_TOKEN, or OIDC_ISSUER with OIDC_CLIENT_ID and OIDC_CLIENT_SECRET, and start Redflag again.";

/** Whoever sits at the machine may do everything, as with the terminal beside it. */
const LOCAL: ConsoleUser = { userId: "web", role: "administrator" };

/** A proxy names the machine behind it; then the person does not sit at this one. */
const FORWARDED = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip"];
export const isForwarded = (request: Request): boolean => FORWARDED.some((name) => request.get(name) !== undefined);

/** Lets a request in with its visitor, sends people to the login, and refuses everything else. */
export const makeGate = (entry: Entry, sessions: Sessions): RequestHandler => {
  const local: Visitor = { user: LOCAL, csrf: randomUUID(), sessionKey: null };
  const enter = async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    if (entry.kind === "open" && isLoopback(request.hostname) && !isForwarded(request)) {
      setVisitor(response, local);
      return next();
    }
    if (entry.kind !== "login") return refusePage(request, response, 403, "Closed", CLOSED);
    const cookie = cookieOf(request, SESSION_COOKIE);
    const session = cookie === null ? null : await sessions.find(cookie);
    if (session) {
      setVisitor(response, { user: session.user, csrf: session.csrf, sessionKey: session.key });
      return next();
    }
    if (request.method === "GET" && wantsPage(request)) return response.redirect(303, "/login");
    response.status(401).json({
      error: "Nobody is signed in here, or the session has ended. Nothing was done. Open /login and sign in.",
    });
  };
  return (request, response, next) => void enter(request, response, next).catch(next);
};

const wantsPage = (request: Request): boolean => request.accepts(["html", "json"]) === "html";

/** One sentence, as a page for a browser and as JSON for a program. */
export const refusePage = (request: Request, response: Response, status: number, title: string, why: string): void => {
  if (!wantsPage(request)) return void response.status(status).json({ error: why });
  const notice = { kind: "trouble", text: why } as const;
  const page = sheet({ title, path: null, visitor: visitorIn(response), main: html``, notice, narrow: true });
  response.status(status).type("html").send(page);
};

const setVisitor = (response: Response, visitor: Visitor): void => {
  response.locals.visitor = visitor;
};

const visitorIn = (response: Response): Visitor | null => (response.locals.visitor as Visitor | undefined) ?? null;

/** Who was let in. Throws where the gate was not asked: a programming error that must not let anybody in. */
export const visitorOf = (response: Response): Visitor => {
  const visitor = visitorIn(response);
  if (!visitor) throw new Error("A page was asked for past the gate.");
  return visitor;
};
