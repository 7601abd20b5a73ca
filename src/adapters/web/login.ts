import express, { type Request, type Response, Router } from "express";
import { messageOf } from "../../core/errors.ts";
import { ROLES } from "../../core/role.ts";
import type { Now } from "../../ports/clock.ts";
import type { Console, ConsoleUser } from "../../ports/console.ts";
import type { Log } from "../../ports/log.ts";
import type { ExpiringStore } from "../../ports/stores.ts";
import { clearCookies, cookieOf, LOGIN_COOKIE, SESSION_COOKIE, setLoginCookie, setSessionCookie } from "./cookies.ts";
import { carriesToken, FORGED, fromOwnPage, sameSecret } from "./forgery.ts";
import { type Entry, refusePage } from "./gate.ts";
import { html, type Markup } from "./markup.ts";
import type { LoginUnderWay, Oidc } from "./oidc.ts";
import { randomText, SESSION_MS, type Sessions } from "./sessions.ts";
import { sheet } from "./shell.ts";

export interface LoginDeps {
  readonly entry: Entry;
  readonly sessions: Sessions;
  readonly oidc: Oidc | null;
  readonly expiring: ExpiringStore;
  readonly audit: Pick<Console["audit"], "note">;
  /** Address that people use; `null`: the one they asked for. */
  readonly publicUrl: string | null;
  readonly now: Now;
  readonly log: Log;
}

/** Wrong tokens from one address before it has to wait. */
const TRIES = 10;
const TRIES_WINDOW_MS = 15 * 60_000;
const UNDER_WAY_MS = 10 * 60_000;

/** The token is one for all who have it: the record names it, not a person. */
const TOKEN_USER: ConsoleUser = { userId: "console-token", role: "administrator" };

