import type { DatabaseSync } from "node:sqlite";
import type { SourceId } from "../../core/brand.ts";
import { RedflagError } from "../../core/errors.ts";
import type { Listing } from "../../core/listing.ts";
import type { ListDifferences } from "../../ports/list-changes.ts";
import { type Member, unpackMembers } from "./list-members.ts";

/** States are stored once for all versions that hold them, so what two versions do not share is told by their numbers. */
export const sqliteDifferences = (database: DatabaseSync): ListDifferences => {
  const membersOf = database.prepare("SELECT members FROM list_versions WHERE list = ? AND sha256 = ?");
  const body = database.prepare("SELECT body FROM listing_states WHERE state_id = ?");
  const members = (list: SourceId, sha256: string): readonly Member[] => {
    const row = membersOf.get(list, sha256);
    if (!row) throw new RedflagError("not-found", `There is no version ${sha256.slice(0, 12)} of ${list}.`);
    return unpackMembers(row.members as Uint8Array);
  };
  const notIn = (of: readonly Member[], other: readonly Member[]): readonly Listing[] => {
    const shared = new Set(other.map(({ stateId }) => stateId));
    return of
      .filter(({ stateId }) => !shared.has(stateId))
      .map(({ stateId, source }) => ({ ...JSON.parse(String(body.get(stateId)?.body)), source }) as Listing);
  };
  return {
    between: async (list, from, to) => {
      const [before, after] = [members(list, from), members(list, to)];
      return { before: notIn(before, after), after: notIn(after, before) };
    },
  };
};
