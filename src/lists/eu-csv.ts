import { listingId } from "../core/brand.ts";
import type { DateInterval, IsoDate } from "../core/dates.ts";
import { BadList } from "../core/errors.ts";
import type { IdentifierKind, ListedIdentifier, ListedName, Listing } from "../core/listing.ts";
import { table } from "../core/table.ts";
import { sha256Of } from "./bytes.ts";
import { countryCode } from "./countries.ts";
import { dayFrom, intervalFrom } from "./listed-dates.ts";
import type { ParsedList, ParseInput } from "./parsed.ts";
import { distinct, groupRows, pointerOf, readTable, type TableRow } from "./table-rows.ts";

const KINDS: Readonly<Record<string, IdentifierKind>> = table({
  passport: "passport",
  id: "national-id",
  ssn: "national-id",
  fiscalcode: "tax-id",
  tax: "tax-id",
  regnumber: "registration",
  imo: "imo",
  swiftbic: "swift",
});

/**
 * Reads the EU's consolidated financial sanctions list (csvFullSanctionsList_1_1): `;`, a byte order mark, one row a
 * sub-element (name, address, date of birth, document, citizenship), grouped by Entity_LogicalId. Pure.
 */
export const parseEuCsv = (input: ParseInput): ParsedList => {
  const file = input.files.get("list");
  if (!file) throw new BadList("The file of the EU list is missing. Nothing was changed.");
  const table = readTable(file.name, file.bytes, ";", ["Entity_LogicalId", "NameAlias_WholeName"]);
  const publishedOn: IsoDate | null = dayFrom(table.rows[0]?.get("fileGenerationDate") ?? null) ?? input.publishedOn;
  const sha256 = sha256Of(file.bytes);
  const listings = [...groupRows(file.name, table.rows, "Entity_LogicalId")].map(([id, rows]) =>
    listingFrom(id, rows, input, { url: input.url, publishedOn, sha256, pointer: pointerOf(file.name, rows) }),
  );
  return { listings, publishedOn, doubts: [] };
};

const listingFrom = (id: string, rows: readonly TableRow[], input: ParseInput, source: Listing["source"]): Listing => {
  const all = (column: string): readonly string[] => distinct(rows.flatMap((row) => row.get(column) ?? []));
  const type = (all("Entity_SubjectType_ClassificationCode")[0] ?? all("Entity_SubjectType")[0] ?? "").toLowerCase();
  const kind =
    type === "person" || type === "p" ? "person" : type === "enterprise" || type === "e" ? "organisation" : "unknown";
  const names = namesOf(rows, kind === "person");
  if (names.length === 0)
    throw new BadList(
      `The entity ${id} at ${source.pointer} has no name. Nothing was changed. Download the list again.`,
    );
  const gender = all("NameAlias_Gender")[0]?.toUpperCase();
  const titles = [...all("NameAlias_Title"), ...all("NameAlias_Function")];
  return {
    list: input.list,
    listingId: listingId(id),
    kind,
    names,
    programs: all("Entity_Regulation_Programme"),
    listedOn: dayFrom(all("Entity_DesignationDate")[0] ?? null),
    removedOn: null,
    title: titles.length > 0 ? titles.join("; ") : null,
    births: distinct(rows.flatMap((row) => birthFrom(row) ?? [])),
    birthplaces: distinct(
      rows.flatMap(
        (row) =>
          joined(row, ["BirthDate_Place", "BirthDate_City", "BirthDate_Region", "BirthDate_CountryDescription"]) ?? [],
      ),
    ),
    nationalities: distinct(rows.flatMap((row) => countryOf(row, "Citizenship") ?? [])),
    gender: gender === "F" ? "female" : gender === "M" ? "male" : null,
    identifiers: distinct([
      ...all("Entity_EU_ReferenceNumber").map(
        (value): ListedIdentifier => ({ kind: "other", value, country: null, label: "EU reference number" }),
      ),
      ...all("Entity_UnitedNationId").map(
        (value): ListedIdentifier => ({ kind: "other", value, country: null, label: "UN reference number" }),
      ),
      ...rows.flatMap((row) => identifierFrom(row) ?? []),
    ]),
    addresses: distinct(
      rows.flatMap((row) => {
        const text = joined(row, [
          "Address_Street",
          "Address_PoBox",
          "Address_ZipCode",
          "Address_City",
          "Address_Region",
          "Address_Place",
          "Address_CountryDescription",
        ]);
        return text === null ? [] : [{ text, country: countryOf(row, "Address") }];
      }),
    ),
    wallets: [],
    linkedTo: [],
    remarks: distinct([...all("Entity_Remark"), ...all("NameAlias_Remark")]).join(" "),
    source,
  };
};

const joined = (row: TableRow, columns: readonly string[]): string | null => {
  const parts = columns.flatMap((column) => row.get(column) ?? []).filter((part) => part !== "UNKNOWN");
  return parts.length > 0 ? parts.join(", ") : null;
};

/** The list writes "00" and "UNKNOWN" where it does not know. */
const countryOf = (row: TableRow, prefix: string): string | null => {
  const code = row.get(`${prefix}_CountryIso2Code`);
  return (
    (code !== null && /^[A-Z]{2}$/.test(code) ? countryCode(code) : null) ??
    countryCode(row.get(`${prefix}_CountryDescription`))
  );
};

const namesOf = (rows: readonly TableRow[], person: boolean): readonly ListedName[] => {
  const names = rows.flatMap((row): ListedName[] => {
    const family = row.get("NameAlias_LastName");
    const given = [row.get("NameAlias_FirstName"), row.get("NameAlias_MiddleName")]
      .filter((part) => part !== null)
      .join(" ");
    const text = row.get("NameAlias_WholeName") ?? [given, family].filter((part) => part).join(" ");
    const parts = person && family !== null && given !== "" ? { family, given } : null;
    const strength = /low quality|weak/i.test(row.get("NameAlias_Remark") ?? "") ? "weak" : "strong";
    return text === "" ? [] : [{ text, role: "alias", strength, parts }];
  });
  return distinct(names).map((name, i) => (i === 0 ? { ...name, role: "primary" } : name));
};

/** A day, or a year, or a range of years; "circa" where the list says so. */
const birthFrom = (row: TableRow): DateInterval | null => {
  const [from, to] = [row.get("BirthDate_YearRangeFrom"), row.get("BirthDate_YearRangeTo")];
  const year = row.get("BirthDate_Year");
  const text = row.get("BirthDate_BirthDate") ?? (from !== null && to !== null ? `${from} to ${to}` : year);
  const birth = text === null ? null : intervalFrom(text);
  return birth && row.get("BirthDate_Circa")?.toLowerCase() === "true"
    ? { ...birth, approximate: true, text: `circa ${birth.text}` }
    : birth;
};

const identifierFrom = (row: TableRow): ListedIdentifier | null => {
  const value = row.get("Identification_Number") ?? row.get("Identification_LatinNumber");
  const code = (row.get("Identification_TypeCode") ?? "").toLowerCase();
  const label = row.get("Identification_TypeDescription") ?? (code || "Document");
  return value === null
    ? null
    : { kind: KINDS[code] ?? "other", value, country: countryOf(row, "Identification"), label };
};
