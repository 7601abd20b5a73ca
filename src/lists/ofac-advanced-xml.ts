import { listingId } from "../core/brand.ts";
import { type DateInterval, type IsoDate, parseIsoDate } from "../core/dates.ts";
import { BadList } from "../core/errors.ts";
import type { ListedAddress, ListedName, Listing, PartyKind } from "../core/listing.ts";
import { table } from "../core/table.ts";
import { sha256Of } from "./bytes.ts";
import { countryCodes } from "./countries.ts";
import { addressOf, periodOf, type ReferenceValues, referenceValues } from "./ofac-advanced-reference.ts";
import { readRemarks } from "./ofac-remarks.ts";
import type { ParsedList, ParseInput } from "./parsed.ts";
import { childOf, childrenOf, readXmlRecords, textIn, type XmlNode, type XmlRecord } from "./xml-records.ts";

const RECORDS = ["Location", "IDRegDocument", "DistinctParty", "ProfileRelationship", "SanctionsEntry"];

const KINDS: Readonly<Record<string, PartyKind>> = table({
  individual: "person",
  entity: "organisation",
  vessel: "vessel",
  aircraft: "aircraft",
});

/** What the parts of the file say of one profile before they are put together. */
interface Profile {
  readonly listing: Listing;
  readonly profileId: string;
}

/**
 * Reads SDN_ADVANCED.XML or CONS_ADVANCED.XML. Pure. Written after OFAC's schema (sdn_advanced.xsd); names are local
 * because the namespace changed in May 2024. The parts come in the schema's order: values, locations, documents,
 * parties, relationships, entries.
 */
export const parseOfacAdvancedXml = (input: ParseInput): ParsedList => {
  const file = input.files.get("list");
  if (!file) throw new BadList("The file of the list is missing. Nothing was changed.");
  const values = referenceValues();
  const locations = new Map<string, ListedAddress>();
  const documents = new Map<string, string[]>();
  const profiles: Profile[] = [];
  const entries = new Map<string, { programs: string[]; listedOn: IsoDate | null }>();
  const links: { from: string; to: string }[] = [];
  const sha256 = sha256Of(file.bytes);
  const date = new Map<string, string | null>();
  let publishedOn: IsoDate | null = null;
  let root = "";

  const onRecord = (record: XmlRecord): void => {
    const { node } = record;
    const id = node.attributes.ID ?? "";
    if (node.name === "Location") {
      const address = addressOf(node, values);
      if (address) locations.set(id, address);
    } else if (node.name === "IDRegDocument") addDocument(node, values, documents);
    else if (node.name === "ProfileRelationship")
      links.push({ from: node.attributes["From-ProfileID"] ?? "", to: node.attributes["To-ProfileID"] ?? "" });
    else if (node.name === "SanctionsEntry") entries.set(node.attributes.ProfileID ?? "", entryOf(node, values));
    else
      profiles.push(
        profileOf(node, input, values, locations, documents, {
          url: input.url,
          publishedOn: publishedOn ?? input.publishedOn,
          sha256,
          pointer: `${file.name}@${record.start}-${record.end}`,
        }),
      );
  };
  readXmlRecords(file.name, file.bytes, RECORDS, onRecord, (node) => {
    root = node.name;
    values.add(node);
    if (["Year", "Month", "Day"].includes(node.name)) date.set(node.name, node.text);
    if (node.name === "DateOfIssue") publishedOn = dayOf(date.get("Year"), date.get("Month"), date.get("Day"));
  });
  if (root !== "Sanctions")
    throw new BadList(`${file.name} is not OFAC's advanced XML (its root is ${root}). Nothing was changed.`);
  if (profiles.length === 0)
    throw new BadList(`${file.name} lists nobody (zero parties). Nothing was changed. Download it again.`);

  const nameOf = new Map(profiles.map((p) => [p.profileId, p.listing.names[0]?.text ?? ""]));
  const listings = profiles.map(
    ({ listing, profileId }): Listing => ({
      ...listing,
      programs: entries.get(profileId)?.programs ?? [],
      listedOn: entries.get(profileId)?.listedOn ?? null,
      linkedTo: links.filter((link) => link.from === profileId).flatMap((link) => nameOf.get(link.to) ?? []),
    }),
  );
  const unlisted = profiles.filter((p) => !entries.has(p.profileId)).length;
  const doubts = unlisted > 0 ? [`${unlisted} parties have no entry of sanctions`] : [];
  return { listings, publishedOn: publishedOn ?? input.publishedOn, doubts };
};

