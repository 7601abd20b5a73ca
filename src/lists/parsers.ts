import { parseCslCsv } from "./csl-csv.ts";
import { parseEuCsv } from "./eu-csv.ts";
import { parseOfacAdvancedXml } from "./ofac-advanced-xml.ts";
import { parseOfacFlat } from "./ofac-flat.ts";
import { parseOfacLegacyXml } from "./ofac-legacy-xml.ts";
import { parseOpenSanctionsCsv, parseOpenSanctionsFtm } from "./opensanctions.ts";
import { parseOwnCsv } from "./own-csv.ts";
import type { ParsedList, ParseInput } from "./parsed.ts";
import type { ListFormat } from "./sources.ts";
import { parseUkCsv } from "./uk-csv.ts";
import { parseUnXml } from "./un-xml.ts";

/** One parser per publisher's format: bytes -> listings, pure. */
export const PARSERS: Readonly<Record<ListFormat, (input: ParseInput) => ParsedList>> = {
  "ofac-flat": parseOfacFlat,
  "ofac-legacy-xml": parseOfacLegacyXml,
  "ofac-advanced-xml": parseOfacAdvancedXml,
  "un-xml": parseUnXml,
  "uk-csv": parseUkCsv,
  "eu-csv": parseEuCsv,
  "us-csl-csv": parseCslCsv,
  "opensanctions-csv": parseOpenSanctionsCsv,
  "opensanctions-ftm": parseOpenSanctionsFtm,
  "own-csv": parseOwnCsv,
};
