import type { NameParts } from "../core/listing.ts";

/** "AL-ZAYDI, Shibl" -> family AL-ZAYDI, given Shibl. For individuals only: "SUEX OTC, S.R.O." is a company. */
export const partsOf = (name: string): NameParts | null => {
  const comma = name.indexOf(",");
  if (comma <= 0) return null;
  const [family, given] = [name.slice(0, comma).trim(), name.slice(comma + 1).trim()];
  return family === "" || given === "" ? null : { family, given };
};
