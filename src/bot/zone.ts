import type { Incoming } from "../core/incoming.ts";
import { placeOf } from "../core/place.ts";
import { isZone } from "../digest/schedule.ts";
import type { Office } from "./office.ts";

/** The zone that an hour without one is meant in: the person's own as the platform knows it, else the conversation's, which begins as UTC. */
export const zoneFor = async (
  incoming: Incoming,
  { profiles, settings }: Pick<Office, "profiles" | "settings">,
): Promise<string> => {
  const own = await profiles.zoneOf(incoming);
  return own !== null && isZone(own) ? own : (await settings.get(placeOf(incoming))).zone;
};
