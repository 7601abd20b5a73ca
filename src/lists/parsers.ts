import { parseOfacFlat } from "./ofac-flat.ts";
import { parseOfacLegacyXml } from "./ofac-legacy-xml.ts";
import type { ParsedList, ParseInput } from "./parsed.ts";
import type { ListFormat } from "./sources.ts";
import { parseUnXml } from "./un-xml.ts";

/** One parser per publisher's format: bytes -> listings, pure. */
export const PARSERS: Readonly<Partial<Record<ListFormat, (input: ParseInput) => ParsedList>>> = {
  "ofac-flat": parseOfacFlat,
  "ofac-legacy-xml": parseOfacLegacyXml,
  "un-xml": parseUnXml,
};
