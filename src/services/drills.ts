import type { Citation } from "../core/answer.ts";
import { documentId } from "../core/brand.ts";
import { dayOf, type Instant } from "../core/dates.ts";
import type { DocumentStore } from "../ports/stores.ts";
import { citationOf } from "./quotes.ts";

/** One scenario of data/checks/drills.json. */
interface DrillRow {
  readonly id: string;
  readonly scenario: string;
  readonly options: readonly string[];
  /** Index into `options`. */
  readonly answer: number;
  readonly explanation: string;
  readonly document: string;
  readonly quote: string;
}

export interface Drill extends DrillRow {
  readonly citation: Citation;
}

export interface DrillService {
  /** The drill of the week of an instant; `null` when no drill's source is in the corpus. */
  at(when: Instant): Promise<Drill | null>;
  get(id: string): Promise<Drill | null>;
}

export const makeDrillService = (json: string, documents: DocumentStore): DrillService => {
  const rows = (JSON.parse(json) as { readonly drills: readonly DrillRow[] }).drills;
  const cited = async (row: DrillRow): Promise<Drill | null> => {
    const document = await documents.get(documentId(row.document));
    const citation = document && citationOf(document, row.quote, 1);
    return citation ? { ...row, citation } : null;
  };
  return {
    at: async (when) => {
      const weeks = Math.floor(Date.parse(dayOf(when)) / (7 * 24 * 60 * 60 * 1000));
      for (let i = 0; i < rows.length; i++) {
        const row = rows[(weeks + i) % rows.length];
        const drill = row ? await cited(row) : null;
        if (drill) return drill;
      }
      return null;
    },
    get: async (id) => {
      const row = rows.find((drill) => drill.id === id);
      return row ? cited(row) : null;
    },
  };
};
