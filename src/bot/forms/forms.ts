import { BadInput } from "../../core/errors.ts";
import { FORMS } from "../../core/form.ts";
import type { Incoming } from "../../core/incoming.ts";
import type { Forms } from "../../ports/forms.ts";
import type { DeskDeps } from "../desk.ts";
import { caseKind } from "./case.ts";
import { type FormKind, faultsOf } from "./field.ts";
import { subjectKind, watchKind } from "./subject.ts";
import { subscriptionKind } from "./subscription.ts";
import { vetKind } from "./vet.ts";

/** Every form, by the button that opens it and by the action that it becomes. */
const KINDS: readonly { readonly opens: string; readonly submits: string; readonly kind: FormKind }[] = [
  { opens: FORMS.subject, submits: "screen-form", kind: subjectKind },
  { opens: FORMS.vet, submits: "vet-form", kind: vetKind },
  { opens: FORMS.subscription, submits: "subscription-form", kind: subscriptionKind },
  { opens: FORMS.watch, submits: "watch-form", kind: watchKind },
  { opens: FORMS.case, submits: "case-form", kind: caseKind },
];

/** The forms over the office: what adapters open and check. What a submission does stands with the actions. */
export const makeForms = (deps: Pick<DeskDeps, "office">): Forms => ({
  open: async (incoming) => {
    const { body } = incoming;
    const found = body.kind === "action" && KINDS.find(({ opens }) => opens === body.id);
    if (!found) throw new BadInput("That form is not known to this version. Nothing was changed. Ask for it again.");
    return found.kind.open(incoming, body.value, deps);
  },
  faults: async ({ body }: Incoming) => {
    const found = body.kind === "action" && KINDS.find(({ submits }) => submits === body.id);
    return found ? faultsOf(found.kind, body.fields, deps) : {};
  },
});
