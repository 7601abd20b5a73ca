import type { Request, Response } from "express";

/** "a=1; b=2" -> the value of one of them; `null` when it is not there. */
export const cookieOf = (request: Request, name: string): string | null => {
  for (const part of (request.get("cookie") ?? "").split(";")) {
    const [key, ...value] = part.trim().split("=");
    if (key === name && value.length > 0) return value.join("=");
  }
  return null;
};

export const SESSION_COOKIE = "redflag_session";
/** Binds a sign-in under way to the browser that began it. */
export const LOGIN_COOKIE = "redflag_login";

/** Scripts never see it and no other site's page sends it along. */
export const setSessionCookie = (response: Response, value: string, secure: boolean, maxAgeMs: number): void => {
  response.cookie(SESSION_COOKIE, value, { httpOnly: true, sameSite: "strict", secure, path: "/", maxAge: maxAgeMs });
};

/** Lax: the browser comes back from the identity provider, which is another site. */
export const setLoginCookie = (response: Response, value: string, secure: boolean, maxAgeMs: number): void => {
  response.cookie(LOGIN_COOKIE, value, { httpOnly: true, sameSite: "lax", secure, path: "/login", maxAge: maxAgeMs });
};

export const clearCookies = (response: Response): void => {
  response.clearCookie(SESSION_COOKIE, { path: "/" });
  response.clearCookie(LOGIN_COOKIE, { path: "/login" });
};
