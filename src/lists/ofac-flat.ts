import { listingId, type SourceId } from "../core/brand.ts";
import { BadList } from "../core/errors.ts";
import type { ListedAddress, ListedIdentifier, ListedName, Listing, PartyKind } from "../core/listing.ts";
import { table } from "../core/table.ts";
import { sha256Of } from "./bytes.ts";
import { countryCode, countryCodes } from "./countries.ts";
import { partsOf } from "./ofac-names.ts";
import { readRemarks } from "./ofac-remarks.ts";
import { type OfacRow, readOfacRows } from "./ofac-rows.ts";
import type { ParsedList, ParseInput } from "./parsed.ts";

/** Columns of the four files, from OFAC's dataspec.txt. */
const COLUMNS = { primary: 12, aliases: 5, addresses: 6, comments: 2 } as const;
type Role = keyof typeof COLUMNS;

/** Remarks are cut here; the comments file holds the rest, to be joined without a separator. */
const REMARKS_CUT = 1000;

const KINDS: Readonly<Record<string, PartyKind>> = table({
  individual: "person",
  vessel: "vessel",
  aircraft: "aircraft",
});

const byEntity = (rows: readonly OfacRow[]): ReadonlyMap<string, readonly OfacRow[]> => {
  const map = new Map<string, OfacRow[]>();
  for (const row of rows) {
    const key = row.fields[0] ?? "";
    const known = map.get(key);
    if (known) known.push(row);
    else map.set(key, [row]);
  }
  return map;
};

/**
 * Reads OFAC's flat files (SDN or non-SDN) and joins them by ent_num. Pure.
 * `doubts` names signs that the files are not of one publication: rows that belong to no listed party, remarks that
 * are cut where the comments file has nothing, comments on remarks that are not cut. Real sets have none.
 */
export const parseOfacFlat = (input: ParseInput): ParsedList => {
  const rows = (role: Role): readonly OfacRow[] => {
    const file = input.files.get(role);
    return file ? readOfacRows(file.name, file.bytes, COLUMNS[role]) : [];
  };
  const primaryFile = input.files.get("primary");
  if (!primaryFile) throw new BadList("The primary file of the list is missing. Nothing was changed.");
  const primary = rows("primary");
  if (primary.length === 0)
    throw new BadList(`${primaryFile.name} lists nobody (zero rows). Nothing was changed. Download it again.`);
  const joined = {
    aliases: byEntity(rows("aliases")),
    addresses: byEntity(rows("addresses")),
    comments: byEntity(rows("comments")),
  };
  const sha256 = sha256Of(primaryFile.bytes);
  const listed = new Set(primary.map((row) => row.fields[0]));
  if (listed.size !== primary.length)
    throw new BadList(`${primaryFile.name} gives the same ent_num twice. Nothing was changed. Download it again.`);

  let cut = 0;
  let misplaced = 0;
  const listings = primary.map((row) => {
    const entity = row.fields[0] ?? "";
    const own = row.fields[11] ?? "";
    const comments = joined.comments.get(entity) ?? [];
    const isCut = own.length >= REMARKS_CUT;
    if (isCut && comments.length === 0) cut++;
    if (!isCut && comments.length > 0) misplaced++;
    const remarks = own + (isCut ? comments.map((comment) => comment.fields[1] ?? "").join("") : "");
    const aliases = joined.aliases.get(entity) ?? [];
    const addresses = joined.addresses.get(entity) ?? [];
    const pointer = [
      [primaryFile.name, [row]] as const,
      [input.files.get("aliases")?.name ?? "", aliases] as const,
      [input.files.get("addresses")?.name ?? "", addresses] as const,
      [input.files.get("comments")?.name ?? "", isCut ? comments : []] as const,
    ];
    return listingFrom(input.list, row, remarks, aliases, addresses, {
      url: input.url,
      publishedOn: input.publishedOn,
      sha256,
      pointer: pointer.flatMap(([file, span]) => spansOf(file, span)).join(";"),
    });
  });
  const orphans = Object.entries(joined).map(([role, map]) => ({
    name: input.files.get(role)?.name ?? role,
    count: [...map.keys()].filter((key) => !listed.has(key)).length,
  }));
  const doubts = orphans
    .filter((o) => o.count > 0)
    .map((o) => `${o.name} names ${o.count} parties that ${primaryFile.name} does not list`);
  if (input.files.has("comments")) {
    if (cut > 0) doubts.push(`${cut} remarks are cut and have no continuation`);
    if (misplaced > 0) doubts.push(`${misplaced} comments continue remarks that are not cut`);
  }
  return { listings, publishedOn: input.publishedOn, doubts };
};

