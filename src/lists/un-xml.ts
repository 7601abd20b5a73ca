import { listingId } from "../core/brand.ts";
import { type DateInterval, type IsoDate, parseIsoDate } from "../core/dates.ts";
import { BadList } from "../core/errors.ts";
import type { ListedAddress, ListedIdentifier, ListedName, Listing } from "../core/listing.ts";
import { sha256Of } from "./bytes.ts";
import { countryCode, countryCodes } from "./countries.ts";
import { dayFrom, intervalFrom, spanFrom } from "./listed-dates.ts";
import type { ParsedList, ParseInput } from "./parsed.ts";
import { namesIn } from "./un-names.ts";
import { childrenOf, readXmlRecords, textIn, type XmlNode, type XmlRecord } from "./xml-records.ts";

const RECORDS = ["INDIVIDUAL", "ENTITY"];

/** Reads the consolidated list of the UN Security Council. Pure. The day it was generated is its publication day. */
export const parseUnXml = (input: ParseInput): ParsedList => {
  const file = input.files.get("list");
  if (!file) throw new BadList("The file of the UN list is missing. Nothing was changed.");
  const records: XmlRecord[] = [];
  let generated: IsoDate | null = null;
  let isUn = false;
  readXmlRecords(
    file.name,
    file.bytes,
    RECORDS,
    (record) => records.push(record),
    (node) => {
      if (node.name !== "CONSOLIDATED_LIST") return;
      isUn = true;
      generated = parseIsoDate((node.attributes.dateGenerated ?? "").slice(0, 10));
    },
  );
  if (!isUn)
    throw new BadList(
      `${file.name} is not the UN consolidated list (its root is not CONSOLIDATED_LIST). Nothing was changed.`,
    );
  if (records.length === 0)
    throw new BadList(`${file.name} lists nobody (zero records). Nothing was changed. Download it again.`);
  const publishedOn: IsoDate | null = generated ?? input.publishedOn;
  const sha256 = sha256Of(file.bytes);
  const listings = records.map((record) =>
    listingFrom(record, input, {
      url: input.url,
      publishedOn,
      sha256,
      pointer: `${file.name}@${record.start}-${record.end}`,
    }),
  );
  return { listings, publishedOn, doubts: [] };
};

const listingFrom = (record: XmlRecord, input: ParseInput, source: Listing["source"]): Listing => {
  const { node } = record;
  const person = node.name === "INDIVIDUAL";
  const id = textIn(node, "DATAID");
  const names = namesOf(node, person);
  if (id === null || names.length === 0)
    throw new BadList(
      `A record of ${source.pointer} has no DATAID or no name. Nothing was changed. Download the list again.`,
    );
  const values = (name: string): readonly string[] =>
    childrenOf(node, name).flatMap((child) => childrenOf(child, "VALUE").flatMap((value) => value.text ?? []));
  const gender = textIn(node, "GENDER")?.toLowerCase();
  const regime = textIn(node, "UN_LIST_TYPE");
  const reference = textIn(node, "REFERENCE_NUMBER");
  const titles = [...values("TITLE"), ...values("DESIGNATION")];
  return {
    list: input.list,
    listingId: listingId(id),
    kind: person ? "person" : "organisation",
    names,
    programs: regime === null ? [] : [regime],
    listedOn: dayFrom(textIn(node, "LISTED_ON")),
    removedOn: null,
    title: titles.length > 0 ? titles.join("; ") : null,
    births: childrenOf(node, "INDIVIDUAL_DATE_OF_BIRTH").flatMap((birth) => birthFrom(birth) ?? []),
    birthplaces: childrenOf(node, "INDIVIDUAL_PLACE_OF_BIRTH").flatMap((place) => placeOf(place) ?? []),
    nationalities: countryCodes(values("NATIONALITY")),
    gender: gender === "female" || gender === "male" ? gender : null,
    identifiers: [
      ...(reference ? [{ kind: "other", value: reference, country: null, label: "UN reference number" } as const] : []),
      ...childrenOf(node, "INDIVIDUAL_DOCUMENT").flatMap((document) => documentFrom(document) ?? []),
    ],
    addresses: [...childrenOf(node, "INDIVIDUAL_ADDRESS"), ...childrenOf(node, "ENTITY_ADDRESS")].flatMap(
      (address) => addressFrom(address) ?? [],
    ),
    wallets: [],
    linkedTo: [],
    remarks: textIn(node, "COMMENTS1") ?? "",
    source,
  };
};

