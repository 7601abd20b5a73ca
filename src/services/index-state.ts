import { messageOf } from "../core/errors.ts";
import type { InForce } from "./screening.ts";

/** Whether the index over the lists in force is made. While it is not, the one before it answers, where there is one. */
export type IndexState =
  | { readonly kind: "building" }
  | { readonly kind: "failed"; readonly why: string }
  | { readonly kind: "ready" };

/** An index that is made already is given at once; longer is building. */
const AT_ONCE_MS = 100;

/** Asking also begins to make it, so that a failed index is tried again. Never rejects. */
export const makeIndexState = (inForce: InForce): (() => Promise<IndexState>) => {
  return () =>
    Promise.race<IndexState>([
      inForce().then(
        () => ({ kind: "ready" }),
        (thrown: unknown) => ({ kind: "failed", why: messageOf(thrown) }),
      ),
      new Promise((resolve) => setTimeout(() => resolve({ kind: "building" }), AT_ONCE_MS)),
    ]);
};
