import type { Outcome } from "../../core/case.ts";
import { BadInput } from "../../core/errors.ts";
import { FORMS, type FormOption, textField } from "../../core/form.ts";
import { quoted } from "../replies/phrases.ts";
import type { Fields, FormKind } from "./field.ts";

const OUTCOMES: readonly (FormOption & { readonly value: Outcome })[] = [
  { value: "false-positive", label: "False positive: another party" },
  { value: "true-match", label: "True match: the same party" },
  { value: "escalate", label: "Escalate: somebody else decides" },
];

/** A decision with its reason in words; the value is the number of the case. */
export const caseKind: FormKind = {
  open: async (_incoming, value, { office }) => {
    const found = await office.cases.get(Number(value));
    const entry = found.listing.names[0]?.text ?? found.listing.listingId;
    return {
      id: FORMS.case,
      submits: "case-form",
      value,
      title: `Decide case ${found.number}`.slice(0, 24),
      button: "Decide",
      fields: [
        {
          kind: "choice",
          name: "outcome",
          label: `${quoted(found.subject.text)} and ${entry}`.slice(0, 300),
          hint: null,
          required: true,
          options: OUTCOMES,
          value: null,
        },
        textField("why", "Reason", {
          required: true,
          lines: true,
          maxCharacters: 1_000,
          hint: "It stays with the case: what agrees, what differs, what you saw.",
        }),
      ],
    };
  },
  checks: {
    outcome: (fields) => outcomeOf(fields),
    why: ({ why }) => {
      if (!why?.trim()) throw new BadInput("A decision needs a reason.");
    },
  },
};

export const outcomeOf = ({ outcome }: Fields): Outcome => {
  const found = OUTCOMES.find(({ value }) => value === outcome)?.value;
  if (!found) throw new BadInput("Choose what was found. Nothing was decided.");
  return found;
};
