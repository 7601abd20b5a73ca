import { listingId } from "../core/brand.ts";
import { BadList } from "../core/errors.ts";
import type { ListedIdentifier, ListedName, Listing, PartyKind } from "../core/listing.ts";
import { table } from "../core/table.ts";
import { sha256Of } from "./bytes.ts";
import { countryCode, countryCodes } from "./countries.ts";
import { dayFrom, intervalFrom } from "./listed-dates.ts";
import { identifierFrom } from "./ofac-identifiers.ts";
import { partsOf } from "./ofac-names.ts";
import { walletsIn } from "./ofac-remarks.ts";
import type { ParsedList, ParseInput } from "./parsed.ts";
import { distinct, groupRows, pointerOf, readTable, type TableRow } from "./table-rows.ts";

const KINDS: Readonly<Record<string, PartyKind>> = table({
  individual: "person",
  entity: "organisation",
  vessel: "vessel",
  aircraft: "aircraft",
});

/** Reads the US Consolidated Screening List: one row a party, several values in a cell parted by "; ". Pure. */
export const parseCslCsv = (input: ParseInput): ParsedList => {
  const file = input.files.get("list");
  if (!file) throw new BadList("The file of the Consolidated Screening List is missing. Nothing was changed.");
  const table = readTable(file.name, file.bytes, ",", ["_id", "source", "name"]);
  const sha256 = sha256Of(file.bytes);
  const { publishedOn } = input;
  const listings = [...groupRows(file.name, table.rows, "_id")].map(([id, rows]) =>
    listingFrom(id, rows[0] as TableRow, input, {
      url: input.url,
      publishedOn,
      sha256,
      pointer: pointerOf(file.name, rows),
    }),
  );
  return { listings, publishedOn, doubts: [] };
};

const cells = (row: TableRow, column: string): readonly string[] =>
  (row.get(column) ?? "")
    .split(/;\s*/)
    .map((part) => part.trim())
    .filter((part) => part !== "");

const listingFrom = (id: string, row: TableRow, input: ParseInput, source: Listing["source"]): Listing => {
  const name = row.get("name");
  if (name === null)
    throw new BadList(`The row ${id} at ${source.pointer} has no name. Nothing was changed. Download the list again.`);
  const kind = KINDS[row.get("type")?.toLowerCase() ?? ""] ?? "unknown";
  const named = (text: string, role: ListedName["role"]): ListedName => ({
    text,
    role,
    strength: "strong",
    parts: kind === "person" ? partsOf(text) : null,
  });
  const callSign = row.get("call_sign");
  const ids = cells(row, "ids");
  return {
    list: input.list,
    listingId: listingId(id),
    kind,
    names: [named(name, "primary"), ...cells(row, "alt_names").map((text) => named(text, "alias"))],
    programs: distinct([...cells(row, "programs"), row.get("source") ?? ""]).filter((program) => program !== ""),
    listedOn: dayFrom(row.get("start_date")),
    removedOn: null,
    title: row.get("title"),
    births: cells(row, "dates_of_birth").flatMap((text) => intervalFrom(text) ?? []),
    birthplaces: cells(row, "places_of_birth"),
    nationalities: countryCodes([
      ...cells(row, "nationalities"),
      ...cells(row, "citizenships"),
      row.get("vessel_flag"),
    ]),
    gender: null,
    identifiers: [
      ...(callSign ? [{ kind: "call-sign", value: callSign, country: null, label: "Vessel Call Sign" } as const] : []),
      ...ids.flatMap((text) => idFrom(text) ?? []),
    ],
    // "42 Via Brasil, Panama City, PA": the last part is the country.
    addresses: cells(row, "addresses").map((text) => ({
      text,
      country: countryCode(text.split(",").at(-1)?.trim() ?? null),
    })),
    wallets: walletsIn(ids.map((text) => text.replace(/^(Digital Currency Address - \w+),\s*/, "$1 ")).join("; ")),
    linkedTo: [],
    remarks: [
      row.get("remarks"),
      row.get("end_date") && `End date ${row.get("end_date")}.`,
      row.get("federal_register_notice"),
    ]
      .filter((part) => part)
      .join(" "),
    source,
  };
};

/** "EG, Passport, 1084010" or "Passport, 1084010, EG": country, label and number in the order of the publication. */
const idFrom = (text: string): ListedIdentifier | null => {
  const parts = text.split(/,\s*/);
  const at = parts.findIndex((part) => /^[A-Z]{2}$/.test(part));
  const country = at === -1 ? null : countryCode(parts[at] ?? null);
  const rest = parts.filter((_part, i) => i !== at);
  const found = identifierFrom(rest.join(" "));
  return found ? { ...found, country: found.country ?? country } : null;
};