/** Sign-in by token or with an OpenID provider, and sign-out. Before the gate: nobody is signed in here yet. */
export const makeLogin = (deps: LoginDeps): Router => {
  const router = Router();
  const { entry } = deps;
  if (entry.kind !== "login") return router;
  const secure = deps.publicUrl?.startsWith("https:") === true;
  const form = express.urlencoded({ extended: false, limit: "8kb" });

  router.get("/login", (_request, response) => void response.type("html").send(loginSheet(entry, null)));
  router.post("/login", form, (request, response, next) => {
    signInByToken(request, response).catch(next);
  });
  router.get("/login/oidc", (request, response, next) => {
    begin(request, response).catch(next);
  });
  router.get("/login/oidc/callback", (request, response, next) => {
    finish(request, response).catch(next);
  });
  router.post("/logout", form, (request, response, next) => {
    signOut(request, response).catch(next);
  });

  const enter = async (response: Response, user: ConsoleUser, method: "oidc" | "token"): Promise<void> => {
    await deps.audit.note(user.userId, "console-login", { method, role: user.role });
    setSessionCookie(response, await deps.sessions.start(user), secure, SESSION_MS);
  };

  const signInByToken = async (request: Request, response: Response): Promise<void> => {
    const refuse = (status: number, why: string): void =>
      void response.status(status).type("html").send(loginSheet(entry, why));
    if (!fromOwnPage(request)) return refuse(403, FORGED);
    if (entry.token === null) return refuse(400, "There is no sign-in by token here. Nobody was signed in.");
    const slot = await freeSlot(deps.expiring, request.ip ?? "unknown");
    if (slot === null)
      return refuse(
        429,
        "Too many sign-ins were tried from this address. Nobody was signed in. Wait 15 minutes and try again.",
      );
    const { token } = (request.body ?? {}) as { readonly token?: unknown };
    if (typeof token !== "string" || !sameSecret(token, entry.token)) {
      await deps.audit.note("unknown", "console-login-refused", { method: "token" });
      return refuse(401, "That is not the token. Nobody was signed in. The token is the setting CONSOLE_TOKEN.");
    }
    await deps.expiring.delete(slot);
    await enter(response, TOKEN_USER, "token");
    response.redirect(303, "/");
  };

  const redirectUri = (request: Request): string =>
    new URL("/login/oidc/callback", deps.publicUrl ?? `${request.protocol}://${request.get("host")}`).href;

  const begin = async (request: Request, response: Response): Promise<void> => {
    if (!deps.oidc) return refusePage(request, response, 404, "No such sign-in", "No identity provider is set here.");
    const { url, underWay } = await deps.oidc.begin(redirectUri(request));
    const cookie = randomText();
    await deps.expiring.set(`console-login:${cookie}`, underWay, UNDER_WAY_MS);
    setLoginCookie(response, cookie, secure, UNDER_WAY_MS);
    response.redirect(303, url);
  };

  const finish = async (request: Request, response: Response): Promise<void> => {
    const cookie = cookieOf(request, LOGIN_COOKIE);
    const key = cookie === null ? null : `console-login:${cookie}`;
    const underWay = key === null ? null : ((await deps.expiring.get(key)) as LoginUnderWay | null | undefined);
    if (!deps.oidc || key === null || !underWay)
      return void response
        .status(400)
        .type("html")
        .send(
          loginSheet(entry, "This sign-in was not begun here or took too long. Nobody was signed in. Begin again."),
        );
    await deps.expiring.delete(key);
    const returnedTo = new URL(redirectUri(request));
    returnedTo.search = new URL(request.originalUrl, returnedTo).search;
    const user = await deps.oidc.finish(returnedTo, underWay).catch(async (thrown: unknown) => {
      deps.log.warn("sign-in refused", { reason: messageOf((thrown as Error).cause ?? thrown) });
      await deps.audit.note("unknown", "console-login-refused", { method: "oidc" });
      return new Error(messageOf(thrown), { cause: thrown });
    });
    if (user instanceof Error) return void response.status(401).type("html").send(loginSheet(entry, user.message));
    if (user === "no-role") {
      await deps.audit.note("unknown", "console-login-refused", { method: "oidc", why: "no role" });
      return refusePage(
        request,
        response,
        403,
        "No role",
        `Your account has no role here. Nobody was signed in. Ask an administrator for one of ${ROLES.join(", ")}.`,
      );
    }
    await enter(response, user, "oidc");
    // A redirect would still count as coming from the provider's site, and the strict cookie would not be sent along.
    response.setHeader("Refresh", "0; url=/");
    response.type("html").send(
      sheet({
        title: "Signed in",
        path: null,
        visitor: null,
        narrow: true,
        main: html`<p>You are signed in. <a href="/">Go on to Redflag</a>.</p>`,
      }),
    );
  };

  const signOut = async (request: Request, response: Response): Promise<void> => {
    const cookie = cookieOf(request, SESSION_COOKIE);
    const session = cookie === null ? null : await deps.sessions.find(cookie);
    if (session && (!fromOwnPage(request) || !carriesToken(request, session.csrf)))
      return refusePage(request, response, 403, "Refused", FORGED);
    if (session) {
      await deps.sessions.end(session.key);
      await deps.audit.note(session.user.userId, "console-logout", {});
    }
    clearCookies(response);
    response.redirect(303, "/login");
  };

  return router;
};

/** A key that this try holds until it is known to be right; `null` when the address has used up its tries. */
const freeSlot = async (store: ExpiringStore, address: string): Promise<string | null> => {
  for (let i = 0; i < TRIES; i++) {
    const key = `console-try:${address}:${i}`;
    if (await store.claim(key, TRIES_WINDOW_MS)) return key;
  }
  return null;
};

const loginSheet = (entry: Extract<Entry, { kind: "login" }>, trouble: string | null): string =>
  sheet({
    title: "Sign in",
    path: null,
    visitor: null,
    narrow: true,
    notice: trouble === null ? null : { kind: "trouble", text: trouble },
    main: html`${entry.oidc ? html`<p><a class="button primary" href="/login/oidc">Sign in with your organisation</a></p>` : null}${entry.token === null ? null : tokenForm}`,
  });

const tokenForm: Markup = html`<form method="post" action="/login" class="stack"><label for="token">Token</label><input id="token" name="token" type="password" autocomplete="current-password" required autofocus><p class="note">The setting CONSOLE_TOKEN of this server.</p><p><button class="primary" type="submit">Sign in</button></p></form>`;
