import type { SourceId } from "../core/brand.ts";
import type { IsoDate } from "../core/dates.ts";
import type { ListVersion } from "../core/listing.ts";
import { dayOfVersion } from "../lists/at.ts";
import { diffListings } from "../lists/diff.ts";
import { LIST_SOURCES } from "../lists/sources.ts";
import type { LastChange, ListMovement } from "../ports/console.ts";
import type { ListDifferences } from "../ports/list-changes.ts";
import type { ExpiringStore, ListStore } from "../ports/stores.ts";
import type { InForce, ListsInForce } from "./screening.ts";

export interface ListMovesDeps {
  readonly lists: ListStore;
  readonly differences: ListDifferences;
  /** Keeps the counts of two versions, which never change: a year of daily versions is compared once. */
  readonly expiring: ExpiringStore;
  readonly inForce: InForce;
}

export interface ListMoves {
  /** What the version in force changed against the one before it; `null` while only one is held. */
  lastChange(list: SourceId): Promise<LastChange | null>;
  movements(from: IsoDate, to: IsoDate): Promise<readonly ListMovement[]>;
}

/** One version against the one before it. `undated`: additions of which the list gives no day of its own. */
interface StepCounts {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly undated: number;
}

export const makeListMoves = (deps: ListMovesDeps): ListMoves => {
  const known = new Map<string, StepCounts>();
  let dated: { readonly of: ListsInForce; readonly period: string; readonly moves: readonly ListMovement[] } | null =
    null;

  const counts = async (before: ListVersion, after: ListVersion): Promise<StepCounts> => {
    const key = `list-step:${after.list}:${before.sha256}:${after.sha256}`;
    const kept = known.get(key) ?? ((await deps.expiring.get(key)) as StepCounts | null | undefined);
    const found = kept ?? (await counted(before, after));
    if (!kept) await deps.expiring.set(key, found, null);
    known.set(key, found);
    return found;
  };

  const counted = async (before: ListVersion, after: ListVersion): Promise<StepCounts> => {
    const difference = await deps.differences.between(after.list, before.sha256, after.sha256);
    const { added, removed, changed } = diffListings(difference.before, difference.after);
    const undated = added.filter(({ listedOn }) => listedOn === null).length;
    return { added: added.length, removed: removed.length, changed: changed.length, undated };
  };

  /** Additions and removals whose day is known, of everything in force and of what has left. */
  const datedMoves = async (from: IsoDate, to: IsoDate): Promise<readonly ListMovement[]> => {
    const [of, period] = [await deps.inForce(), `${from} ${to}`];
    if (dated?.of === of && dated.period === period) return dated.moves;
    const moves = of.changes(from, to).map(({ list, on, change }) => ({
      list,
      on,
      added: change === "added" ? 1 : 0,
      removed: change === "removed" ? 1 : 0,
    }));
    dated = { of, period, moves: summed(moves) };
    return dated.moves;
  };

  const undatedMoves = async (from: IsoDate, to: IsoDate): Promise<readonly ListMovement[]> => {
    const found: ListMovement[] = [];
    for (const { id: list } of LIST_SOURCES) {
      // Versions may have been imported out of order; over time they are read in the order of their days.
      const versions = (await deps.lists.versions(list)).toSorted((a, b) =>
        dayOfVersion(a) < dayOfVersion(b) ? -1 : 1,
      );
      for (const [i, version] of versions.entries()) {
        const [before, on] = [versions[i - 1], dayOfVersion(version)];
        if (!before || on < from || on > to) continue;
        const { undated } = await counts(before, version);
        if (undated > 0) found.push({ list, on, added: undated, removed: 0 });
      }
    }
    return found;
  };

  return {
    lastChange: async (list) => {
      const [before, after] = (await deps.lists.versions(list)).slice(-2);
      if (!before || !after) return null;
      const { added, removed, changed } = await counts(before, after);
      return { from: dayOfVersion(before), to: dayOfVersion(after), added, removed, changed };
    },
    movements: async (from, to) => summed([...(await datedMoves(from, to)), ...(await undatedMoves(from, to))]),
  };
};

/** One movement a list and day, in the order of days. */
const summed = (moves: readonly ListMovement[]): readonly ListMovement[] =>
  [...Map.groupBy(moves, ({ list, on }) => `${on} ${list}`)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, of]) => {
      const [first] = of;
      if (!first) return [];
      const sum = (pick: (move: ListMovement) => number): number => of.reduce((total, move) => total + pick(move), 0);
      return [{ ...first, added: sum(({ added }) => added), removed: sum(({ removed }) => removed) }];
    });
