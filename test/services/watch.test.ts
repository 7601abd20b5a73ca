import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Listing } from "../../src/core/listing.ts";
import { subjectFrom } from "../../src/core/subject.ts";
import { entry, officeWorld, PLACE } from "../support/office-world.ts";

const ANN = entry("1", "EXAMPLE, Annabel");
const BOB = entry("2", "FORTUNATOV, Bogdan");
const alias = { text: "MERRYWEATHER, Xanthe", role: "alias", strength: "strong", parts: null } as const;
const subjects = (...names: string[]) => names.map((text) => subjectFrom({ text, kind: "person" }));
const sentences = async (report: Awaited<ReturnType<ReturnType<typeof officeWorld>["watch"]["rescreen"]>>) =>
  (report?.alerts ?? []).map(({ sentence }) => sentence);

describe("a watched name", () => {
  const setUp = async (...names: string[]) => {
    const world = officeWorld();
    await world.publish("a", "2026-11-19", [BOB]);
    await world.watch.rescreen();
    await world.watch.add(subjects(...names), PLACE, "U1");
    return world;
  };
  it("is told of an entry that is added, with its day, once", async () => {
    const { publish, watch, stores } = await setUp("Annabel Example");
    expect(await watch.rescreen()).toBeNull();
    await publish("b", "2026-11-20", [ANN, BOB]);
    expect(await sentences(await watch.rescreen())).toEqual([
      "“Annabel Example” now matches EXAMPLE, Annabel (Example list no. 1), added on 20 November 2026.",
    ]);
    expect(await watch.rescreen()).toBeNull();
    expect(await stores.outbox.posts("watch:")).toHaveLength(1);
  });
  it("hears nothing of a list that is published again with the same entries", async () => {
    const { publish, watch } = await setUp("Bogdan Fortunatov");
    await publish("b", "2026-11-20", [{ ...BOB, source: { ...BOB.source, pointer: "test.csv@7-9" } }]);
    expect(await sentences(await watch.rescreen())).toEqual([]);
  });
  it("is told that its entry was changed, and in which fields", async () => {
    const { publish, watch } = await setUp("Bogdan Fortunatov");
    await publish("b", "2026-11-20", [{ ...BOB, programs: ["OTHER"] }]);
    expect(await sentences(await watch.rescreen())).toEqual([
      "“Bogdan Fortunatov” matches FORTUNATOV, Bogdan (Example list no. 2), and the entry was changed on 20 November 2026: programs.",
    ]);
  });
  it("is told of an alias that it now matches", async () => {
    const { publish, watch } = await setUp("Xanthe Merryweather");
    await publish("b", "2026-11-20", [{ ...BOB, names: [...BOB.names, alias] }]);
    expect((await sentences(await watch.rescreen()))[0]).toMatch(/now matches FORTUNATOV, Bogdan .*changed.*: names/);
  });
  it("is told that its entry left the list, and again when it comes back", async () => {
    const { publish, watch } = await setUp("Bogdan Fortunatov");
    await publish("b", "2026-11-20", [ANN]);
    expect((await sentences(await watch.rescreen()))[0]).toContain("left the list on 20 November 2026");
    await publish("c", "2026-11-21", [ANN, BOB]);
    expect((await sentences(await watch.rescreen()))[0]).toContain("now matches FORTUNATOV, Bogdan");
  });
  it("is screened against everything when the matcher changes, and told what that changes", async () => {
    const { stores, watch } = await setUp("Bogdan Fortunatov", "Annabel Example");
    const [known] = await watch.list(null);
    if (!known) throw new Error("no watch");
    await stores.watches.put([{ ...known, hits: [] }]);
    const later = officeWorld({ stores, matcher: "m2" });
    const report = await later.watch.rescreen();
    expect(report).toMatchObject({ full: true, subjects: 2 });
    expect(await sentences(report)).toEqual([
      "“Bogdan Fortunatov” now matches FORTUNATOV, Bogdan (Example list no. 2). The entry is the same; the matching rules were changed.",
    ]);
  });
  it("is told once when two processes rescreen at the same moment", async () => {
    const { publish, stores, watch } = await setUp("Annabel Example");
    await publish("b", "2026-11-20", [ANN, BOB]);
    await Promise.all([watch.rescreen(), officeWorld({ stores }).watch.rescreen()]);
    expect(await stores.outbox.posts("watch:")).toHaveLength(1);
  });
});

describe("rescreening only what changed", () => {
  const NAMES = [
    "EXAMPLE, Annabel",
    "FORTUNATOV, Bogdan",
    "MERRYWEATHER, Xanthe",
    "Example Trading Company",
    "KIM, Chol Su",
    "HASSAN, Ali Mohammed",
    "Zenith Shipping LLC",
  ];
  const SEEN = [
    "Annabel Example",
    "Bogdan Fortunatow",
    "X. Merryweather",
    "Example Trading Co",
    "Kim Chol-su",
    "Ali Hassan",
    "Mohamed Ali Hasan",
    "Zenith Shiping",
    "Somebody Else",
  ];
  const listings = fc
    .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.constantFrom(...NAMES), fc.constantFrom("A", "B")), {
      selector: ([id]) => id,
      minLength: 1,
      maxLength: 8,
    })
    .map((rows) =>
      rows.map(([id, name, program]): Listing => {
        const kind = name.includes(",") ? "person" : "organisation";
        return entry(String(id), name, { programs: [program], kind });
      }),
    );
  it("tells and knows the same as rescreening everything", async () => {
    await fc.assert(
      fc.asyncProperty(listings, listings, async (before, after) => {
        const results = [];
        for (const full of [false, true]) {
          const world = officeWorld();
          await world.publish("a", "2026-11-19", before);
          await world.watch.rescreen();
          await world.watch.add([...subjects(...SEEN), ...SEEN.map((text) => subjectFrom({ text }))], PLACE, "U1");
          await world.publish("b", "2026-11-20", after);
          const report = await world.watch.rescreen(full);
          results.push({
            told: await sentences(report),
            known: (await world.watch.list(null)).map(({ hits }) => hits),
          });
          world.stores.close();
        }
        expect(results[0]).toEqual(results[1]);
      }),
      { numRuns: 25 },
    );
  });
});
