import type { SourceId } from "../core/brand.ts";
import type { Listing, ListVersion } from "../core/listing.ts";
import type { ListStore } from "../ports/stores.ts";

/** The fields that a change can be in, with the words for a person. Provenance moves with every publication and is no change. */
const FIELDS = {
  kind: "type",
  names: "names",
  programs: "programs",
  listedOn: "listed on",
  removedOn: "removed on",
  title: "title",
  births: "dates of birth",
  birthplaces: "places of birth",
  nationalities: "nationalities",
  gender: "gender",
  identifiers: "identifiers",
  addresses: "addresses",
  wallets: "digital currency addresses",
  linkedTo: "linked to",
  remarks: "remarks",
} as const satisfies Partial<Record<keyof Listing, string>>;

interface ChangedField {
  readonly field: keyof typeof FIELDS;
  readonly label: string;
  /** What was there and is not any more, one item a line for a person. */
  readonly before: readonly string[];
  /** What is there and was not. */
  readonly after: readonly string[];
}

interface ChangedListing {
  readonly before: Listing;
  readonly after: Listing;
  readonly fields: readonly ChangedField[];
}

export interface ListDiff {
  readonly added: readonly Listing[];
  readonly removed: readonly Listing[];
  readonly changed: readonly ChangedListing[];
}

/** Compares two states of one list by the publisher's own ids. Order and provenance do not count; order inside a field does not either. */
export const diffListings = (before: Iterable<Listing>, after: Iterable<Listing>): ListDiff => {
  const old = new Map([...before].map((listing) => [listing.listingId, listing]));
  const added: Listing[] = [];
  const changed: ChangedListing[] = [];
  for (const listing of after) {
    const was = old.get(listing.listingId);
    old.delete(listing.listingId);
    if (!was) {
      added.push(listing);
      continue;
    }
    const fields = changedFields(was, listing);
    if (fields.length > 0) changed.push({ before: was, after: listing, fields });
  }
  return { added, removed: [...old.values()], changed };
};

/** The same for two versions in a store. */
export const diffVersions = async (
  store: ListStore,
  list: SourceId,
  from: ListVersion,
  to: ListVersion,
): Promise<ListDiff> =>
  diffListings(
    await Array.fromAsync(store.listings(list, from.sha256)),
    await Array.fromAsync(store.listings(list, to.sha256)),
  );

const changedFields = (before: Listing, after: Listing): readonly ChangedField[] =>
  (Object.keys(FIELDS) as (keyof typeof FIELDS)[]).flatMap((field) => {
    const [was, is] = [itemsOf(before[field]), itemsOf(after[field])];
    const gone = [...was.keys()].filter((key) => !is.has(key)).map((key) => was.get(key) ?? "");
    const come = [...is.keys()].filter((key) => !was.has(key)).map((key) => is.get(key) ?? "");
    return gone.length + come.length === 0 ? [] : [{ field, label: FIELDS[field], before: gone, after: come }];
  });

/** The items of a field: whole JSON as the key for comparing, words for a person as the value. */
const itemsOf = (value: Listing[keyof typeof FIELDS]): ReadonlyMap<string, string> => {
  const items = value === null || value === "" ? [] : Array.isArray(value) ? (value as readonly unknown[]) : [value];
  return new Map(items.map((item) => [JSON.stringify(item), inWords(item)]));
};

const inWords = (item: unknown): string => {
  if (item === null || typeof item !== "object") return String(item);
  const part = (name: string): string | null => {
    const value = (item as Record<string, unknown>)[name];
    return typeof value === "string" && value !== "" ? value : null;
  };
  const [wallet, label] = [part("address"), part("label")];
  if (wallet) return `${part("code")} ${wallet}`;
  if (label) return `${label} ${part("value")}${part("country") ? ` (${part("country")})` : ""}`;
  return `${part("text")}${part("strength") === "weak" ? " (weak alias)" : ""}${part("role") === "former" ? " (former name)" : ""}`;
};
