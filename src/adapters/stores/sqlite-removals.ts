import type { DatabaseSync } from "node:sqlite";
import { RedflagError } from "../../core/errors.ts";
import type { Listing, ListVersion } from "../../core/listing.ts";
import type { Removal, RemovalStore } from "../../ports/stores.ts";
import { type Member, unpackMembers } from "./list-members.ts";
import { VERSION_COLUMNS, versionFrom } from "./list-versions.ts";

/** What left a list, found from the membership of its versions alone: the states themselves are read for the removed only. */
export const sqliteRemovals = (database: DatabaseSync): RemovalStore => {
  const versionsOf = database.prepare(
    `SELECT ${VERSION_COLUMNS}, members FROM list_versions WHERE list = ? ORDER BY sequence`,
  );
  const identities = database.prepare("SELECT state_id, listing_id FROM listing_states WHERE list = ?");
  const body = database.prepare("SELECT body FROM listing_states WHERE state_id = ?");
  return {
    removed: async (list, sha256) => {
      const versions: { version: ListVersion; members: readonly Member[] }[] = [];
      for (const row of versionsOf.iterate(list)) {
        versions.push({ version: versionFrom(row), members: unpackMembers(row.members as Uint8Array) });
        if (versions.at(-1)?.version.sha256 === sha256) break;
      }
      const wanted = versions.at(-1);
      if (wanted?.version.sha256 !== sha256)
        throw new RedflagError("not-found", `There is no version ${sha256.slice(0, 12)} of ${list}.`);
      const idOf = new Map(identities.all(list).map((row) => [Number(row.state_id), String(row.listing_id)]));
      const seen = new Set(wanted.members.map((member) => idOf.get(member.stateId)));
      const removals: Removal[] = [];
      for (let i = versions.length - 2; i >= 0; i--) {
        const [here, next] = [versions[i], versions[i + 1]];
        if (!here || !next) continue;
        for (const member of here.members) {
          const id = idOf.get(member.stateId);
          if (id === undefined || seen.has(id)) continue;
          seen.add(id);
          const listing = JSON.parse(String(body.get(member.stateId)?.body)) as Omit<Listing, "source">;
          removals.push({ listing: { ...listing, source: member.source }, lastIn: here.version, goneBy: next.version });
        }
      }
      return removals;
    },
  };
};
