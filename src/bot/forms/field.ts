import { RedflagError } from "../../core/errors.ts";
import type { Form } from "../../core/form.ts";
import type { Incoming, IncomingBody } from "../../core/incoming.ts";
import type { Desk } from "../desk.ts";

export type ActionBody = Extract<IncomingBody, { readonly kind: "action" }>;
export type Fields = ActionBody["fields"];
type FormDesk = Pick<Desk["deps"], "office">;

/** One form: how it is filled in when it opens, and what can be wrong with it when it comes back. */
export interface FormKind {
  /** Throws `RedflagError` when there is nothing to fill in. */
  readonly open: (incoming: Incoming, value: string, desk: FormDesk) => Promise<Form>;
  /** By field: throws the sentence that is shown beside it. Everything else is checked when the form is run. */
  readonly checks: Readonly<Record<string, (fields: Fields, desk: FormDesk) => unknown>>;
}

/** "a, b; c" and lines -> items without empty ones. */
export const itemsOf = (text: string | undefined): readonly string[] =>
  (text ?? "")
    .split(/[\n,;]+/)
    .map((item) => item.trim())
    .filter((item) => item !== "");

/** The sentence of every check that throws one; "Nothing was …" is left out, since the form is still open. */
export const faultsOf = (kind: FormKind, fields: Fields, desk: FormDesk): Readonly<Record<string, string>> => {
  const faults: Record<string, string> = {};
  for (const [name, check] of Object.entries(kind.checks))
    try {
      check(fields, desk);
    } catch (thrown) {
      if (!(thrown instanceof RedflagError)) throw thrown;
      faults[name] = thrown.message.replace(/(?<!\s)\s*Nothing was \w+\./, "");
    }
  return faults;
};
