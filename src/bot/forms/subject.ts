import { BadInput } from "../../core/errors.ts";
import { FORMS, type Form, subjectFields, subjectForm } from "../../core/form.ts";
import { placeOf } from "../../core/place.ts";
import type { Subject } from "../../core/screening.ts";
import { birthFrom, subjectFrom } from "../../core/subject.ts";
import type { Fields, FormKind } from "./field.ts";

/** What is wrong with the details of a subject, each by itself. */
export const subjectChecks: FormKind["checks"] = {
  dob: ({ dob }) => dob?.trim() && birthFrom(dob.trim()),
  country: ({ country }) => subjectFrom({ text: "x", country }),
  kind: ({ kind }) => subjectFrom({ text: "x", kind }),
};

export const subjectOf = (fields: Fields): Subject =>
  subjectFrom({ text: fields.name ?? "", kind: fields.kind, birth: fields.dob, country: fields.country });

export const subjectKind: FormKind = {
  open: async (_incoming, value) => subjectForm(value),
  checks: {
    name: ({ name, addresses }) => {
      if (!name?.trim() && !addresses?.trim()) throw new BadInput("Give a name or an address.");
      if (name?.trim()) subjectFrom({ text: name });
    },
    ...subjectChecks,
  },
};

/** Changes what is known of a watched subject; the value is the watch's id. */
export const watchKind: FormKind = {
  open: async (incoming, value, { office }) => {
    const watched = (await office.watch.list(placeOf(incoming))).find(({ watchId }) => watchId === value);
    if (!watched) throw new BadInput("That name is not watched here any more. Nothing was changed.");
    return watchForm(value, watched.subject);
  },
  checks: { name: ({ name }) => subjectFrom({ text: name ?? "" }), ...subjectChecks },
};

const watchForm = (watchId: string, { text, kind, birth, countries }: Subject): Form => ({
  id: FORMS.watch,
  submits: "watch-form",
  value: watchId,
  title: "Change a watched name",
  button: "Save",
  fields: subjectFields(
    { name: text, kind: kind === "unknown" ? null : kind, dob: birth?.text ?? "", country: countries.join(" ") },
    true,
  ),
});
