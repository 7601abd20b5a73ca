import { type Request, type Response, Router } from "express";
import { BadInput } from "../../../core/errors.ts";
import type { Deed } from "../../../core/role.ts";
import type { CaseMove } from "../../../ports/console.ts";
import { visitorOf } from "../gate.ts";
import { casePage, casesPage } from "../pages/cases.ts";
import { asked, FORM, fieldsOf, need, orTrouble, type PagesDeps, pageOf, show, Trouble, userOf } from "./kit.ts";

/** What each step of a case takes. */
const MOVES: Readonly<Record<CaseMove, Deed>> = {
  "false-positive": "decide",
  "true-match": "decide",
  confirm: "decide",
  reopen: "decide",
  escalate: "open",
  take: "decide",
};

export const caseRoutes = ({ console: office, now }: PagesDeps): Router => {
  const router = Router();
  const page = async (request: Request, response: Response, typed: string, trouble: string | null = null) => {
    const found = await office.cases.get(Number(request.params.number));
    const main = casePage(found, visitorOf(response), now(), typed);
    show(request, response, { title: `Case ${found.number}`, path: null, main, narrow: true }, trouble);
  };

  router.get(
    "/cases",
    asked(async (request, response) => {
      const main = casesPage(await office.cases.waiting(), pageOf(request), now());
      show(request, response, { title: "Cases", path: "/cases", main });
    }),
  );
  router.post(
    "/cases",
    FORM,
    need("open", office),
    asked(async (request, response) => {
      const { screening = "", list = "", listing = "" } = fieldsOf(request);
      response.redirect(303, `/cases/${await office.cases.openFor(userOf(response), screening, list, listing)}`);
    }),
  );
  router.get(
    "/cases/:number",
    asked((request, response) => page(request, response, "")),
  );
  router.post(
    "/cases/:number",
    FORM,
    asked(async (request, response, next) => {
      await need(MOVES[moveOf(request)], office)(request, response, next);
    }),
    asked(async (request, response) => {
      const [move, number, { why = "" }] = [moveOf(request), Number(request.params.number), fieldsOf(request)];
      const moved = await orTrouble(office.cases.move(userOf(response), number, move, why));
      if (moved instanceof Trouble) return page(request, response, why, moved.message);
      response.redirect(303, `/cases/${number}?done=recorded`);
    }),
  );
  return router;
};

const moveOf = (request: Request): CaseMove => {
  const { move = "" } = fieldsOf(request);
  if (Object.hasOwn(MOVES, move)) return move as CaseMove;
  throw new BadInput("A case has no such step. Nothing was changed. Use the buttons of the case.");
};
