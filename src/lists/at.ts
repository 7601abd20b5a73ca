import { dayOf, type IsoDate, parseIsoDate } from "../core/dates.ts";
import { BadInput } from "../core/errors.ts";
import type { ListVersion } from "../core/listing.ts";

/** The day a version speaks for: its publication day, else the day it was retrieved. */
export const dayOfVersion = (version: ListVersion): IsoDate => version.publishedOn ?? dayOf(version.retrievedAt);

/** The version in force at the end of a day: the newest not younger than it; `null` when none is that old. `versions`: oldest first. */
export const versionAt = (versions: readonly ListVersion[], day: IsoDate): ListVersion | null => {
  let found: ListVersion | null = null;
  // Of two versions of one day the one installed later holds; versions may have been imported out of order.
  for (const version of versions)
    if (dayOfVersion(version) <= day && (found === null || dayOfVersion(version) >= dayOfVersion(found)))
      found = version;
  return found;
};

/**
 * The version that a person names: "current", "previous", a day (the version in force then) or the first
 * characters of its sha256 (four at least). Throws `BadInput` naming what there is.
 */
export const versionNamed = (versions: readonly ListVersion[], name: string): ListVersion => {
  const day = parseIsoDate(name);
  const wanted = name.toLowerCase();
  const found =
    wanted === "current"
      ? versions.at(-1)
      : wanted === "previous"
        ? versions.at(-2)
        : day
          ? versionAt(versions, day)
          : bySha256(versions, wanted);
  if (found) return found;
  const known = versions.map((v) => `${dayOfVersion(v)} (${v.sha256.slice(0, 8)})`).join(", ");
  throw new BadInput(
    `There is no version "${name}". ${known === "" ? "No version is loaded: run lists refresh." : `There are: ${known}.`}`,
  );
};

const bySha256 = (versions: readonly ListVersion[], start: string): ListVersion | undefined => {
  if (!/^[0-9a-f]{4,64}$/.test(start)) return undefined;
  const fitting = versions.filter((v) => v.sha256.startsWith(start));
  return fitting.length === 1 ? fitting[0] : undefined;
};
