import type { Case } from "../core/case.ts";

/** Reviewers' cases. Nothing is ever deleted. */
export interface CaseStore {
  /** Opens a case for a subject and an entry, or gives the one there is. The number is the store's. */
  open(draft: Omit<Case, "number">): Promise<Case>;
  get(number: number): Promise<Case | null>;
  /** Replaces a case if it still has as many steps as `seen`: of two reviewers at once one gets true. */
  save(seen: Case, next: Case): Promise<boolean>;
  /** All cases of subjects with one name, by `nameKey`. */
  ofName(key: string): Promise<readonly Case[]>;
  /** All cases in these states, oldest first. */
  inState(states: readonly Case["state"][]): Promise<readonly Case[]>;
}
