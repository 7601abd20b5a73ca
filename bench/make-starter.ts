/**
 * Makes data/lists/ofac-sdn.jsonl and un-sc.jsonl from the folder of public data and data/lists/made-from/designations.jsonl.
 * Run again after either changed: node bench/make-starter.ts [--data ../shared/data]
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { listingId, sourceId } from "../src/core/brand.ts";
import type { IsoDate } from "../src/core/dates.ts";
import type { ListedName, ListedWallet, Listing, PartyKind } from "../src/core/listing.ts";
import { sha256Of } from "../src/lists/bytes.ts";
import { parseOfacFlat } from "../src/lists/ofac-flat.ts";
import { partsOf } from "../src/lists/ofac-names.ts";
import { sourceOf } from "../src/lists/sources.ts";
import { parseUnXml } from "../src/lists/un-xml.ts";

const flag = process.argv.indexOf("--data");
const DATA = flag > 0 ? (process.argv[flag + 1] ?? "") : join(import.meta.dirname, "../../shared/data");
const OUT = join(import.meta.dirname, "../data/lists");
const SDN = sourceId("ofac-sdn");

/** A line of designations.jsonl: a party the flat files at hand do not hold, or what a checked notice adds to one they hold. */
interface Change {
  readonly change: "designation" | "amendment";
  readonly notice: string;
  readonly on: IsoDate;
  readonly url: string;
  readonly id: string;
  readonly name: string;
  readonly kind: PartyKind;
  readonly programs?: readonly string[];
  readonly remarks?: string;
  readonly aliases?: readonly string[];
  readonly births?: Listing["births"];
  readonly nationalities?: readonly string[];
  readonly gender?: Listing["gender"];
  readonly addresses?: Listing["addresses"];
  readonly wallets?: readonly ListedWallet[];
  readonly linkedTo?: readonly string[];
  /** The notice is the designation (amendments only). */
  readonly listedOn?: boolean;
  /** The notice is the removal (amendments only). */
  readonly removedOn?: boolean;
}

const file = (path: string) => ({ name: path, bytes: new Uint8Array(readFileSync(join(DATA, path))) });
const sideFiles: readonly (readonly [string, ReturnType<typeof file>])[] = [
  ["aliases", file("ofac/2025-12/alt.csv")],
  ["addresses", file("ofac/2025-12/add.csv")],
  ["comments", file("ofac/2025-12/sdn_comments.csv")],
];
const exportUrl = sourceOf(SDN).editions[0]?.files[0]?.url ?? "";

/** Every party of 2024-06 with the aliases, addresses and continued remarks of 2025-12. */
const base = parseOfacFlat({
  list: SDN,
  files: new Map([["primary", file("ofac/2024-06/sdn.csv")], ...sideFiles]),
  url: exportUrl,
  publishedOn: null,
}).listings;
/** In 2025-12 every listed party has a row of addresses, if an empty one: who has none was delisted. */
const stillListed = new Set(
  new TextDecoder("latin1")
    .decode(file("ofac/2025-12/add.csv").bytes)
    .split("\r\n")
    .map((row) => row.split(",")[0]),
);

/** Addresses OFAC listed on 29 May 2024, read from the advanced XML by somebody else: the check on joined remarks. */
const known = new Map<string, Set<string>>();
for (const code of [
  "ARB",
  "BCH",
  "BSC",
  "BSV",
  "BTG",
  "DASH",
  "ETC",
  "ETH",
  "LTC",
  "TRX",
  "USDC",
  "USDT",
  "XBT",
  "XMR",
  "XRP",
  "XVG",
  "ZEC",
]) {
  const path = join(DATA, "crypto/2024-05-29", `sanctioned_addresses_${code}.txt`);
  if (existsSync(path))
    known.set(
      code,
      new Set(
        readFileSync(path, "utf8")
          .split(/\s+/)
          .filter((a) => a !== ""),
      ),
    );
}
const isNorthKorean = (listing: Listing): boolean =>
  listing.programs.some((program) => /DPRK|NKSPEA/.test(program)) ||
  listing.remarks.includes("North Korea Sanctions Regulations");

const TORNADO_CASH = "39796";
const chosen = base
  .filter((listing) => isNorthKorean(listing) || listing.wallets.length > 0)
  .filter((listing) => stillListed.has(listing.listingId) || listing.listingId === TORNADO_CASH);

for (const listing of chosen)
  for (const { code, address } of listing.wallets)
    if (!known.get(code)?.has(address) && listing.listingId !== TORNADO_CASH)
      throw new Error(
        `${listing.names[0]?.text}: ${code} ${address} is not among the addresses of 2024-05-29; the join is wrong.`,
      );

/** Ethereum addresses of 2024-05-29 that no listing's joined remarks hold: see README.md, they are Tornado Cash's. */
const owned = new Set(base.flatMap((listing) => listing.wallets.map((w) => `${w.code} ${w.address}`)));
const unowned = [...(known.get("ETH") ?? [])].filter((address) => !owned.has(`ETH ${address}`));

const changesText = readFileSync(join(OUT, "made-from/designations.jsonl"), "utf8");
const changesSha256 = sha256Of(changesText);
let offset = 0;
const changes = changesText
  .trimEnd()
  .split("\n")
  .map((line) => {
    const start = offset;
    offset += Buffer.byteLength(line) + 1;
    return { change: JSON.parse(line) as Change, pointer: `designations.jsonl@${start}-${offset - 1}` };
  });

