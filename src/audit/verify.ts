import { messageOf } from "../core/errors.ts";
import type { AuditHead, AuditLog, ChainedEntry } from "../ports/stores.ts";
import type { ChainRules } from "./chain.ts";
import { type Erasure, erasedBy, erasureIn } from "./erasure.ts";

export interface AuditCheck {
  readonly entries: number;
  /** The first place where the record does not hold; `null` when it is unbroken. */
  readonly broken: { readonly sequence: number; readonly why: string } | null;
  /** What was erased, and by whom, as the record itself tells it. */
  readonly erasures: readonly Erasure[];
  /** What could not be compared, one sentence each. */
  readonly warnings: readonly string[];
  readonly newest: { readonly sequence: number; readonly hash: string } | null;
}

/**
 * Walks the record from its start and finds the first change, deletion or reordering, also of personal parts. What is
 * missing at the end shows against the heads, which are kept apart. Entries that are appended meanwhile do not disturb it.
 */
export const verifyAudit = async (
  log: Pick<AuditLog, "heads" | "read">,
  rules: ChainRules,
  /** A head that somebody wrote down elsewhere, as `audit verify` printed it. */
  noted: readonly AuditHead[] = [],
): Promise<AuditCheck> => {
  const heads = [...(await log.heads()), ...noted];
  const warnings = heads.flatMap(({ keptIn, trouble }) => (trouble ? [`The head in ${keptIn}: ${trouble}`] : []));
  const erasures: Erasure[] = [];
  const lost: number[] = [];
  let newest: AuditCheck["newest"] = null;
  const found = (sequence: number, why: string): AuditCheck => ({
    entries: newest?.sequence ?? 0,
    broken: { sequence, why },
    erasures,
    warnings,
    newest,
  });
  try {
    for await (const entry of log.read(null, null)) {
      const why =
        linkFault(entry, newest?.sequence ?? 0, newest?.hash ?? rules.start, rules) ??
        headFault(entry, heads) ??
        partFault(entry, rules);
      if (why) return found(entry.sequence, why);
      if (Object.values(entry.parts).some(({ kept }) => kept === null)) lost.push(entry.sequence);
      const erasure = erasureIn(entry);
      if (erasure) erasures.push(erasure);
      newest = { sequence: entry.sequence, hash: entry.hash };
    }
  } catch (thrown) {
    return found((newest?.sequence ?? 0) + 1, `it cannot be read (${messageOf(thrown)})`);
  }
  const end = newest?.sequence ?? 0;
  const unsaid = lost.find((sequence) => erasedBy(erasures, sequence) === null);
  if (unsaid !== undefined) return found(unsaid, "a personal part is gone and no erasure in the record says so");
  const ahead = heads.find((head) => (head.newest?.sequence ?? 0) > end);
  if (ahead)
    return found(
      end + 1,
      `it and what follows is missing: the head in ${ahead.keptIn} names ${ahead.newest?.sequence}`,
    );
  const beyond = (await log.heads()).some((head) => head.newest && head.newest.sequence >= end);
  if (end > 0 && !beyond) return found(end, "it was added behind the record's back: no head names it");
  return { entries: end, broken: null, erasures, warnings, newest };
};

const linkFault = (entry: ChainedEntry, before: number, previous: string, rules: ChainRules): string | null => {
  if (entry.sequence !== before + 1) return `entry ${before + 1} is missing or out of order`;
  if (entry.previous !== previous) return "it does not follow the entry before it";
  return rules.hashOf(entry) === entry.hash ? null : "its content was changed";
};

/** A head names the entry at its place by its hash. */
const headFault = (entry: ChainedEntry, heads: readonly AuditHead[]): string | null => {
  const other = heads.find(
    ({ newest }) => newest !== null && newest.sequence === entry.sequence && newest.hash !== entry.hash,
  );
  return other ? `it is not the entry that the head in ${other.keptIn} names` : null;
};

const partFault = ({ parts }: ChainedEntry, rules: ChainRules): string | null => {
  const changed = Object.entries(parts).find(
    ([, { digest, kept }]) => kept !== null && rules.digestOf(kept.salt, kept.value) !== digest,
  );
  return changed ? `its personal part “${changed[0]}” was changed or never belonged to it` : null;
};
