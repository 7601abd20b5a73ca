import { type Request, type Response, Router } from "express";
import { visitorOf } from "../gate.ts";
import { type ScreeningPage, screeningPage } from "../pages/screening.ts";
import { asked, FORM, fieldsOf, need, orTrouble, type PagesDeps, show, subjectIn, Trouble, userOf } from "./kit.ts";

/** The screening form, its finding at an address of its own, and the box that compares two names. */
export const screeningRoutes = ({ console: office }: PagesDeps): Router => {
  const router = Router();
  const page = (
    request: Request,
    response: Response,
    shown: Partial<Omit<ScreeningPage, "visitor">>,
    trouble: string | null = null,
  ): void => {
    const main = screeningPage({ fields: {}, screened: null, compared: null, ...shown, visitor: visitorOf(response) });
    show(request, response, { title: "Screening", path: "/screening", main, narrow: true }, trouble);
  };

  router.get("/screening", (request, response) => page(request, response, {}));
  router.post(
    "/screening",
    FORM,
    need("screen", office),
    asked(async (request, response) => {
      const fields = fieldsOf(request);
      const id = await orTrouble(office.screening.screen(userOf(response), subjectIn(fields)));
      if (id instanceof Trouble) return page(request, response, { fields }, id.message);
      response.redirect(303, `/screening/${encodeURIComponent(id)}#finding`);
    }),
  );
  router.post(
    "/screening/compare",
    FORM,
    need("screen", office),
    asked(async (request, response) => {
      const fields = fieldsOf(request);
      const { first = "", second = "", kind = "" } = fields;
      const comparison = await orTrouble(office.screening.compare(userOf(response), first, second, kind));
      if (comparison instanceof Trouble) return page(request, response, { fields }, comparison.message);
      page(request, response, { compared: { comparison, first, second, kind } });
    }),
  );
  router.get(
    "/screening/:id",
    asked(async (request, response) => {
      const screened = await orTrouble(office.screening.get(String(request.params.id)));
      if (screened instanceof Trouble) return page(request, response, {}, screened.message);
      const { text, kind, birth, countries } = screened.screening.subject;
      const fields = {
        text,
        kind: kind === "unknown" ? "" : kind,
        birth: birth?.text ?? "",
        country: countries.join(" "),
      };
      page(request, response, { screened, fields });
    }),
  );
  return router;
};
