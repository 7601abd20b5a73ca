import { messageOf, RedflagError } from "../../core/errors.ts";

/** What went wrong in a store, as the one error family: `what` is the sentence, `then` what was not changed and what to do. */
export const storageTrouble = (what: string, thrown: unknown, then: string): RedflagError =>
  thrown instanceof RedflagError
    ? thrown
    : new RedflagError("storage", `${what} (${messageOf(thrown)}). ${then}`, { cause: thrown });
