import type { Citation } from "../core/answer.ts";
import type { Applicant } from "../core/applicant.ts";
import { documentId } from "../core/brand.ts";
import { BadInput } from "../core/errors.ts";
import type { Screening, ScreenOptions, Subject } from "../core/screening.ts";
import { subjectFrom } from "../core/subject.ts";
import type { DocumentStore } from "../ports/stores.ts";
import { citationOf } from "./quotes.ts";

interface FlagRow {
  readonly id: string;
  readonly from: "documents" | "location" | "phone" | "several-handles" | "wallet" | null;
  readonly asks: string;
  readonly observed: string;
  readonly document: string;
  readonly quote: string;
  readonly next: string;
}

interface Checklist {
  readonly flags: readonly FlagRow[];
  readonly always: readonly { readonly document: string; readonly quote: string }[];
}

export interface Flag extends FlagRow {
  readonly citation: Citation;
}

export interface Vetting {
  readonly applicant: Applicant;
  /** The name with every identifier, each alias, each wallet. */
  readonly screenings: readonly Screening[];
  /** Identifiers that were looked up along with the name. */
  readonly identifiers: readonly string[];
  /** Flags that the form shows or the reviewer has seen. */
  readonly observations: readonly Flag[];
  /** Flags still to be asked. */
  readonly open: readonly Flag[];
  /** Quotations of advice that always holds. */
  readonly advice: readonly Citation[];
}

export interface VetService {
  readonly flags: readonly Pick<FlagRow, "asks" | "id">[];
  /** Throws `BadInput` without a name and for a flag that does not exist. Nothing in it judges a person. */
  vet(applicant: Applicant): Promise<Vetting>;
}

const MAX_ITEMS = 20;

export const makeVetService = (
  json: string,
  documents: DocumentStore,
  screen: (subject: Subject, options: ScreenOptions) => Promise<Screening>,
): VetService => {
  const checklist = JSON.parse(json) as Checklist;
  const cite = async (row: { readonly document: string; readonly quote: string }): Promise<Citation | null> => {
    const document = await documents.get(documentId(row.document));
    return document && citationOf(document, row.quote, 1);
  };
  return {
    flags: checklist.flags.map(({ id, asks }) => ({ id, asks })),
    vet: async (applicant) => {
      const { name, aliases, emails, phones, handles, wallets } = applicant;
      if ([aliases, emails, phones, handles, wallets].some((items) => items.length > MAX_ITEMS))
        throw new BadInput(`A hiring check takes ${MAX_ITEMS} of each kind. Nothing was screened. Leave some out.`);
      const unknown = applicant.seen.find((id) => !checklist.flags.some((flag) => flag.id === id));
      if (unknown !== undefined)
        throw new BadInput(
          `There is no flag "${unknown}". Nothing was screened. The flags are ${checklist.flags.map(({ id }) => id).join(", ")}.`,
        );
      const identifiers = [...emails, ...phones, ...handles];
      const birth = applicant.birth ?? undefined;
      const subjects = [
        subjectFrom({ text: name, kind: "person", birth, identifiers }),
        ...aliases.map((text) => subjectFrom({ text, kind: "person", birth })),
        ...wallets.map((text) => subjectFrom({ text, kind: "address" })),
      ];
      const screenings: Screening[] = [];
      for (const subject of subjects) screenings.push(await screen(subject, {}));
      const flags: Flag[] = [];
      // A flag whose source is not in the corpus (any more) is not raised: no source, no observation.
      for (const row of checklist.flags) {
        const citation = await cite(row);
        if (citation) flags.push({ ...row, citation });
      }
      const observed = (flag: Flag): boolean => applicant.seen.includes(flag.id) || shows(applicant, flag.from);
      const advice: Citation[] = [];
      for (const row of checklist.always) {
        const citation = await cite(row);
        if (citation) advice.push(citation);
      }
      return {
        applicant,
        screenings,
        identifiers,
        observations: flags.filter(observed),
        open: flags.filter((flag) => !observed(flag)),
        advice,
      };
    },
  };
};

const shows = (applicant: Applicant, from: FlagRow["from"]): boolean => {
  switch (from) {
    case "wallet":
      return applicant.wallets.length > 0;
    case "phone":
      return applicant.phones.length > 0;
    case "several-handles":
      return applicant.handles.length > 1;
    case "location":
      return applicant.location !== null;
    case "documents":
      return applicant.documents !== null;
    case null:
      return false;
  }
};
