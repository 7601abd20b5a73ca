import { type Request, type Response, Router } from "express";
import { dayOf } from "../../../core/dates.ts";
import { visitorOf } from "../gate.ts";
import type { Fields } from "../pages/forms.ts";
import { listsPage } from "../pages/lists.ts";
import { documentsPage, previewPage, subscriptionsPage, watchlistPage } from "../pages/office.ts";
import { bucketsOf, spanFrom } from "../pages/periods.ts";
import {
  asked,
  FORM,
  fieldsOf,
  need,
  orTrouble,
  type PagesDeps,
  pageOf,
  searchText,
  show,
  subjectIn,
  Trouble,
  userOf,
} from "./kit.ts";

/** Lists, watchlist, subscriptions and documents. */
export const officeRoutes = ({ console: office, documents, now }: PagesDeps): Router => {
  const router = Router();

  router.get(
    "/lists",
    asked(async (request, response) => {
      const [today, span] = [dayOf(now()), spanFrom(request.query.years)];
      const from = bucketsOf(span, today)[0]?.from ?? today;
      const [lines, movements] = [await office.lists.status(), await office.lists.movements(from, today)];
      show(request, response, { title: "Lists", path: "/lists", main: listsPage({ lines, movements, span, today }) });
    }),
  );

  const watchlist = async (request: Request, response: Response, fields: Fields, trouble: string | null = null) => {
    const main = watchlistPage(await office.watches.list(), pageOf(request), visitorOf(response), fields);
    show(request, response, { title: "Watchlist", path: "/watchlist", main }, trouble);
  };
  router.get(
    "/watchlist",
    asked((request, response) => watchlist(request, response, {})),
  );
  router.post(
    "/watchlist",
    FORM,
    need("watch", office),
    asked(async (request, response) => {
      const fields = fieldsOf(request);
      const added = await orTrouble(office.watches.add(userOf(response), subjectIn(fields)));
      if (added instanceof Trouble) return watchlist(request, response, fields, added.message);
      response.redirect(303, "/watchlist?done=watched");
    }),
  );
  router.post(
    "/watchlist/:id",
    FORM,
    need("watch", office),
    asked(async (request, response) => {
      await office.watches.remove(userOf(response), String(request.params.id));
      response.redirect(303, "/watchlist?done=removed");
    }),
  );

  router.get(
    "/subscriptions",
    asked(async (request, response) => {
      const main = subscriptionsPage(await office.subscriptions.list(), visitorOf(response));
      show(request, response, { title: "Subscriptions", path: "/subscriptions", main });
    }),
  );
  router.get(
    "/subscriptions/:id",
    asked(async (request, response) => {
      const main = previewPage(await office.subscriptions.preview(String(request.params.id)));
      show(request, response, { title: "Preview", path: null, main, narrow: true });
    }),
  );
  router.post(
    "/subscriptions/:id",
    FORM,
    need("subscribe", office),
    asked(async (request, response) => {
      const [id, user, wanted] = [String(request.params.id), userOf(response), fieldsOf(request).do];
      if (wanted === "remove") await office.subscriptions.remove(user, id);
      else await office.subscriptions.setPaused(user, id, wanted === "pause");
      const done = wanted === "remove" ? "removed" : wanted === "pause" ? "paused" : "resumed";
      response.redirect(303, `/subscriptions?done=${done}`);
    }),
  );

  router.get(
    "/documents",
    asked(async (request, response) => {
      const main = documentsPage(await documents.all(), searchText(request.query.text), pageOf(request));
      show(request, response, { title: "Documents", path: "/documents", main });
    }),
  );
  return router;
};
