import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Request, Router } from "express";
import { type IsoDate, isoDate } from "../../../core/dates.ts";
import type { AuditQuery } from "../../../ports/console.ts";
import { visitorOf } from "../gate.ts";
import { AUDIT_PER_PAGE, auditPage } from "../pages/audit.ts";
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
  Trouble,
  userOf,
} from "./kit.ts";

const NOTHING_ASKED: AuditQuery = { from: null, to: null, kind: null, actor: null, text: null };

/** Search and export of the record, for administrators. */
export const auditRoutes = ({ console: office }: PagesDeps): Router => {
  const router = Router();
  router.get(
    "/audit",
    need("export", office),
    asked(async (request, response) => {
      const page = pageOf(request);
      const found = await orTrouble(
        (async () => {
          const query = queryFrom(request.query as Readonly<Record<string, unknown>>);
          return { query, result: await office.audit.search(query, page, AUDIT_PER_PAGE) };
        })(),
      );
      const [view, trouble] =
        found instanceof Trouble ? [{ query: NOTHING_ASKED, result: null }, found.message] : [found, null];
      const main = auditPage({ visitor: visitorOf(response), page, ...view });
      show(request, response, { title: "Audit", path: "/audit", main }, trouble);
    }),
  );
  router.post(
    "/audit/export",
    FORM,
    need("export", office),
    asked(async (request: Request, response) => {
      const fields = fieldsOf(request);
      const format = fields.format === "csv" ? "csv" : "jsonl";
      const lines = office.audit.export(userOf(response), queryFrom(fields), format);
      // The first line is asked for before anything is sent, so that what is refused is still an error page.
      const rest = lines[Symbol.asyncIterator]();
      const first = await rest.next();
      response.type(format === "csv" ? "text/csv" : "application/x-ndjson");
      response.attachment(`redflag-audit.${format}`);
      await pipeline(Readable.from(following(first, { [Symbol.asyncIterator]: () => rest })), response);
    }),
  );
  return router;
};

async function* following(first: IteratorResult<string>, rest: AsyncIterable<string>): AsyncIterable<string> {
  if (first.done) return;
  yield first.value;
  yield* rest;
}

const queryFrom = (fields: Readonly<Record<string, unknown>>): AuditQuery => {
  const word = (name: string): string | null => searchText(fields[name]) || null;
  const day = (name: string): IsoDate | null => {
    const text = word(name);
    return text === null ? null : isoDate(text, `“${name}”`);
  };
  return { from: day("from"), to: day("to"), kind: word("kind"), actor: word("actor"), text: word("text") };
};
