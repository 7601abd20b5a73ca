import { BadInput } from "../core/errors.ts";
import type { AuditHead } from "../ports/stores.ts";

/** "41:9f2c…" as `audit verify` prints it -> a head. Throws `BadInput`. */
export const auditHeadFrom = (text: string): AuditHead => {
  const m = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text.trim());
  if (!m?.[2])
    throw new BadInput(
      `A head is the number of an entry, a colon and its hash, as “audit verify” prints it; got "${text}". Nothing was checked.`,
    );
  return { keptIn: "your note", newest: { sequence: Number(m[1]), hash: m[2] }, trouble: null };
};
