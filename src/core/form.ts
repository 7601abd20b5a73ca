/** A form as data; adapters make a modal, a dialog or a page of it. Labels and hints are ours, values are data. */
export interface Form {
  /** Of the button that opens it. */
  readonly id: string;
  /** Id of the action that its submission becomes, with a field for each input that was filled in. */
  readonly submits: string;
  /** Travels with the form: the `value` of that action. */
  readonly value: string;
  /** At most 24 characters. */
  readonly title: string;
  /** Label of the button, at most 24 characters. */
  readonly button: string;
  readonly fields: readonly FormField[];
}

export interface FormOption {
  /** At most 75 characters. */
  readonly label: string;
  readonly value: string;
}

interface Asked {
  /** Name of the field of the action. */
  readonly name: string;
  readonly label: string;
  /** Below the input; `null` for none. */
  readonly hint: string | null;
  readonly required: boolean;
}

export type FormField =
  /** One line, or several. */
  | (Asked & {
      readonly kind: "text";
      readonly lines: boolean;
      readonly maxCharacters: number;
      readonly value: string;
    })
  /** One of several. */
  | (Asked & { readonly kind: "choice"; readonly options: readonly FormOption[]; readonly value: string | null })
  /** Any of several; the field of the action has them separated by commas. */
  | (Asked & { readonly kind: "choices"; readonly options: readonly FormOption[] });

const FORM_ID = /^form\./;

/** True for the id of a button that opens a form instead of sending an action. */
export const opensForm = (id: string): boolean => FORM_ID.test(id);

/** Buttons that open a form, by what it is for. */
export const FORMS = {
  subject: "form.subject",
  vet: "form.vet",
  subscription: "form.subscription",
  watch: "form.watch",
  case: "form.case",
} as const;

/** Commands that open a form when nothing follows them. */
const COMMANDS: Readonly<Record<string, string>> = {
  screen: FORMS.subject,
  vet: FORMS.vet,
  "digest subscribe": FORMS.subscription,
};

/** "/vet" -> "form.vet", "/redflag digest subscribe" -> "form.subscription", "/vet Kim" -> `null`. */
export const formOfCommand = (name: string, text: string): string | null => {
  const words = `${name} ${text}`
    .trim()
    .toLowerCase()
    .replace(/\s+/g, " ")
    .replace(/^redflag /, "");
  return Object.hasOwn(COMMANDS, words) ? (COMMANDS[words] ?? null) : null;
};

const KINDS: readonly FormOption[] = [
  { value: "person", label: "Person" },
  { value: "organisation", label: "Organisation" },
  { value: "vessel", label: "Vessel" },
  { value: "aircraft", label: "Aircraft" },
  { value: "address", label: "Crypto address" },
];

export interface SubjectValues {
  readonly name: string;
  readonly kind: string | null;
  readonly dob: string;
  readonly country: string;
}

/** Inputs for everything that is known of a subject. */
export const subjectFields = ({ name, kind, dob, country }: SubjectValues, required: boolean): readonly FormField[] => [
  textField("name", "Name or address", {
    required,
    maxCharacters: 300,
    value: name,
    hint: "As it is written in the document in front of you. Any script.",
  }),
  { kind: "choice", name: "kind", label: "Type", hint: null, required: false, options: KINDS, value: kind },
  textField("dob", "Date of birth", { maxCharacters: 20, value: dob, hint: "1980, 1980-01 or 1980-01-31" }),
  textField("country", "Country", { maxCharacters: 60, value: country, hint: "Two letters, for example KP" }),
];

/** The form for a full subject. */
export const subjectForm = (name: string): Form => ({
  id: FORMS.subject,
  submits: "screen-form",
  value: "",
  title: "Screen a subject",
  button: "Screen",
  fields: [
    ...subjectFields({ name, kind: null, dob: "", country: "" }, true),
    textField("addresses", "Crypto addresses", { lines: true, maxCharacters: 3_000, hint: "One a line" }),
  ],
});

export const textField = (
  name: string,
  label: string,
  more: {
    readonly required?: boolean;
    readonly lines?: boolean;
    readonly maxCharacters?: number;
    readonly value?: string;
    readonly hint?: string;
  } = {},
): FormField => ({
  kind: "text",
  name,
  label,
  hint: more.hint ?? null,
  required: more.required ?? false,
  lines: more.lines ?? false,
  maxCharacters: more.maxCharacters ?? 300,
  value: (more.value ?? "").slice(0, more.maxCharacters ?? 300),
});
