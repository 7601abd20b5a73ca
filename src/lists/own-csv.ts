import { listingId } from "../core/brand.ts";
import { BadInput, BadList } from "../core/errors.ts";
import type { ListedIdentifier, ListedName, Listing, PartyKind } from "../core/listing.ts";
import { sha256Of } from "./bytes.ts";
import { countryCodes } from "./countries.ts";
import { dayFrom, intervalFrom } from "./listed-dates.ts";
import { partsOf } from "./ofac-names.ts";
import type { ParsedList, ParseInput } from "./parsed.ts";
import { distinct, pointerOf, readTable, type TableRow } from "./table-rows.ts";

/** What a column of a team's own list can mean. Only `name` is required; several values in a cell are parted by ";" or "|". */
const MEANINGS = [
  "name",
  "id",
  "type",
  "aliases",
  "dob",
  "country",
  "address",
  "identifiers",
  "wallets",
  "programs",
  "listed_on",
  "removed_on",
  "remarks",
] as const;
type Meaning = (typeof MEANINGS)[number];

const KINDS: readonly PartyKind[] = ["person", "organisation", "vessel", "aircraft", "unknown"];

/**
 * Reads a team's own list: CSV with a header. `input.columns` maps a meaning to the file's own column name
 * (`name=full_name`). Ids are the `id` column's, else the row's number. Pure. Throws `BadInput` for a missing or
 * unknown column, `BadList` for a damaged file.
 */
export const parseOwnCsv = (input: ParseInput): ParsedList => {
  const file = input.files.get("list");
  if (!file) throw new BadList("The file of the list is missing. Nothing was changed.");
  const delimiter = (new TextDecoder("utf-8").decode(file.bytes.subarray(0, 2_000)).split("\n")[0] ?? "").includes(";")
    ? ";"
    : ",";
  const table = readTable(file.name, file.bytes, delimiter, []);
  const columns = table.columns.map((column) => column.replace(/^\uFEFF/, "").trim());
  const wrong = Object.entries(input.columns ?? {}).find(
    ([meaning, column]) => !MEANINGS.includes(meaning as Meaning) || !columns.includes(column),
  );
  if (wrong)
    throw new BadInput(
      `The mapping ${wrong[0]}=${wrong[1]} does not fit: columns are ${columns.join(", ")}, meanings ${MEANINGS.join(", ")}. Nothing was imported.`,
    );
  const columnOf = (meaning: Meaning): string => input.columns?.[meaning] ?? meaning;
  if (!columns.some((column) => column.toLowerCase() === columnOf("name").toLowerCase()))
    throw new BadInput(
      `That CSV has no \`name\` column (found: ${columns.join(", ")}). Nothing was imported. Rename the column or add --map name=${columns[0] ?? "column"}.`,
    );
  const sha256 = sha256Of(file.bytes);
  const listings = table.rows.flatMap((row, i) =>
    listingFrom(row, i + 1, columnOf, input, {
      url: input.url,
      publishedOn: input.publishedOn,
      sha256,
      pointer: pointerOf(file.name, [row]),
    }),
  );
  if (listings.length === 0) throw new BadList(`${file.name} lists nobody (zero rows). Nothing was changed.`);
  if (new Set(listings.map((l) => l.listingId)).size !== listings.length)
    throw new BadInput(`${file.name} gives the same id twice. Nothing was imported. Give each row an id of its own.`);
  return { listings, publishedOn: input.publishedOn, doubts: [] };
};

const listingFrom = (
  row: TableRow,
  number: number,
  columnOf: (meaning: Meaning) => string,
  input: ParseInput,
  source: Listing["source"],
): readonly Listing[] => {
  const cell = (meaning: Meaning): string | null => row.get(columnOf(meaning));
  const cells = (meaning: Meaning): readonly string[] =>
    (cell(meaning) ?? "")
      .split(/[;|]/)
      .map((part) => part.trim())
      .filter((part) => part !== "");
  const name = cell("name");
  if (name === null)
    throw new BadInput(`Row ${number} of the list has no name. Nothing was imported. Fill it in or remove the row.`);
  const kind = KINDS.find((k) => k === cell("type")?.toLowerCase()) ?? "unknown";
  const entry = (text: string, role: ListedName["role"]): ListedName => ({
    text,
    role,
    strength: "strong",
    parts: kind === "person" ? partsOf(text) : null,
  });
  return [
    {
      list: input.list,
      listingId: listingId(cell("id") ?? `row-${number}`),
      kind,
      names: distinct([entry(name, "primary"), ...cells("aliases").map((text) => entry(text, "alias"))]),
      programs: cells("programs"),
      listedOn: dayFrom(cell("listed_on")),
      removedOn: dayFrom(cell("removed_on")),
      title: null,
      births: cells("dob").flatMap((text) => intervalFrom(text) ?? []),
      birthplaces: [],
      nationalities: countryCodes(cells("country")),
      gender: null,
      identifiers: cells("identifiers").map(
        (value): ListedIdentifier => ({ kind: "other", value, country: null, label: "Identifier" }),
      ),
      addresses: cell("address") === null ? [] : [{ text: cell("address") ?? "", country: null }],
      // "ETH 0xabc" or the address alone.
      wallets: cells("wallets").map((text) => {
        const [code, address] = text.split(/\s+/);
        return address === undefined ? { code: "UNKNOWN", address: code ?? "" } : { code: code ?? "UNKNOWN", address };
      }),
      linkedTo: [],
      remarks: cell("remarks") ?? "",
      source,
    },
  ];
};