/** Rows that follow one another without a gap are one span: a line end is at most two bytes. */
const spansOf = (file: string, rows: readonly OfacRow[]): readonly string[] => {
  const spans: { start: number; end: number }[] = [];
  for (const row of rows) {
    const last = spans.at(-1);
    if (last && row.start - last.end <= 2) last.end = row.end;
    else spans.push({ start: row.start, end: row.end });
  }
  return spans.map((span) => `${file}@${span.start}-${span.end}`);
};

const listingFrom = (
  list: SourceId,
  row: OfacRow,
  remarks: string,
  aliases: readonly OfacRow[],
  addresses: readonly OfacRow[],
  source: Listing["source"],
): Listing => {
  const [entity, name, type, program, title, callSign, vesselType, , , flag] = row.fields;
  const kind = KINDS[type ?? ""] ?? "organisation";
  const person = kind === "person";
  const said = readRemarks(remarks, person);
  const primary = (name ?? "").trim();
  if (primary === "")
    throw new BadList(`The listing ${entity} of ${list} has no name. Nothing was changed. Download the list again.`);
  const names: ListedName[] = [
    { text: primary, role: "primary", strength: "strong", parts: person ? partsOf(primary) : null },
    ...aliases.flatMap((alias) => strongName(alias, person)),
    ...said.weakNames,
  ];
  const calls: readonly ListedIdentifier[] = callSign
    ? [{ kind: "call-sign", value: callSign.trim(), country: null, label: "Vessel Call Sign" }]
    : [];
  return {
    list,
    listingId: listingId(entity ?? ""),
    kind,
    names,
    programs: (program ?? "")
      .split(/\]\s*\[/)
      .map((p) => p.replace(/[[\]]/g, "").trim())
      .filter((p) => p !== ""),
    listedOn: null,
    removedOn: null,
    title: title?.trim() ?? (kind === "vessel" ? (vesselType?.trim() ?? null) : null),
    births: said.births,
    birthplaces: said.birthplaces,
    // A ship has the nationality of the State whose flag it flies (UN Convention on the Law of the Sea, article 91).
    nationalities: [...new Set([...said.nationalities, ...countryCodes([flag ?? null])])],
    gender: said.gender,
    identifiers: [...calls, ...said.identifiers],
    addresses: addresses.flatMap(addressFrom),
    wallets: said.wallets,
    linkedTo: said.linkedTo,
    remarks,
    source,
  };
};

const strongName = (row: OfacRow, person: boolean): readonly ListedName[] => {
  const text = row.fields[3]?.trim();
  if (!text) return [];
  return [
    {
      text,
      role: row.fields[2] === "fka" ? "former" : "alias",
      strength: "strong",
      parts: person ? partsOf(text) : null,
    },
  ];
};

/** Rows of nothing but `-0-` stand for "no address known" and are left out. */
const addressFrom = (row: OfacRow): readonly ListedAddress[] => {
  const [, , street, city, country] = row.fields;
  const text = [street, city, country].flatMap((part) => (part?.trim() ? [part.trim()] : [])).join(", ");
  return text === "" ? [] : [{ text, country: countryCode(country ?? null) }];
};
