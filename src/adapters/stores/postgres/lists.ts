import { createHash } from "node:crypto";
import type { SourceId } from "../../../core/brand.ts";
import { BadList, RedflagError } from "../../../core/errors.ts";
import type { Listing, ListVersion } from "../../../core/listing.ts";
import type { ListStore } from "../../../ports/stores.ts";
import { batches } from "../batches.ts";
import { type Member, packMembers, unpackMembers } from "../list-members.ts";
import { VERSION_COLUMNS, versionFrom } from "../list-versions.ts";
import type { Run, Session } from "./session.ts";

/** Listings written or read by one statement. */
const BATCH = 1_000;

const ADD_STATES = `
  WITH given AS (SELECT * FROM unnest($2::text[], $3::bytea[], $4::text[]) AS t (listing_id, hash, body)),
  added AS (
    INSERT INTO listing_states (list, listing_id, hash, body)
    SELECT $1, listing_id, hash, body FROM given
    WHERE NOT EXISTS (SELECT 1 FROM listing_states AS s WHERE s.list = $1 AND s.listing_id = given.listing_id AND s.hash = given.hash)
    ON CONFLICT DO NOTHING RETURNING state_id, listing_id, hash)
  SELECT state_id, listing_id, encode(hash, 'hex') AS hash FROM added
  UNION SELECT s.state_id, s.listing_id, encode(s.hash, 'hex') FROM listing_states AS s
  JOIN given ON s.list = $1 AND s.listing_id = given.listing_id AND s.hash = given.hash`;

const ADD_VERSION = `INSERT INTO list_versions (${VERSION_COLUMNS}, members) VALUES ($1, $2, $3, $4, $5, $6, $7)`;

export const versionsOf = async (run: Run, list: SourceId): Promise<readonly ListVersion[]> =>
  (await run(`SELECT ${VERSION_COLUMNS} FROM list_versions WHERE list = $1 ORDER BY sequence`, [list])).rows.map(
    versionFrom,
  );

/** `null` when there is no such version. */
export const membersOf = async (run: Run, list: SourceId, sha256: string): Promise<readonly Member[] | null> => {
  const { rows } = await run("SELECT members FROM list_versions WHERE list = $1 AND sha256 = $2", [list, sha256]);
  return rows[0] ? unpackMembers(rows[0].members as Uint8Array) : null;
};

/** The listings of some members, in their order. */
export const listingsOf = async (run: Run, members: readonly Member[]): Promise<readonly Listing[]> => {
  const ids = members.map(({ stateId }) => stateId);
  const { rows } = await run("SELECT state_id, body FROM listing_states WHERE state_id = ANY($1)", [ids]);
  const bodies = new Map(rows.map((row) => [Number(row.state_id), String(row.body)]));
  return members.map(({ stateId, source }) => {
    const body = bodies.get(stateId);
    if (body === undefined)
      throw new RedflagError("storage", "The store has lost a listing. Nothing was changed. Import the list again.");
    return { ...JSON.parse(body), source } as Listing;
  });
};

/** Versions of lists over Postgres: the same compact form as in the embedded store, many listings a statement. */
export const postgresLists = (session: Session): ListStore => {
  const { run } = session;
  /** The version last looked into, unpacked: `find` is called for one hit after another. */
  let unpacked: { readonly key: string; readonly members: ReadonlyMap<number, Member> } | null = null;
  const unpackedOf = async (list: SourceId, sha256: string): Promise<ReadonlyMap<number, Member>> => {
    const key = `${list} ${sha256}`;
    if (unpacked?.key !== key) {
      const members = (await membersOf(run, list, sha256)) ?? [];
      unpacked = { key, members: new Map(members.map((member) => [member.stateId, member])) };
    }
    return unpacked.members;
  };
  return {
    install: async (version, listings) => {
      const inForce = (await versionsOf(run, version.list)).at(-1);
      if (inForce?.sha256 === version.sha256) {
        const sql = "UPDATE list_versions SET retrieved_at = $1 WHERE list = $2 AND sha256 = $3";
        await run(sql, [version.retrievedAt, version.list, version.sha256]);
        return;
      }
      const members: Member[] = [];
      for (const batch of batches(listings, BATCH)) members.push(...(await addStates(run, version.list, batch)));
      if (members.length === 0 || members.length !== version.entries)
        throw new BadList(
          `The list ${version.list} gave ${members.length} listings, ${version.entries} were announced. Nothing was changed.`,
        );
      const { list, sha256, publishedOn, retrievedAt, entries, caveat } = version;
      const packed = packMembers(members);
      await session.inTransaction(async (within) => {
        // A version that was in force before comes into force again: it moves to the end.
        await within("DELETE FROM list_versions WHERE list = $1 AND sha256 = $2", [list, sha256]);
        await within(ADD_VERSION, [list, sha256, publishedOn, retrievedAt, entries, caveat, packed]);
      });
    },
    versions: (list) => versionsOf(run, list),
    current: async () =>
      (
        await run(
          `SELECT DISTINCT ON (list COLLATE "C") ${VERSION_COLUMNS} FROM list_versions ORDER BY list COLLATE "C", sequence DESC`,
        )
      ).rows.map(versionFrom),
    async *listings(list, sha256) {
      const members = await membersOf(run, list, sha256);
      if (!members)
        throw new RedflagError(
          "not-found",
          `There is no version ${sha256.slice(0, 12)} of ${list}. Run lists status to see which there are.`,
        );
      for (let at = 0; at < members.length; at += BATCH) yield* await listingsOf(run, members.slice(at, at + BATCH));
    },
    find: async (list, listing) => {
      const sql = "SELECT state_id FROM listing_states WHERE list = $1 AND listing_id = $2";
      const wanted = (await run(sql, [list, listing])).rows.map((row) => Number(row.state_id));
      if (wanted.length === 0) return null;
      for (const { sha256 } of (await versionsOf(run, list)).toReversed()) {
        const members = await unpackedOf(list, sha256);
        const member = wanted.map((stateId) => members.get(stateId)).find((found) => found !== undefined);
        if (member) return (await listingsOf(run, [member]))[0] ?? null;
      }
      return null;
    },
  };
};

const addStates = async (run: Run, list: SourceId, batch: readonly Listing[]): Promise<readonly Member[]> => {
  const states = batch.map(({ source, ...rest }) => {
    const body = JSON.stringify(rest);
    return { source, listingId: String(rest.listingId), body, hash: createHash("sha256").update(body).digest() };
  });
  const columns = [states.map((s) => s.listingId), states.map((s) => s.hash), states.map((s) => s.body)];
  const { rows } = await run(ADD_STATES, [list, ...columns]);
  const ids = new Map(rows.map((row) => [`${String(row.listing_id)} ${String(row.hash)}`, Number(row.state_id)]));
  return states.map(({ source, listingId, hash }) => {
    const stateId = ids.get(`${listingId} ${hash.toString("hex")}`);
    if (stateId === undefined) throw new RedflagError("storage", "A listing was not stored. Nothing was changed.");
    return { stateId, source };
  });
};