const dayOf = (year?: string | null, month?: string | null, day?: string | null): IsoDate | null =>
  parseIsoDate(`${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`);

/** "Passport" number A1 issued by Iran, of identity 5 -> "Passport A1 (Iran)" under 5: the label of the flat files. */
const addDocument = (node: XmlNode, values: ReferenceValues, documents: Map<string, string[]>): void => {
  const type = values.text("IDRegDocType", node.attributes.IDRegDocTypeID);
  const number = textIn(node, "IDRegistrationNo");
  const country = values.text("Country", node.attributes["IssuedBy-CountryID"]);
  const identity = node.attributes.IdentityID ?? "";
  if (type === null || number === null) return;
  documents.set(identity, [
    ...(documents.get(identity) ?? []),
    `${type} ${number}${country === null ? "" : ` (${country})`}`,
  ]);
};

/** Programs stand in the comment of measures of the type "Program"; the first event's date is the day of listing. */
const entryOf = (node: XmlNode, values: ReferenceValues): { programs: string[]; listedOn: IsoDate | null } => {
  const programs = childrenOf(node, "SanctionsMeasure")
    .filter((measure) => values.text("SanctionsType", measure.attributes.SanctionsTypeID) === "Program")
    .flatMap((measure) => textIn(measure, "Comment") ?? []);
  const days = childrenOf(node, "EntryEvent").flatMap((event) => {
    const at = childOf(event, "Date");
    return (at && dayOf(textIn(at, "Year"), textIn(at, "Month"), textIn(at, "Day"))) ?? [];
  });
  return { programs: [...new Set(programs)], listedOn: days.toSorted()[0] ?? null };
};

const profileOf = (
  party: XmlNode,
  input: ParseInput,
  values: ReferenceValues,
  locations: ReadonlyMap<string, ListedAddress>,
  documents: ReadonlyMap<string, readonly string[]>,
  source: Listing["source"],
): Profile => {
  const profile = childOf(party, "Profile");
  const id = party.attributes.FixedRef;
  if (!profile || id === undefined)
    throw new BadList(
      `A party at ${source.pointer} has no profile or no number. Nothing was changed. Download the list again.`,
    );
  const type = values.partyType(profile.attributes.PartySubTypeID);
  const identities = childrenOf(profile, "Identity");
  const person = type === "individual";
  const kind = KINDS[type] ?? "unknown";
  const names = identities.flatMap((identity) => namesOf(identity, values, person));
  if (names.length === 0)
    throw new BadList(
      `The party ${id} at ${source.pointer} has no name. Nothing was changed. Download the list again.`,
    );
  const features = childrenOf(profile, "Feature").flatMap((feature) => featuresOf(feature, values, locations));
  const segments = [
    ...features.flatMap((feature) => (feature.text === null ? [] : [`${feature.type} ${feature.text}`])),
    ...identities.flatMap((identity) => documents.get(identity.attributes.ID ?? "") ?? []),
  ];
  const remarks = segments.join("; ");
  const said = readRemarks(remarks, person);
  const ofType = (pattern: RegExp) => features.filter((feature) => pattern.test(feature.type));
  const places = (pattern: RegExp) => ofType(pattern).flatMap((feature) => feature.address ?? []);
  const listing: Listing = {
    list: input.list,
    listingId: listingId(id),
    kind,
    names: names.toSorted((a, b) => Number(b.role === "primary") - Number(a.role === "primary")),
    programs: [],
    listedOn: null,
    removedOn: null,
    title: ofType(/^title$/i)[0]?.text ?? null,
    births: ofType(/^birthdate$/i).flatMap((feature) => feature.period ?? []),
    birthplaces: [...ofType(/^place of birth$/i).flatMap((feature) => feature.text ?? feature.address?.text ?? [])],
    nationalities: [
      ...new Set([
        ...places(/nationality|citizenship/i).flatMap((address) => address.country ?? []),
        ...countryCodes(ofType(/nationality|citizenship|^vessel flag$/i).map((feature) => feature.text)),
      ]),
    ],
    gender: said.gender,
    identifiers: said.identifiers,
    addresses: places(/^location$/i),
    wallets: said.wallets,
    linkedTo: [],
    remarks,
    source,
  };
  return { listing, profileId: profile.attributes.ID ?? "" };
};