/** "Low" is weak; "Good", "a.k.a." and nothing are strong; "f.k.a." is a former name. */
const namesOf = (node: XmlNode, person: boolean): readonly ListedName[] => {
  const full = ["FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"]
    .flatMap((part) => textIn(node, part) ?? [])
    .join(" ");
  const names: ListedName[] = [];
  const add = (text: string, role: ListedName["role"], strength: ListedName["strength"]): void => {
    if (!names.some((name) => name.text === text)) names.push({ text, role, strength, parts: null });
  };
  const addAll = (field: string | null, role: ListedName["role"], strength: ListedName["strength"]): void => {
    for (const { text, acronym } of namesIn(field ?? ""))
      add(text, names.length === 0 ? "primary" : role, acronym ? "weak" : strength);
  };
  addAll(full, "alias", "strong");
  addAll(textIn(node, "NAME_ORIGINAL_SCRIPT"), "alias", "strong");
  for (const alias of childrenOf(node, person ? "INDIVIDUAL_ALIAS" : "ENTITY_ALIAS")) {
    const quality = textIn(alias, "QUALITY")?.toLowerCase() ?? "";
    const field = textIn(alias, "ALIAS_NAME");
    const former = quality.startsWith("f.k.a") || /previously listed as/i.test(field ?? "");
    addAll(field, former ? "former" : "alias", quality === "low" ? "weak" : "strong");
  }
  return names;
};

/** EXACT, APPROXIMATELY with a year or a day; BETWEEN with two years. An empty element is no date. */
const birthFrom = (node: XmlNode): DateInterval | null => {
  const [from, to] = [textIn(node, "FROM_YEAR"), textIn(node, "TO_YEAR")];
  const note = textIn(node, "NOTE");
  if (from !== null && to !== null) return intervalFrom(`${from} to ${to}`);
  const text = textIn(node, "DATE") ?? textIn(node, "YEAR");
  const span = text === null ? null : spanFrom(text);
  if (!span || text === null) return note === null ? null : intervalFrom(note);
  const approximate = textIn(node, "TYPE_OF_DATE") === "APPROXIMATELY";
  return { ...span, approximate, text: approximate ? `approximately ${text}` : text };
};

const placeOf = (node: XmlNode): string | null =>
  joined(["STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY"].map((part) => textIn(node, part)));

const joined = (parts: readonly (string | null)[]): string | null => {
  const known = parts.filter((part) => part !== null);
  return known.length > 0 ? known.join(", ") : null;
};

const addressFrom = (node: XmlNode): ListedAddress | null => {
  const text = joined([placeOf(node), textIn(node, "NOTE")]);
  return text === null ? null : { text, country: countryCode(textIn(node, "COUNTRY")) };
};

/** A document without a number of its own is left in the remarks' company: its note is kept as the value only when it has digits. */
const documentFrom = (node: XmlNode): ListedIdentifier | null => {
  const label = textIn(node, "TYPE_OF_DOCUMENT2") ?? textIn(node, "TYPE_OF_DOCUMENT") ?? "Document";
  const value = textIn(node, "NUMBER");
  if (value === null || !/\d/.test(value)) return null;
  const kind = /pass/i.test(textIn(node, "TYPE_OF_DOCUMENT") ?? label) ? "passport" : "national-id";
  const issuer = textIn(node, "ISSUING_COUNTRY") ?? textIn(node, "COUNTRY_OF_ISSUE");
  return { kind, value, country: countryCode(issuer), label };
};
