import { listingId } from "../core/brand.ts";
import type { IsoDate } from "../core/dates.ts";
import { BadList } from "../core/errors.ts";
import type { IdentifierKind, ListedIdentifier, ListedName, Listing, PartyKind } from "../core/listing.ts";
import { table } from "../core/table.ts";
import { sha256Of } from "./bytes.ts";
import { countryCode, countryCodes } from "./countries.ts";
import { dayFrom, intervalFrom } from "./listed-dates.ts";
import { walletsIn } from "./ofac-remarks.ts";
import type { ParsedList, ParseInput } from "./parsed.ts";
import { distinct, groupRows, pointerOf, readTable, type TableRow } from "./table-rows.ts";

const KINDS: Readonly<Record<string, PartyKind>> = table({
  individual: "person",
  entity: "organisation",
  ship: "vessel",
});

/** Columns that hold numbers of a party. */
const IDENTIFIERS: readonly (readonly [string, IdentifierKind])[] = [
  ["UN Reference Number", "other"],
  ["OFSI Group ID", "other"],
  ["Passport number", "passport"],
  ["National Identifier number", "national-id"],
  ["Business registration number (s)", "registration"],
  ["IMO number", "imo"],
  ["Phone number", "phone"],
  ["Email address", "email"],
  ["Website", "website"],
];
const ADDRESS = [1, 2, 3, 4, 5, 6].map((n) => `Address Line ${n}`);
const GIVEN_NAMES = [1, 2, 3, 4, 5].map((n) => `Name ${n}`);

/**
 * Reads the UK Sanctions List of the Foreign, Commonwealth and Development Office: one row a name variant (and
 * address), grouped by Unique ID, with "Report Date: 08-Oct-2026" above the header. Pure.
 */
export const parseUkCsv = (input: ParseInput): ParsedList => {
  const file = input.files.get("list");
  if (!file) throw new BadList("The file of the UK list is missing. Nothing was changed.");
  const table = readTable(file.name, file.bytes, ",", ["Unique ID", "Name 6", "Name type", "Regime Name"]);
  const reported = /(\d{1,2})[- ]([A-Za-z]{3,9})[- ](\d{4})/.exec(table.preamble);
  const publishedOn: IsoDate | null = (reported && dayFrom(reported.slice(1, 4).join(" "))) ?? input.publishedOn;
  const sha256 = sha256Of(file.bytes);
  const listings = [...groupRows(file.name, table.rows, "Unique ID")].map(([id, rows]) =>
    listingFrom(id, rows, input, { url: input.url, publishedOn, sha256, pointer: pointerOf(file.name, rows) }),
  );
  return { listings, publishedOn, doubts: [] };
};

const listingFrom = (id: string, rows: readonly TableRow[], input: ParseInput, source: Listing["source"]): Listing => {
  const all = (column: string): readonly string[] => distinct(rows.flatMap((row) => row.get(column) ?? []));
  const kind = KINDS[(all("Designation Type")[0] ?? all("Entity type")[0] ?? "").toLowerCase()] ?? "unknown";
  const names = namesOf(rows, kind === "person");
  if (names.length === 0)
    throw new BadList(
      `The entry ${id} at ${source.pointer} has no name. Nothing was changed. Download the list again.`,
    );
  const remarks = [...all("Other Information"), ...all("UK Statement of Reasons")].join(" ");
  const titles = [...all("Title"), ...all("Position")];
  const gender = all("Gender")[0]?.toLowerCase();
  return {
    list: input.list,
    listingId: listingId(id),
    kind,
    names,
    programs: all("Regime Name"),
    listedOn: dayFrom(all("Date Designated")[0] ?? null),
    removedOn: null,
    title: titles.length > 0 ? titles.join("; ") : null,
    births: distinct(all("D.O.B").flatMap(several)).flatMap((text) => intervalFrom(text) ?? []),
    birthplaces: distinct(rows.flatMap((row) => joined(row, ["Town of birth", "Country of birth"]) ?? [])),
    nationalities: countryCodes(
      [...all("Nationality(/ies)"), ...all("Current believed flag of ship")].flatMap(several),
    ),
    gender: gender === "female" || gender === "male" ? gender : null,
    identifiers: distinct(
      IDENTIFIERS.flatMap(([column, type]) =>
        all(column)
          .flatMap(several)
          .map((value): ListedIdentifier => ({ kind: type, value, country: null, label: column })),
      ),
    ),
    addresses: distinct(
      rows.flatMap((row) => {
        const text = joined(row, [...ADDRESS, "Address Postal Code", "Address Country"]);
        return text === null ? [] : [{ text, country: countryCode(row.get("Address Country")) }];
      }),
    ),
    wallets: walletsIn(remarks),
    linkedTo: distinct([...all("Parent company"), ...all("Current owner/operator (s)")].flatMap(several)),
    remarks,
    source,
  };
};

/** "(1) Russia (2) Belarus" and "Russia; Belarus" -> two. */
const several = (cell: string): readonly string[] =>
  cell
    .split(/\(\d{1,2}\)|;|\|/)
    .map((part) => part.trim())
    .filter((part) => part !== "");

const joined = (row: TableRow, columns: readonly string[]): string | null => {
  const parts = columns.flatMap((column) => row.get(column) ?? []);
  return parts.length > 0 ? parts.join(", ") : null;
};

/** Name 6 is the family name or the whole name, Name 1 to 5 stand before it. The primary name comes first whatever the order of rows. */
const namesOf = (rows: readonly TableRow[], person: boolean): readonly ListedName[] => {
  const names = rows.flatMap((row): ListedName[] => {
    const given = GIVEN_NAMES.flatMap((column) => row.get(column) ?? []).join(" ");
    const family = row.get("Name 6");
    const text = [given, family].filter((part) => part).join(" ");
    const type = row.get("Name type")?.toLowerCase() ?? "";
    const weak = /low/i.test(row.get("Alias strength") ?? "");
    const role = type === "primary name" ? "primary" : /f\.?k\.?a|former/.test(type) ? "former" : "alias";
    const parts = person && given !== "" && family !== null ? { family, given } : null;
    const strength = weak ? "weak" : "strong";
    const script = row.get("Name non-latin script");
    return [
      ...(text === "" ? [] : [{ text, role, strength, parts } as const]),
      ...(script === null
        ? []
        : [{ text: script, role: role === "primary" ? "alias" : role, strength, parts: null } as const]),
    ];
  });
  const ordered = distinct(names).toSorted((a, b) => Number(b.role === "primary") - Number(a.role === "primary"));
  return ordered.map((name, i) => ({
    ...name,
    role: i === 0 ? "primary" : name.role === "primary" ? "alias" : name.role,
  }));
};
