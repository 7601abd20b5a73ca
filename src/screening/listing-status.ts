import { dayInProse, type IsoDate } from "../core/dates.ts";
import { listTitle } from "../core/list-titles.ts";
import type { Listing } from "../core/listing.ts";

/** Why a listing does not count on the day asked for (`null`: today), in a sentence; `null` when it is in force. */
export const notInForce = (listing: Listing, asOf: IsoDate | null): string | null => {
  const who = `${listing.names[0]!.text} on ${listTitle(listing.list)}`;
  if (listing.removedOn && (asOf === null || listing.removedOn <= asOf))
    return `${who} was removed on ${dayInProse(listing.removedOn)}; that listing is not in force.`;
  if (listing.listedOn && asOf !== null && listing.listedOn > asOf)
    return `${who} is listed since ${dayInProse(listing.listedOn)}, after the day asked for.`;
  return null;
};
