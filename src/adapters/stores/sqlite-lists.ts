import { createHash } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { SourceId } from "../../core/brand.ts";
import { BadList, RedflagError } from "../../core/errors.ts";
import type { Listing } from "../../core/listing.ts";
import type { ListStore } from "../../ports/stores.ts";
import { batches } from "./batches.ts";
import { type Member, packMembers, unpackMembers } from "./list-members.ts";
import { VERSION_COLUMNS, versionFrom } from "./list-versions.ts";
import { inTransaction } from "./sqlite-transaction.ts";

/** Listings written or read between two looks at the rest of the process: keeps the pause a few milliseconds. */
const BATCH = 250;

/**
 * Versions of lists over SQLite. States of listings are content-addressed, so a version that changes 2 % of the
 * listings costs about 2 %. States are written first, in small transactions; the one row that makes the version
 * visible comes last. States that a crash left without a version are found again when the import is repeated.
 */
export const sqliteLists = (database: DatabaseSync): ListStore => {
  const findState = database.prepare(
    "SELECT state_id FROM listing_states WHERE list = ? AND listing_id = ? AND hash = ?",
  );
  const addState = database.prepare("INSERT INTO listing_states (list, listing_id, hash, body) VALUES (?, ?, ?, ?)");
  const body = database.prepare("SELECT body FROM listing_states WHERE state_id = ?");
  const states = database.prepare("SELECT state_id FROM listing_states WHERE list = ? AND listing_id = ?");
  const versionsOf = database.prepare(`SELECT ${VERSION_COLUMNS} FROM list_versions WHERE list = ? ORDER BY sequence`);
  const last = database.prepare(
    `SELECT ${VERSION_COLUMNS} FROM list_versions WHERE sequence IN (SELECT max(sequence) FROM list_versions GROUP BY list) ORDER BY list`,
  );
  const membersOf = database.prepare("SELECT members FROM list_versions WHERE list = ? AND sha256 = ?");
  const renew = database.prepare("UPDATE list_versions SET retrieved_at = ? WHERE list = ? AND sha256 = ?");
  const drop = database.prepare("DELETE FROM list_versions WHERE list = ? AND sha256 = ?");
  const addVersion = database.prepare(
    `INSERT INTO list_versions (${VERSION_COLUMNS}, members) VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  /** The version last looked into, unpacked: `find` is called for one hit after another. */
  let unpacked: { readonly key: string; readonly members: ReadonlyMap<number, Member> } | null = null;

  const store = (listing: Listing): Member => {
    const { source, ...rest } = listing;
    const json = JSON.stringify(rest);
    const hash = createHash("sha256").update(json).digest();
    const known = findState.get(listing.list, listing.listingId, hash)?.state_id;
    const stateId = known ?? addState.run(listing.list, listing.listingId, hash, json).lastInsertRowid;
    return { stateId: Number(stateId), source };
  };

  const listingOf = (member: Member): Listing => {
    const row = body.get(member.stateId);
    if (!row)
      throw new RedflagError("storage", "The store has lost a listing. Nothing was changed. Import the list again.");
    return { ...JSON.parse(String(row.body)), source: member.source } as Listing;
  };

  const membersIn = (list: SourceId, sha256: string): readonly Member[] | null => {
    const row = membersOf.get(list, sha256);
    return row ? unpackMembers(row.members as Uint8Array) : null;
  };

  return {
    install: async (version, listings) => {
      const inForce = versionsOf.all(version.list).map(versionFrom).at(-1);
      if (inForce?.sha256 === version.sha256) {
        renew.run(version.retrievedAt, version.list, version.sha256);
        return;
      }
      const members: Member[] = [];
      for (const batch of batches(listings, BATCH)) {
        inTransaction(database, () => {
          for (const listing of batch) members.push(store(listing));
        });
        await nextTurn();
      }
      if (members.length === 0 || members.length !== version.entries)
        throw new BadList(
          `The list ${version.list} gave ${members.length} listings, ${version.entries} were announced. Nothing was changed.`,
        );
      const packed = packMembers(members);
      inTransaction(database, () => {
        // A version that was in force before comes into force again: it moves to the end.
        drop.run(version.list, version.sha256);
        addVersion.run(
          version.list,
          version.sha256,
          version.publishedOn,
          version.retrievedAt,
          version.entries,
          version.caveat,
          packed,
        );
      });
    },

    versions: async (list) => versionsOf.all(list).map(versionFrom),

    current: async () => last.all().map(versionFrom),

    async *listings(list, sha256) {
      const members = membersIn(list, sha256);
      if (!members)
        throw new RedflagError(
          "not-found",
          `There is no version ${sha256.slice(0, 12)} of ${list}. Run lists status to see which there are.`,
        );
      for (const [i, member] of members.entries()) {
        if (i > 0 && i % BATCH === 0) await nextTurn();
        yield listingOf(member);
      }
    },

    find: async (list, listing) => {
      const wanted = new Set(states.all(list, listing).map((row) => Number(row.state_id)));
      if (wanted.size === 0) return null;
      for (const version of versionsOf.all(list).map(versionFrom).reverse()) {
        const key = `${list} ${version.sha256}`;
        if (unpacked?.key !== key) {
          const members = membersIn(list, version.sha256) ?? [];
          unpacked = { key, members: new Map(members.map((member) => [member.stateId, member])) };
        }
        for (const stateId of wanted) {
          const member = unpacked.members.get(stateId);
          if (member) return listingOf(member);
        }
      }
      return null;
    },
  };
};
