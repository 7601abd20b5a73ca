import { listingId } from "../core/brand.ts";
import { BadList } from "../core/errors.ts";
import {
  type IdentifierKind,
  type ListedIdentifier,
  type ListedName,
  type Listing,
  NOTHING_KNOWN,
  type PartyKind,
} from "../core/listing.ts";
import { table } from "../core/table.ts";
import { assertText, decode, sha256Of } from "./bytes.ts";
import { countryCodes } from "./countries.ts";
import { intervalFrom } from "./listed-dates.ts";
import type { ParsedList, ParseInput } from "./parsed.ts";
import { distinct, groupRows, pointerOf, readTable, type TableRow } from "./table-rows.ts";

/** Schemata of FollowTheMoney that are parties; CryptoWallet is joined to its holder. */
const KINDS: Readonly<Record<string, PartyKind>> = table({
  person: "person",
  organization: "organisation",
  company: "organisation",
  publicbody: "organisation",
  legalentity: "unknown",
  vessel: "vessel",
  airplane: "aircraft",
});

const IDENTIFIERS: Readonly<Record<string, IdentifierKind>> = table({
  passportNumber: "passport",
  idNumber: "national-id",
  socialSecurityNumber: "national-id",
  taxNumber: "tax-id",
  innCode: "tax-id",
  vatCode: "tax-id",
  registrationNumber: "registration",
  ogrnCode: "registration",
  uniqueEntityId: "registration",
  imoNumber: "imo",
  mmsi: "mmsi",
  callSign: "call-sign",
  swiftBic: "swift",
  leiCode: "lei",
  email: "email",
  phone: "phone",
  website: "website",
});

const named = (texts: readonly string[], weak: readonly string[] = []): readonly ListedName[] => [
  ...distinct(texts).map(
    (text, i): ListedName => ({ text, role: i === 0 ? "primary" : "alias", strength: "strong", parts: null }),
  ),
  ...distinct(weak).map((text): ListedName => ({ text, role: "alias", strength: "weak", parts: null })),
];

/** Reads targets.simple.csv: one row a target, several values in a cell parted by ";". Pure. */
export const parseOpenSanctionsCsv = (input: ParseInput): ParsedList => {
  const file = input.files.get("list");
  if (!file) throw new BadList("The file of targets is missing. Nothing was changed.");
  const table = readTable(file.name, file.bytes, ",", ["id", "schema", "name", "aliases", "countries"]);
  const sha256 = sha256Of(file.bytes);
  const cells = (row: TableRow, column: string): readonly string[] =>
    (row.get(column) ?? "")
      .split(";")
      .map((part) => part.trim())
      .filter((part) => part !== "");
  const listings = [...groupRows(file.name, table.rows, "id")].map(([id, rows]): Listing => {
    const row = rows[0] as TableRow;
    const name = row.get("name");
    if (name === null)
      throw new BadList(`The target ${id} in ${file.name} has no name. Nothing was changed. Download the file again.`);
    const schema = (row.get("schema") ?? "").toLowerCase();
    const identifiers = [
      ...cells(row, "identifiers").map(
        (value): ListedIdentifier => ({ kind: "other", value, country: null, label: "Identifier" }),
      ),
      ...cells(row, "phones").map(
        (value): ListedIdentifier => ({ kind: "phone", value, country: null, label: "Phone" }),
      ),
      ...cells(row, "emails").map(
        (value): ListedIdentifier => ({ kind: "email", value, country: null, label: "Email" }),
      ),
    ];
    return {
      ...NOTHING_KNOWN,
      list: input.list,
      listingId: listingId(id),
      kind: KINDS[schema] ?? "unknown",
      names: named([name, ...cells(row, "aliases")]),
      programs: distinct([...cells(row, "program_ids"), ...cells(row, "dataset")]),
      births: cells(row, "birth_date").flatMap((text) => intervalFrom(text) ?? []),
      nationalities: countryCodes(cells(row, "countries").map((code) => code.toUpperCase())),
      identifiers,
      addresses: cells(row, "addresses").map((text) => ({ text, country: null })),
      // The name of a wallet is its address; the currency is not in this form of the data.
      wallets: schema === "cryptowallet" ? [{ code: "UNKNOWN", address: name }] : [],
      remarks: row.get("sanctions") ?? "",
      source: { url: input.url, publishedOn: input.publishedOn, sha256, pointer: pointerOf(file.name, rows) },
    };
  });
  return { listings, publishedOn: input.publishedOn, doubts: [] };
};

