import type { Citation } from "./answer.ts";
import type { IsoDate } from "./dates.ts";
import { listTitle } from "./list-titles.ts";
import type { Listing } from "./listing.ts";

/** "9345; KOREA MINING DEVELOPMENT TRADING CORPORATION; Programs: NPWMD, DPRK2; a.k.a. 'KOMID'; …" */
export const listLineText = (listing: Listing): string => {
  const [first, ...others] = listing.names;
  return [
    listing.listingId,
    first?.text ?? "",
    listing.title ?? "",
    listing.programs.length > 0 ? `Programs: ${listing.programs.join(", ")}` : "",
    listing.listedOn ? `Listed on ${listing.listedOn}` : "",
    ...others.map((name) => `${name.role === "former" ? "f.k.a." : "a.k.a."} '${name.text}'`),
    ...listing.births.map((birth) => `DOB ${birth.text}`),
    ...listing.birthplaces.map((place) => `POB ${place}`),
    ...listing.identifiers.map(({ label, value }) => `${label} ${value}`),
    ...listing.addresses.map((address) => address.text),
    ...listing.wallets.map(({ code, address }) => `Digital Currency Address - ${code} ${address}`),
    ...listing.linkedTo.map((name) => `Linked To: ${name}`),
    listing.remarks,
  ]
    .filter((part) => part.trim() !== "")
    .join("; ");
};

export interface CitedList {
  readonly publisher: string;
  /** Where the record was read, when not from the publisher; `null` when it was. */
  readonly linkedSource: string | null;
  /** Day of the version searched, for records whose own file carries none. */
  readonly publishedOn: IsoDate | null;
}

/** Quotations of a record end here, or after the name that agreed. */
const LONGEST_QUOTE = 400;

/** A citation of a list record; the quotation runs from its start to its date of listing, and on to `matched` where that is near. */
export const listCitation = (number: number, listing: Listing, matched: string, cited: CitedList): Citation => {
  const text = listLineText(listing);
  const aliasAt = text.indexOf("; a.k.a.");
  const head = Math.min(LONGEST_QUOTE, aliasAt === -1 ? text.length : aliasAt);
  const at = text.indexOf(matched);
  const throughMatch =
    at === -1 ? 0 : text.slice(at + matched.length).startsWith("'") ? at + matched.length + 1 : at + matched.length;
  const end = throughMatch <= LONGEST_QUOTE ? Math.max(head, throughMatch) : head;
  const { source } = listing;
  return {
    number,
    documentId: null,
    title: `${listTitle(listing.list)}, entry ${listing.listingId}: ${listing.names[0]?.text ?? listing.listingId}`,
    publisher: cited.publisher,
    publishedOn: source.publishedOn ?? cited.publishedOn,
    url: source.url,
    linkedSource: cited.linkedSource,
    passageId: null,
    quote: text.slice(0, end),
    start: 0,
    end,
    line: { list: listing.list, listingId: listing.listingId, sha256: source.sha256, pointer: source.pointer, text },
  };
};
