import { BadInput, BadList, type ErrorCode, messageOf, RedflagError } from "../../core/errors.ts";

/** What a thread sends back for a task. */
export type Answer<Done> = { readonly done: Done } | { readonly failed: Failed };

/** An error on its way between threads: classes do not travel. */
export interface Failed {
  readonly code: ErrorCode | null;
  readonly message: string;
}

export const failedFrom = (thrown: unknown): Failed => ({
  code: thrown instanceof RedflagError ? thrown.code : null,
  message: messageOf(thrown),
});

/** The error as it was thrown, by its code. */
export const errorFrom = ({ code, message }: Failed): Error => {
  if (code === "bad-input") return new BadInput(message);
  if (code === "bad-list") return new BadList(message);
  return code === null ? new Error(message) : new RedflagError(code, message);
};