/** Aliases and addresses that the files of 2025-12 hold for an entity number whose primary row is missing. */
const sideOf = (id: string, name: string): Pick<Listing, "names" | "addresses"> & { readonly pointer: string } => {
  const type = name.includes(",") && !/,\s*(?:LLC|LTD|INC)/i.test(name) ? '"individual"' : "-0- ";
  const row = `${id},"${name}",${type},${"-0- ,".repeat(8)}-0- \r\n`;
  const parsed = parseOfacFlat({
    list: SDN,
    files: new Map([["primary", { name: "made.csv", bytes: new TextEncoder().encode(row) }], ...sideFiles]),
    url: "",
    publishedOn: null,
  }).listings[0];
  if (!parsed) throw new Error(`No listing for ${id}.`);
  return {
    names: parsed.names,
    addresses: parsed.addresses,
    pointer: parsed.source.pointer.replace(/^made\.csv@\d+-\d+;?/, ""),
  };
};

/** Spellings of a notice that differ from the listed ones in more than case and punctuation. */
const withAliases = (names: readonly ListedName[], aliases: readonly string[]): readonly ListedName[] => {
  const letters = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
  const known = new Set(names.map((name) => letters(name.text)));
  const added = aliases.filter((text) => !known.has(letters(text)));
  return [...names, ...added.map((text): ListedName => ({ text, role: "alias", strength: "strong", parts: null }))];
};

const designated = changes
  .filter(({ change }) => change.change === "designation")
  .map(({ change, pointer }): Listing => {
    const side = /^\d+$/.test(change.id) ? sideOf(change.id, change.name) : null;
    const person = change.kind === "person";
    const primary: ListedName = {
      text: change.name,
      role: "primary",
      strength: "strong",
      parts: person ? partsOf(change.name) : null,
    };
    const listed = [primary, ...(side?.names.slice(1) ?? [])];
    return {
      list: SDN,
      listingId: listingId(change.id),
      kind: change.kind,
      names: withAliases(listed, change.aliases ?? []),
      programs: change.programs ?? [],
      listedOn: change.on,
      removedOn: null,
      title: null,
      births: change.births ?? [],
      birthplaces: [],
      nationalities: change.nationalities ?? [],
      gender: change.gender ?? null,
      identifiers: [],
      addresses: [...(side?.addresses ?? []), ...(change.addresses ?? [])],
      wallets: change.wallets ?? [],
      linkedTo: change.linkedTo ?? [],
      remarks: change.remarks ?? "",
      source: {
        url: change.url,
        publishedOn: change.on,
        sha256: changesSha256,
        pointer: side?.pointer ? `${pointer};${side.pointer}` : pointer,
      },
    };
  });

/** What the notices add to a listing, one after another in the order of the file. */
const amend = (listing: Listing): Listing => {
  const isTornadoCash = listing.listingId === TORNADO_CASH;
  let now = isTornadoCash
    ? { ...listing, wallets: [...listing.wallets, ...unowned.map((address) => ({ code: "ETH", address }))] }
    : listing;
  for (const { change, pointer } of changes) {
    if (change.change !== "amendment" || change.id !== listing.listingId) continue;
    if (change.name !== listing.names[0]?.text)
      throw new Error(`${change.id} is ${listing.names[0]?.text}, not ${change.name}.`);
    now = {
      ...now,
      names: withAliases(now.names, change.aliases ?? []),
      programs: [...now.programs, ...(change.programs ?? [])],
      listedOn: change.listedOn ? change.on : now.listedOn,
      removedOn: change.removedOn ? change.on : now.removedOn,
      wallets: [...now.wallets, ...(change.wallets ?? [])],
      remarks: change.remarks ? `${now.remarks} [${change.remarks}]` : now.remarks,
      source: { ...now.source, pointer: `${now.source.pointer};${pointer}` },
    };
  }
  return now;
};

const sdn = [...chosen.map(amend), ...designated];
const un = parseUnXml({
  list: sourceId("un-sc"),
  files: new Map([["list", file("un/consolidated-2026-02.xml")]]),
  url: sourceOf("un-sc").editions[0]?.files[0]?.url ?? "",
  publishedOn: null,
});
const write = (list: string, publishedOn: string, listings: readonly Listing[]): void => {
  if (new Set(listings.map((l) => l.listingId)).size !== listings.length)
    throw new Error(`${list} has a listing twice.`);
  const caveat = `starter extract of ${publishedOn}, not for compliance decisions; run lists refresh`;
  const lines = listings.map(({ list: _list, ...rest }) => JSON.stringify(rest));
  writeFileSync(
    join(OUT, `${list}.jsonl`),
    `${[JSON.stringify({ list, publishedOn, caveat, entries: lines.length }), ...lines].join("\n")}\n`,
  );
  const wallets = listings.flatMap((l) => l.wallets).length;
  console.log(`${list}: ${lines.length} listings, ${wallets} addresses, newest source ${publishedOn}`);
};
write(
  "ofac-sdn",
  changes
    .map(({ change }) => change.on)
    .toSorted()
    .at(-1) ?? "",
  sdn,
);
write(
  "un-sc",
  un.publishedOn ?? "",
  un.listings.filter((listing) => listing.programs.includes("DPRK")),
);