interface FtmEntity {
  readonly id: string;
  readonly schema: string;
  readonly target?: boolean;
  readonly properties: Readonly<Record<string, readonly unknown[]>>;
}

/** Reads FollowTheMoney entities, one JSON object a line. Wallets are joined to their holder; other links are left out. Pure. */
export const parseOpenSanctionsFtm = (input: ParseInput): ParsedList => {
  const file = input.files.get("list");
  if (!file) throw new BadList("The file of entities is missing. Nothing was changed.");
  assertText(file.name, file.bytes);
  const sha256 = sha256Of(file.bytes);
  const targets: { readonly entity: FtmEntity; readonly pointer: string }[] = [];
  const wallets = new Map<string, { readonly code: string; readonly address: string }[]>();
  let line = 0;
  for (let start = 0; start < file.bytes.length; line++) {
    const stop = file.bytes.indexOf(10, start);
    const end = stop === -1 ? file.bytes.length : stop;
    const text = decode(file.bytes.subarray(start, end)).trim();
    if (text !== "") {
      const entity = entityFrom(text, `${file.name}, line ${line + 1},`);
      if (entity.schema === "CryptoWallet") {
        const address = strings(entity, "publicKey")[0];
        for (const holder of strings(entity, "holder"))
          if (address)
            wallets.set(holder, [
              ...(wallets.get(holder) ?? []),
              { code: strings(entity, "currency")[0] ?? "UNKNOWN", address },
            ]);
      } else if (entity.target !== false && KINDS[entity.schema.toLowerCase()] !== undefined)
        targets.push({ entity, pointer: `${file.name}@${start}-${end}` });
    }
    start = end + 1;
  }
  if (targets.length === 0)
    throw new BadList(`${file.name} lists nobody (no target entities). Nothing was changed. Download it again.`);
  const listings = targets.map(({ entity, pointer }) =>
    listingFrom(entity, wallets.get(entity.id) ?? [], input, {
      url: input.url,
      publishedOn: input.publishedOn,
      sha256,
      pointer,
    }),
  );
  return { listings, publishedOn: input.publishedOn, doubts: [] };
};

const entityFrom = (text: string, where: string): FtmEntity => {
  const broken = (cause?: unknown): BadList =>
    new BadList(`${where} is damaged: no FollowTheMoney entity. Nothing was changed. Download the file again.`, {
      cause,
    });
  let value: Partial<FtmEntity> | null;
  try {
    value = JSON.parse(text) as Partial<FtmEntity> | null;
  } catch (thrown) {
    throw broken(thrown);
  }
  if (typeof value?.id !== "string" || typeof value.schema !== "string" || typeof value.properties !== "object")
    throw broken();
  return value as FtmEntity;
};

const strings = (entity: FtmEntity, property: string): readonly string[] =>
  (entity.properties[property] ?? []).filter((value) => typeof value === "string");

const listingFrom = (
  entity: FtmEntity,
  wallets: Listing["wallets"],
  input: ParseInput,
  source: Listing["source"],
): Listing => {
  const of = (property: string): readonly string[] => strings(entity, property);
  const names = named([...of("name"), ...of("alias"), ...of("previousName")], of("weakAlias"));
  if (names.length === 0)
    throw new BadList(
      `The entity ${entity.id} in ${source.pointer} has no name. Nothing was changed. Download the file again.`,
    );
  const gender = of("gender")[0];
  const upper = (codes: readonly string[]): readonly string[] => codes.map((code) => code.toUpperCase());
  return {
    ...NOTHING_KNOWN,
    list: input.list,
    listingId: listingId(entity.id),
    kind: KINDS[entity.schema.toLowerCase()] ?? "unknown",
    names,
    programs: distinct([...of("programId"), ...of("program"), ...of("topics")]),
    title: of("title")[0] ?? of("position")[0] ?? null,
    births: of("birthDate").flatMap((text) => intervalFrom(text) ?? []),
    birthplaces: of("birthPlace"),
    nationalities: countryCodes(upper([...of("nationality"), ...of("citizenship"), ...of("flag"), ...of("country")])),
    gender: gender === "female" || gender === "male" ? gender : null,
    identifiers: Object.entries(IDENTIFIERS).flatMap(([property, kind]) =>
      of(property).map((value): ListedIdentifier => ({ kind, value, country: null, label: property })),
    ),
    addresses: of("address").map((text) => ({ text, country: null })),
    wallets,
    remarks: of("notes").join(" "),
    source,
  };
};