interface Feature {
  readonly type: string;
  readonly text: string | null;
  readonly address: ListedAddress | null;
  readonly period: DateInterval | null;
}

const featuresOf = (
  feature: XmlNode,
  values: ReferenceValues,
  locations: ReadonlyMap<string, ListedAddress>,
): readonly Feature[] => {
  const type = values.text("FeatureType", feature.attributes.FeatureTypeID);
  if (type === null) return [];
  return childrenOf(feature, "FeatureVersion").map((version) => {
    const detail = childOf(version, "VersionDetail");
    const period = childOf(version, "DatePeriod");
    const location = childOf(version, "VersionLocation")?.attributes.LocationID;
    return {
      type,
      text: detail && (detail.text ?? values.text("DetailReference", detail.attributes.DetailReferenceID)),
      address: location === undefined ? null : (locations.get(location) ?? null),
      period: period && periodOf(period),
    };
  });
};

/** An alias may be documented in several scripts: each documented name is a name. "Last Name" and "First Name" are parts by their type's text. */
const namesOf = (identity: XmlNode, values: ReferenceValues, person: boolean): readonly ListedName[] => {
  const types = new Map<string, string>();
  for (const master of childrenOf(childOf(identity, "NamePartGroups") ?? identity, "MasterNamePartGroup"))
    for (const group of childrenOf(master, "NamePartGroup"))
      types.set(
        group.attributes.ID ?? "",
        values.text("NamePartType", group.attributes.NamePartTypeID)?.toLowerCase() ?? "",
      );
  return childrenOf(identity, "Alias").flatMap((alias) => {
    const kind = values.text("AliasType", alias.attributes.AliasTypeID)?.toLowerCase() ?? "";
    const primary = alias.attributes.Primary === "true" && identity.attributes.Primary !== "false";
    return childrenOf(alias, "DocumentedName").flatMap((documented, i): ListedName[] => {
      const parts = childrenOf(documented, "DocumentedNamePart").flatMap((part) => {
        const value = childOf(part, "NamePartValue");
        return value?.text ? [{ text: value.text, type: types.get(value.attributes.NamePartGroupID ?? "") ?? "" }] : [];
      });
      const family = parts
        .filter((part) => part.type === "last name")
        .map((part) => part.text)
        .join(" ");
      const rest = parts
        .filter((part) => part.type !== "last name")
        .map((part) => part.text)
        .join(" ");
      const text =
        person && family !== "" && rest !== ""
          ? `${family}, ${rest}`
          : [family, rest].filter((part) => part !== "").join(" ");
      if (text === "") return [];
      const role = primary && i === 0 ? "primary" : /f\.?k\.?a/.test(kind) ? "former" : "alias";
      const strength = alias.attributes.LowQuality === "true" ? "weak" : "strong";
      return [{ text, role, strength, parts: person && family !== "" && rest !== "" ? { family, given: rest } : null }];
    });
  });
};
