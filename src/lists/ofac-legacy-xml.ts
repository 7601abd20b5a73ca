import { listingId } from "../core/brand.ts";
import type { DateInterval, IsoDate } from "../core/dates.ts";
import { BadList } from "../core/errors.ts";
import type { ListedAddress, ListedName, Listing, NameParts, PartyKind } from "../core/listing.ts";
import { table } from "../core/table.ts";
import { sha256Of } from "./bytes.ts";
import { countryCode, countryCodes } from "./countries.ts";
import { intervalFrom, usDay } from "./listed-dates.ts";
import { partsOf } from "./ofac-names.ts";
import { readRemarks } from "./ofac-remarks.ts";
import type { ParsedList, ParseInput } from "./parsed.ts";
import { childOf, childrenOf, readXmlRecords, textIn, type XmlNode, type XmlRecord } from "./xml-records.ts";

const KINDS: Readonly<Record<string, PartyKind>> = table({
  individual: "person",
  entity: "organisation",
  vessel: "vessel",
  aircraft: "aircraft",
});

/**
 * Reads SDN.XML or CONSOLIDATED.XML, OFAC's older XML. Pure. The file carries its publication day and the number of
 * its records (`publshInformation`, so spelt): another number of records is refused.
 */
export const parseOfacLegacyXml = (input: ParseInput): ParsedList => {
  const file = input.files.get("list");
  if (!file) throw new BadList("The file of the list is missing. Nothing was changed.");
  const records: XmlRecord[] = [];
  const told = new Map<string, string | null>();
  let root = "";
  readXmlRecords(
    file.name,
    file.bytes,
    ["sdnEntry"],
    (record) => records.push(record),
    (node) => {
      told.set(node.name, node.text);
      root = node.name;
    },
  );
  if (root !== "sdnList")
    throw new BadList(`${file.name} is not an OFAC list (its root is ${root}). Nothing was changed.`);
  const announced = told.get("Record_Count") ?? null;
  if (announced === null || Number(announced) !== records.length)
    throw new BadList(
      `${file.name} announces ${announced ?? "no number of"} records and holds ${records.length}. Nothing was changed. Download it again.`,
    );
  if (records.length === 0) throw new BadList(`${file.name} lists nobody (zero records). Nothing was changed.`);
  const publishedOn: IsoDate | null = usDay(told.get("Publish_Date") ?? "") ?? input.publishedOn;
  const sha256 = sha256Of(file.bytes);
  const listings = records.map((record) =>
    listingFrom(record.node, input.list, {
      url: input.url,
      publishedOn,
      sha256,
      pointer: `${file.name}@${record.start}-${record.end}`,
    }),
  );
  return { listings, publishedOn, doubts: [] };
};

const listingFrom = (node: XmlNode, list: Listing["list"], source: Listing["source"]): Listing => {
  const id = textIn(node, "uid");
  const kind = KINDS[textIn(node, "sdnType")?.toLowerCase() ?? ""] ?? "unknown";
  const primary = nameFrom(node, kind === "person", "primary", "strong");
  if (id === null || primary === null)
    throw new BadList(
      `A record at ${source.pointer} has no uid or no name. Nothing was changed. Download the list again.`,
    );
  const remarks = [...idSegments(node), textIn(node, "remarks")].filter((part) => part !== null).join("; ");
  const said = readRemarks(remarks, kind === "person");
  const vessel = childOf(node, "vesselInfo");
  const callSign = vessel && textIn(vessel, "callSign");
  return {
    list,
    listingId: listingId(id),
    kind,
    names: [
      primary,
      ...items(node, "akaList", "aka").flatMap((aka) => aliasFrom(aka, kind === "person")),
      ...said.weakNames,
    ],
    programs: items(node, "programList", "program").flatMap((program) => program.text ?? []),
    listedOn: null,
    removedOn: null,
    title: textIn(node, "title") ?? (vessel && textIn(vessel, "vesselType")),
    births: items(node, "dateOfBirthList", "dateOfBirthItem").flatMap((item): DateInterval[] => {
      const birth = intervalFrom(textIn(item, "dateOfBirth") ?? "");
      return birth ? [birth] : [];
    }),
    birthplaces: items(node, "placeOfBirthList", "placeOfBirthItem").flatMap(
      (item) => textIn(item, "placeOfBirth") ?? [],
    ),
    nationalities: countryCodes([
      ...items(node, "nationalityList", "nationality").map((item) => textIn(item, "country")),
      ...items(node, "citizenshipList", "citizenship").map((item) => textIn(item, "country")),
      vessel && textIn(vessel, "vesselFlag"),
    ]),
    gender: said.gender,
    identifiers: [
      ...(callSign ? [{ kind: "call-sign", value: callSign, country: null, label: "Vessel Call Sign" } as const] : []),
      ...said.identifiers,
    ],
    addresses: items(node, "addressList", "address").flatMap(addressFrom),
    wallets: said.wallets,
    linkedTo: said.linkedTo,
    remarks,
    source,
  };
};

const items = (node: XmlNode, list: string, item: string): readonly XmlNode[] => {
  const found = childOf(node, list);
  return found ? childrenOf(found, item) : [];
};

/**
 * The identities of the XML are the labels of the flat files' remarks, taken apart:
 * idType "Tax ID No.", idNumber "7744001497", idCountry "Russia" -> "Tax ID No. 7744001497 (Russia)".
 */
const idSegments = (node: XmlNode): readonly string[] =>
  items(node, "idList", "id").flatMap((id) => {
    const [type, number, country] = [textIn(id, "idType"), textIn(id, "idNumber"), textIn(id, "idCountry")];
    const [issued, expires] = [textIn(id, "issueDate"), textIn(id, "expirationDate")];
    if (type === null || number === null) return [];
    return [
      [type, number, country && `(${country})`, issued && `issued ${issued}`, expires && `expires ${expires}`]
        .filter((part) => part !== null)
        .join(" "),
    ];
  });

const nameFrom = (
  node: XmlNode,
  person: boolean,
  role: ListedName["role"],
  strength: ListedName["strength"],
): ListedName | null => {
  const [family, given] = [textIn(node, "lastName"), textIn(node, "firstName")];
  const text = [family, given].filter((part) => part !== null).join(", ");
  const whole = family !== null && given !== null ? { family, given } : partsOf(text);
  const parts: NameParts | null = person ? whole : null;
  return text === "" ? null : { text, role, strength, parts };
};

const aliasFrom = (aka: XmlNode, person: boolean): readonly ListedName[] => {
  const role = textIn(aka, "type") === "f.k.a." ? "former" : "alias";
  const name = nameFrom(aka, person, role, textIn(aka, "category") === "weak" ? "weak" : "strong");
  return name ? [name] : [];
};

/** "16 Nametkina Street, Bldg. 1, Moscow 117420, Russia": as the flat files write it, city, state and code in one column. */
const addressFrom = (address: XmlNode): readonly ListedAddress[] => {
  const part = (name: string): string | null => textIn(address, name);
  const country = part("country");
  const place = [[part("city"), part("stateOrProvince")].filter((p) => p !== null).join(", "), part("postalCode")];
  const text = [part("address1"), part("address2"), part("address3"), place.filter((p) => p).join(" "), country]
    .filter((p) => p)
    .join(", ");
  return text === "" ? [] : [{ text, country: countryCode(country) }];
};
