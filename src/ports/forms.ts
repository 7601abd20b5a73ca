import { FORMS, type Form, subjectForm } from "../core/form.ts";
import type { Incoming } from "../core/incoming.ts";

/** What an adapter asks while a form is opened and submitted; both are answered within a second. */
export interface Forms {
  /**
   * The form that a pressed button or a command opens, filled in with what is known. `incoming` has an action as its body: its id
   * says which form, its value what it is about. Rejects with `RedflagError` when there is nothing to fill in.
   */
  open(incoming: Incoming): Promise<Form>;
  /** What is wrong with a submission, a sentence a field; empty when it can be handed over as the action it is. */
  faults(incoming: Incoming): Promise<Readonly<Record<string, string>>>;
}

/** The one form that needs nothing behind it, and takes whatever is filled in. */
export const subjectFormOnly: Forms = {
  open: ({ body }) =>
    Promise.resolve(subjectForm(body.kind === "action" && body.id === FORMS.subject ? body.value : "")),
  faults: () => Promise.resolve({}),
};
