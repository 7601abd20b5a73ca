import { dayInProse } from "../core/dates.ts";
import type { Listing } from "../core/listing.ts";
import type { Removal } from "../ports/stores.ts";
import { dayOfVersion } from "./at.ts";

/**
 * A removed party as a listing that can be screened and named: `removedOn` is the day the list itself or a checked
 * notice gives, else the day of the first version without it, and the remarks say between which days it left.
 */
export const asRemoved = (removal: Removal): Listing => {
  const { listing, goneBy } = removal;
  if (listing.removedOn !== null) return listing;
  return {
    ...listing,
    removedOn: dayOfVersion(goneBy),
    remarks: `${listing.remarks} [${removedInWords(removal)}]`.trim(),
  };
};

/** "Removed between 21 September 2021 and 30 September 2021". */
export const removedInWords = ({ listing, lastIn, goneBy }: Removal): string =>
  listing.removedOn !== null
    ? `Removed on ${dayInProse(listing.removedOn)}`
    : `Removed between ${dayInProse(dayOfVersion(lastIn))} and ${dayInProse(dayOfVersion(goneBy))}`;
