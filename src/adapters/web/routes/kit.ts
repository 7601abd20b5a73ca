import express, { type NextFunction, type Request, type RequestHandler, type Response } from "express";
import { messageOf, RedflagError } from "../../../core/errors.ts";
import type { Deed } from "../../../core/role.ts";
import type { SubjectFields } from "../../../core/subject.ts";
import type { Now } from "../../../ports/clock.ts";
import type { Console, ConsoleUser } from "../../../ports/console.ts";
import type { DocumentStore } from "../../../ports/stores.ts";
import { carriesToken, FORGED, fromOwnPage } from "../forgery.ts";
import { refusePage, visitorOf } from "../gate.ts";
import type { Fields } from "../pages/forms.ts";
import { type Sheet, sheet } from "../shell.ts";

export interface PagesDeps {
  readonly console: Console;
  readonly documents: DocumentStore;
  readonly now: Now;
}

const FORM_LIMIT = "64kb";

/** What a page says after it has done something; the address carries the word, never the sentence. */
const DONE: Readonly<Record<string, string>> = {
  paused: "Paused. What changes meanwhile is told in one digest when it goes on.",
  resumed: "It goes on.",
  removed: "Removed.",
  watched: "The name is watched.",
  recorded: "Recorded.",
};

type Work = (request: Request, response: Response, next: NextFunction) => Promise<void> | void;

/** A handler whose rejection goes to the error handler. */
export const asked =
  (work: Work): RequestHandler =>
  (request, response, next) =>
    void Promise.resolve()
      .then(() => work(request, response, next))
      .catch(next);

/** Reads a form and refuses one that no page of this server was given to send. */
export const FORM: RequestHandler[] = [
  express.urlencoded({ extended: false, limit: FORM_LIMIT }),
  (request, response, next) => {
    if (fromOwnPage(request) && carriesToken(request, visitorOf(response).csrf)) return next();
    return refusePage(request, response, 403, "Refused", FORGED);
  },
];

/** Refuses what the visitor may not do. */
export const need = (deed: Deed, { whyNot }: Pick<Console, "whyNot">): RequestHandler =>
  asked(async (request, response, next) => {
    const why = await whyNot(userOf(response), deed);
    return why === null ? next() : refusePage(request, response, 403, "Not allowed", why);
  });

export const userOf = (response: Response): ConsoleUser => visitorOf(response).user;

/** Sends a page; `trouble` is what was refused, in a sentence. */
export const show = (
  request: Request,
  response: Response,
  page: Pick<Sheet, "main" | "narrow" | "path" | "title">,
  trouble: string | null = null,
): void => {
  const named = String(request.query.done ?? "");
  const done = Object.hasOwn(DONE, named) ? DONE[named] : undefined;
  const said = trouble ? ({ kind: "trouble", text: trouble } as const) : null;
  const notice = said ?? (done ? ({ kind: "done", text: done } as const) : null);
  if (trouble) response.status(400);
  response.type("html").send(sheet({ ...page, visitor: visitorOf(response), notice, script: "console.js" }));
};

/** The sentence of what was refused, for a page that shows it beside what was typed. */
export class Trouble extends Error {}

/** What people can put right comes back as `Trouble`; everything else is thrown on. */
export const orTrouble = async <T>(work: Promise<T>): Promise<T | Trouble> => {
  try {
    return await work;
  } catch (thrown) {
    if (thrown instanceof RedflagError && thrown.code === "bad-input")
      return new Trouble(messageOf(thrown), { cause: thrown });
    throw thrown;
  }
};

/** The texts of a submitted form. */
export const fieldsOf = (request: Request): Fields =>
  Object.fromEntries(
    Object.entries((request.body ?? {}) as Record<string, unknown>).flatMap(([name, value]) =>
      typeof value === "string" ? [[name, value]] : [],
    ),
  );

export const subjectIn = ({ text = "", kind, birth, country }: Fields): SubjectFields => ({
  text,
  kind,
  birth,
  country,
});

/** "?page=3" -> 3; anything that is no page is the first. */
export const pageOf = (request: Request): number => {
  const page = Number(request.query.page ?? 1);
  return Number.isInteger(page) && page >= 1 && page <= 100_000 ? page : 1;
};

/** "?text=…" as one text of at most 200 characters. */
export const searchText = (value: unknown): string => (typeof value === "string" ? value.slice(0, 200).trim() : "");
