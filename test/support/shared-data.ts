import { existsSync } from "node:fs";
import { join } from "node:path";

const ROOT = process.env.REDFLAG_SHARED_DATA ?? join(import.meta.dirname, "../../../shared/data");

/** Path inside the folder of public test data, or `null` where that folder is absent (tests are then skipped and counted). */
export const sharedData = (...parts: string[]): string | null => {
  const path = join(ROOT, ...parts);
  return existsSync(path) ? path : null;
};
