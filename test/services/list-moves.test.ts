import { describe, expect, it } from "vitest";
import { openSqlite } from "../../src/adapters/stores/sqlite.ts";
import { isoDate } from "../../src/core/dates.ts";
import { heavyWorkHere } from "../../src/services/heavy-work.ts";
import { makeListMoves } from "../../src/services/list-moves.ts";
import type { InForce } from "../../src/services/screening.ts";
import { makeInForce } from "../../src/services/screening.ts";
import { memoryExpiring } from "../support/memory-stores.ts";
import { entry, LIST, officeWorld } from "../support/office-world.ts";

const FROM = isoDate("2026-01-01");
const TO = isoDate("2026-12-31");

/** Moves over a real store; `compared` counts comparisons of two versions. */
const movesWorld = () => {
  const stores = openSqlite(":memory:");
  const world = officeWorld({ stores });
  const inForce: InForce = makeInForce({
    store: stores.lists,
    heavy: heavyWorkHere({ store: stores.lists, removals: stores.removals, now: world.clock.now }),
    snapshots: { read: async () => null, write: async () => {} },
    matcher: "m1",
    starter: [],
    now: world.clock.now,
    newId: world.clock.newId,
    stopwatch: () => 0,
  });
  const expiring = memoryExpiring();
  const compared: string[] = [];
  const make = () =>
    makeListMoves({
      lists: stores.lists,
      differences: {
        between: (list, from, to) => {
          compared.push(`${from.slice(0, 2)} ${to.slice(0, 2)}`);
          return stores.differences.between(list, from, to);
        },
      },
      expiring,
      inForce,
    });
  return { ...world, make, moves: make(), compared };
};

const dated = entry("1", "Dated Example", { listedOn: isoDate("2026-02-03") });
const undated = entry("2", "Undated Example");
const leaving = entry("3", "Leaving Example", { listedOn: isoDate("2019-05-05") });

describe("additions and removals over time", () => {
  it("are dated by the list where it gives a day and by the version where it gives none", async () => {
    const { publish, moves } = movesWorld();
    await publish("v1", "2026-03-01", [leaving]);
    await publish("v2", "2026-04-01", [leaving, dated, undated]);
    await publish("v3", "2026-05-01", [dated, undated]);
    expect(await moves.movements(FROM, TO)).toEqual([
      { list: LIST, on: "2026-02-03", added: 1, removed: 0 },
      { list: LIST, on: "2026-04-01", added: 1, removed: 0 },
      { list: LIST, on: "2026-05-01", added: 0, removed: 1 },
    ]);
  });
  it("do not count what the first version held without a day", async () => {
    const { publish, moves } = movesWorld();
    await publish("v1", "2026-03-01", [undated, leaving]);
    expect(await moves.movements(FROM, TO)).toEqual([]);
  });
  it("are read in the order of their days, not of their import", async () => {
    const { publish, moves } = movesWorld();
    await publish("v2", "2026-04-01", [leaving, undated]);
    await publish("v1", "2026-03-01", [leaving]);
    await publish("v3", "2026-05-01", [leaving, undated, entry("4", "Late Example")]);
    expect((await moves.movements(FROM, TO)).map(({ on, added }) => [on, added])).toEqual([
      ["2026-04-01", 1],
      ["2026-05-01", 1],
    ]);
  });
  it("keep to the period", async () => {
    const { publish, moves } = movesWorld();
    await publish("v1", "2026-03-01", [leaving]);
    await publish("v2", "2026-04-01", [leaving, dated, undated]);
    expect(await moves.movements(isoDate("2026-02-04"), isoDate("2026-03-31"))).toEqual([]);
    expect(await moves.movements(isoDate("2019-01-01"), isoDate("2019-12-31"))).toEqual([
      { list: LIST, on: "2019-05-05", added: 1, removed: 0 },
    ]);
  });
  it("compare two versions once, also after a new start", async () => {
    const { publish, moves, make, compared } = movesWorld();
    await publish("v1", "2026-03-01", [leaving]);
    await publish("v2", "2026-04-01", [leaving, undated]);
    await moves.movements(FROM, TO);
    await moves.lastChange(LIST);
    await make().movements(FROM, TO);
    expect(compared).toEqual(["v1 v2"]);
  });
});

describe("the change since last", () => {
  it("is not known while one version is held", async () => {
    const { publish, moves } = movesWorld();
    expect(await moves.lastChange(LIST)).toBeNull();
    await publish("v1", "2026-03-01", [leaving]);
    expect(await moves.lastChange(LIST)).toBeNull();
  });
  it("counts what came, went and changed", async () => {
    const { publish, moves } = movesWorld();
    await publish("v1", "2026-03-01", [leaving, undated]);
    await publish("v2", "2026-04-01", [entry("2", "Undated Example", { remarks: "Changed." }), dated]);
    expect(await moves.lastChange(LIST)).toEqual({
      from: "2026-03-01",
      to: "2026-04-01",
      added: 1,
      removed: 1,
      changed: 1,
    });
  });
});
