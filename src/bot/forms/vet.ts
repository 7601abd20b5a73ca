import type { Applicant } from "../../core/applicant.ts";
import { BadInput } from "../../core/errors.ts";
import { FORMS, textField } from "../../core/form.ts";
import { birthFrom, subjectFrom } from "../../core/subject.ts";
import { type Fields, type FormKind, itemsOf } from "./field.ts";

const MANY = { lines: true, maxCharacters: 1_000, hint: "One a line" } as const;

const eachOf = (items: readonly string[], holds: (item: string) => boolean, what: string): void => {
  const wrong = items.find((item) => !holds(item));
  if (wrong !== undefined) throw new BadInput(`“${wrong}” is no ${what}.`);
};

export const vetKind: FormKind = {
  open: async (_incoming, value, { office }) => ({
    id: FORMS.vet,
    submits: "vet-form",
    value: "",
    title: "Hiring check",
    button: "Check",
    fields: [
      textField("name", "Name", { required: true, value, hint: "As the person writes it. Any script." }),
      textField("aliases", "Other names and spellings", MANY),
      textField("dob", "Date of birth", { maxCharacters: 20, hint: "1980, 1980-01 or 1980-01-31" }),
      textField("emails", "E-mail addresses", MANY),
      textField("phones", "Telephone numbers", MANY),
      textField("handles", "Handles and profiles", { ...MANY, hint: "GitHub, LinkedIn and others, one a line" }),
      textField("wallets", "Payout wallets", MANY),
      textField("location", "Claimed place of work", { hint: "As the person gives it" }),
      textField("documents", "Documents seen", { hint: "For example: passport, by video call" }),
      {
        kind: "choices",
        name: "seen",
        label: "What you have seen",
        hint: "Each sign is named in an advisory, which the result quotes. Choose only what you saw yourself.",
        required: false,
        options: office.vet.flags.map(({ id, asks }) => ({ value: id, label: asks })),
      },
    ],
  }),
  checks: {
    name: ({ name }) => {
      if (!name?.trim()) throw new BadInput("The name is missing.");
      subjectFrom({ text: name });
    },
    aliases: ({ aliases }) => itemsOf(aliases).map((text) => subjectFrom({ text })),
    dob: ({ dob }) => dob?.trim() && birthFrom(dob.trim()),
    emails: ({ emails }) =>
      eachOf(itemsOf(emails), (item) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(item), "e-mail address"),
    phones: ({ phones }) => eachOf(itemsOf(phones), (item) => /^[+(]?[\d\s().\-/]{5,}$/.test(item), "telephone number"),
    wallets: ({ wallets }) => eachOf(itemsOf(wallets), (item) => /^\S{20,120}$/.test(item), "wallet address"),
  },
};

/** What a submitted form carries. Throws `BadInput` without a name. */
export const applicantOf = (fields: Fields): Applicant => {
  const one = (name: string): string | null => fields[name]?.trim() || null;
  const name = one("name");
  if (name === null) throw new BadInput("The form has no name. Nothing was screened. Fill it in.");
  return {
    name,
    aliases: itemsOf(fields.aliases),
    emails: itemsOf(fields.emails),
    phones: itemsOf(fields.phones),
    handles: itemsOf(fields.handles),
    wallets: itemsOf(fields.wallets),
    seen: itemsOf(fields.seen),
    location: one("location"),
    documents: one("documents"),
    birth: one("dob"),
  };
};
