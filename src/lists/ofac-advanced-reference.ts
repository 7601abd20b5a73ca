import type { DateInterval } from "../core/dates.ts";
import type { ListedAddress } from "../core/listing.ts";
import { countryCode } from "./countries.ts";
import { spanOf } from "./listed-dates.ts";
import { childOf, childrenOf, textIn, type XmlNode } from "./xml-records.ts";

/** What the numbers in the file stand for. They are not the same from one publication to the next, so everything is resolved to text. */
export interface ReferenceValues {
  /** `<FeatureType ID="8">Birthdate</FeatureType>` -> "Birthdate" for FeatureType 8; `null` when the file does not explain the number. */
  readonly text: (kind: string, id: string | undefined) => string | null;
  /** ISO 3166 alpha-2 of a country by its number, from the code the file gives or from its name. */
  readonly country: (id: string | undefined) => string | null;
  /** "individual", "entity", "vessel" or "aircraft": the subtype where it says so, else the type that it belongs to. */
  readonly partyType: (subtypeId: string | undefined) => string;
}

/** Collects reference values while the file is read; `add` takes any element and keeps those with an ID. */
export const referenceValues = (): ReferenceValues & { readonly add: (node: XmlNode) => void } => {
  const nodes = new Map<string, XmlNode>();
  const find = (kind: string, id: string | undefined): XmlNode | null => nodes.get(`${kind} ${id}`) ?? null;
  const text = (kind: string, id: string | undefined): string | null => find(kind, id)?.text ?? null;
  return {
    add: (node) => {
      if (node.attributes.ID !== undefined) nodes.set(`${node.name} ${node.attributes.ID}`, node);
    },
    text,
    country: (id) => countryCode(find("Country", id)?.attributes.ISO2 ?? null) ?? countryCode(text("Country", id)),
    partyType: (id) => {
      const subtype = find("PartySubType", id);
      // Persons and companies both have the subtype "Unknown"; vessels and aircraft have one of their own.
      const own = subtype?.text?.toLowerCase() ?? "unknown";
      return own === "unknown" ? (text("PartyType", subtype?.attributes.PartyTypeID)?.toLowerCase() ?? own) : own;
    },
  };
};

/** The order in which the parts of an address are written; a part of another type comes last. */
const PARTS = ["ADDRESS1", "ADDRESS2", "ADDRESS3", "CITY", "STATE/PROVINCE", "POSTAL CODE", "REGION"];

/** A `Location` as one line. Its country comes from `LocationCountry`. */
export const addressOf = (location: XmlNode, values: ReferenceValues): ListedAddress | null => {
  const parts = childrenOf(location, "LocationPart").flatMap((part) => {
    const type = values.text("LocPartType", part.attributes.LocPartTypeID)?.toUpperCase() ?? "";
    const value = childOf(part, "LocationPartValue");
    const text = value && textIn(value, "Value");
    return text ? [{ text, order: PARTS.includes(type) ? PARTS.indexOf(type) : PARTS.length }] : [];
  });
  const id = childOf(location, "LocationCountry")?.attributes.CountryID;
  const lines = parts.toSorted((a, b) => a.order - b.order).map((part) => part.text);
  const country = values.text("Country", id);
  const text = [...lines, ...(country === null ? [] : [country])].join(", ");
  return text === "" ? null : { text, country: values.country(id) };
};

/** A `DatePeriod`: from the earliest start to the latest end. */
export const periodOf = (period: XmlNode): DateInterval | null => {
  const [start, end] = [childOf(period, "Start"), childOf(period, "End")];
  const from = start && pointOf(childOf(start, "From"));
  const to = pointOf(end && childOf(end, "To")) ?? pointOf(start && childOf(start, "To")) ?? from;
  if (!from || !to || from.from > to.to) return null;
  const approximate = [start, end].some((node) => node?.attributes.Approximate === "true");
  const text = from.from === to.to ? from.from : `${from.from} to ${to.to}`;
  return { from: from.from, to: to.to, approximate, text: approximate ? `circa ${text}` : text };
};

const pointOf = (node: XmlNode | null): ReturnType<typeof spanOf> => {
  const number = (name: string): number | null =>
    node && textIn(node, name) !== null ? Number(textIn(node, name)) : null;
  const year = number("Year");
  return year === null ? null : spanOf(year, number("Month"), number("Day"));
};
