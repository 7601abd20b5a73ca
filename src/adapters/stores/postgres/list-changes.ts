import type { SourceId } from "../../../core/brand.ts";
import { RedflagError } from "../../../core/errors.ts";
import type { ListVersion } from "../../../core/listing.ts";
import type { ListDifferences } from "../../../ports/list-changes.ts";
import type { Removal, RemovalStore } from "../../../ports/stores.ts";
import { type Member, unpackMembers } from "../list-members.ts";
import { VERSION_COLUMNS, versionFrom } from "../list-versions.ts";
import { listingsOf, membersOf } from "./lists.ts";
import type { Session } from "./session.ts";

const noVersion = (list: SourceId, sha256: string): RedflagError =>
  new RedflagError("not-found", `There is no version ${sha256.slice(0, 12)} of ${list}.`);

/** States are stored once for all versions that hold them, so what two versions do not share is told by their numbers. */
export const postgresDifferences = ({ run }: Session): ListDifferences => {
  const members = async (list: SourceId, sha256: string): Promise<readonly Member[]> => {
    const found = await membersOf(run, list, sha256);
    if (!found) throw noVersion(list, sha256);
    return found;
  };
  const notIn = (of: readonly Member[], other: readonly Member[]): readonly Member[] => {
    const shared = new Set(other.map(({ stateId }) => stateId));
    return of.filter(({ stateId }) => !shared.has(stateId));
  };
  return {
    between: async (list, from, to) => {
      const [before, after] = [await members(list, from), await members(list, to)];
      return {
        before: await listingsOf(run, notIn(before, after)),
        after: await listingsOf(run, notIn(after, before)),
      };
    },
  };
};

/** What left a list, found from the membership of its versions alone: the states themselves are read for the removed only. */
export const postgresRemovals = ({ run }: Session): RemovalStore => ({
  removed: async (list, sha256) => {
    const { rows } = await run(
      `SELECT ${VERSION_COLUMNS}, members FROM list_versions WHERE list = $1 AND sequence <=
       (SELECT sequence FROM list_versions WHERE list = $1 AND sha256 = $2) ORDER BY sequence`,
      [list, sha256],
    );
    const versions = rows.map((row) => ({
      version: versionFrom(row),
      members: unpackMembers(row.members as Uint8Array),
    }));
    const wanted = versions.at(-1);
    if (!wanted) throw noVersion(list, sha256);
    const identities = await run("SELECT state_id, listing_id FROM listing_states WHERE list = $1", [list]);
    const idOf = new Map(identities.rows.map((row) => [Number(row.state_id), String(row.listing_id)]));
    const seen = new Set(wanted.members.map((member) => idOf.get(member.stateId)));
    const gone: { readonly member: Member; readonly lastIn: ListVersion; readonly goneBy: ListVersion }[] = [];
    for (let i = versions.length - 2; i >= 0; i--) {
      const [here, next] = [versions[i], versions[i + 1]];
      for (const member of here?.members ?? []) {
        const id = idOf.get(member.stateId);
        if (id === undefined || seen.has(id) || !here || !next) continue;
        seen.add(id);
        gone.push({ member, lastIn: here.version, goneBy: next.version });
      }
    }
    const listings = await listingsOf(
      run,
      gone.map(({ member }) => member),
    );
    return gone.flatMap(({ lastIn, goneBy }, i): readonly Removal[] => {
      const listing = listings[i];
      return listing ? [{ listing, lastIn, goneBy }] : [];
    });
  },
});
