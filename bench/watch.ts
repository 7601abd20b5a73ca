import { readFileSync } from "node:fs";
import { join } from "node:path";
import { newId, stopwatch, systemNow } from "../src/adapters/clock.ts";
import { openSqlite } from "../src/adapters/stores/sqlite.ts";
import { entryKey } from "../src/core/case.ts";
import { type IsoDate, isoDate } from "../src/core/dates.ts";
import type { Listing, ListVersion } from "../src/core/listing.ts";
import { subjectFrom } from "../src/core/subject.ts";
import { readList } from "../src/lists/import.ts";
import { sourceOf } from "../src/lists/sources.ts";
import { makeScreener } from "../src/screening/screener.ts";
import { readCsv } from "../src/services/csv.ts";
import { makeListHistory } from "../src/services/list-history.ts";
import { makeWatchService } from "../src/services/watch.ts";
import { makeTally } from "./tally.ts";

/**
 * 10,000 watched subjects and a new version of OFAC's list with 300 changes (100 added, 100 with a new alias, 100
 * removed): the incremental rescreening beside a full one in the same run, over the same stores. Both are timed from
 * the new version in the store to the alerts: comparing the versions, building what is screened against, screening.
 */
const DATA = process.argv[process.argv.indexOf("--data") + 1 || Number.POSITIVE_INFINITY] ?? "../shared/data";
const SUBJECTS = 10_000;
const CHANGES = 100;
const GOAL = 20;
/** Every tenth watched subject is a listed party, so that there is something to tell. */
const LISTED_EVERY = 10;
/** Every fiftieth is one of the changed parties as people get names wrong. */
const NEAR_EVERY = 50;

const file = (...parts: string[]): { name: string; bytes: Uint8Array } => ({
  name: parts.at(-1) ?? "",
  bytes: readFileSync(join(DATA, ...parts)),
});
const source = sourceOf("ofac-sdn");
const read = readList(
  source,
  ["sdn.csv", "add.csv"].map((name) => file("ofac", "2024-06", name)),
  systemNow,
  isoDate("2024-06-01"),
  { partial: true },
);
const all = read.listings;
/** The other lists in force, which a full rescreening reads too. */
const others = [
  readList(sourceOf("un-sc"), [file("un", "consolidated-2026-02.xml")], systemNow, isoDate("2026-02-27")),
  readList(
    sourceOf("ofac-non-sdn"),
    ["cons_prim.csv", "cons_alt.csv", "cons_add.csv", "cons_comments.csv"].map((name) => file("ofac", "2025-12", name)),
    systemNow,
    isoDate("2025-12-04"),
  ),
];
const stride = Math.floor(all.length / (3 * CHANGES));
const picked = all.filter((_listing, i) => i % stride === 0).slice(0, 3 * CHANGES);
const kind = new Map(
  picked.map((listing, i) => [entryKey(listing), (["added", "changed", "removed"] as const)[i % 3]]),
);

const withAlias = (listing: Listing): Listing => ({
  ...listing,
  names: [
    ...listing.names,
    { text: `${listing.names[0]?.text ?? ""} EXAMPLE`, role: "alias", strength: "strong", parts: null },
  ],
});
const before = all.filter((listing) => kind.get(entryKey(listing)) !== "added");
const warm = before.map((listing, i) => (i % 150 === 7 ? withAlias(listing) : listing));
const warmed = new Map(warm.map((listing) => [entryKey(listing), listing]));
const after = all
  .filter((listing) => kind.get(entryKey(listing)) !== "removed")
  .map((listing) =>
    kind.get(entryKey(listing)) === "changed"
      ? withAlias(warmed.get(entryKey(listing)) ?? listing)
      : (warmed.get(entryKey(listing)) ?? listing),
  );
const version = (sha256: string, day: string, listings: readonly Listing[]): ListVersion => ({
  ...read.version,
  sha256: sha256.repeat(64),
  publishedOn: day as IsoDate,
  entries: listings.length,
});

const people = readCsv(readFileSync(join(DATA, "matching", "population.csv"), "utf8"), "population.csv", ["full_name"]);
/** Names as people get them wrong: a letter lost, two exchanged, parts in another order, a part left out. */
const damaged = (name: string, i: number): string => {
  const at = 1 + ((i * 13) % Math.max(1, name.length - 2));
  const parts = name.replace(",", "").split(" ");
  return (
    [
      name.slice(0, at) + name.slice(at + 1),
      name.slice(0, at) + (name[at + 1] ?? "") + (name[at] ?? "") + name.slice(at + 2),
      parts.toReversed().join(" "),
      parts.length > 2 ? parts.slice(0, -1).join(" ") : name,
    ][i % 4] ?? name
  );
};
const subjects = Array.from({ length: SUBJECTS }, (_, i) => {
  const near = i % NEAR_EVERY === 5 ? picked[i % picked.length] : undefined;
  const names = near?.names[0] && damaged(near.names[0].text, i);
  if (names) return subjectFrom({ text: names, kind: i % 3 === 0 && near.kind !== "unknown" ? near.kind : "unknown" });
  const listing = i % LISTED_EVERY === 0 ? all[(i * 7) % all.length] : undefined;
  return subjectFrom({
    text: listing?.names[0]?.text ?? people[i % people.length]?.full_name ?? "",
    kind: listing && listing.kind !== "unknown" ? listing.kind : "person",
  });
});

const world = async () => {
  const stores = openSqlite(":memory:");
  for (const other of others) await stores.lists.install(other.version, other.listings);
  await stores.lists.install(version("a", "2024-06-01", before), before);
  let built: { sha256: string; screener: ReturnType<typeof makeScreener> } | null = null;
  const screener = async () => {
    const current = await stores.lists.current();
    const sha256 = current.map((one) => one.sha256).join();
    if (built?.sha256 !== sha256) {
      const lists = [];
      for (const one of current)
        lists.push({
          version: one,
          listings: await Array.fromAsync(stores.lists.listings(one.list, one.sha256)),
          stale: false,
        });
      built = { sha256, screener: makeScreener({ lists, now: systemNow, newId, stopwatch }) };
    }
    return built.screener;
  };
  const watch = makeWatchService({
    watches: stores.watches,
    history: makeListHistory(stores.lists, stores.differences, () => "OFAC SDN"),
    screener,
    matcher: "m1",
    threshold: null,
    titleOf: () => "OFAC SDN",
    now: systemNow,
    newId,
    stopwatch,
  });
  return { stores, watch };
};

const run = async (full: boolean) => {
  const { stores, watch } = await world();
  await watch.rescreen();
  await watch.add(subjects, { platform: "slack", workspaceId: "T1", channelId: "C1" }, "U1");
  // The schedule's next look: what was added is filed.
  const filing = performance.now();
  await watch.rescreen();
  console.log(
    `filing the watched subjects, seconds (once a process) ${((performance.now() - filing) / 1000).toFixed(2)}`,
  );
  // A process that has run for a while has seen a change before: both begin warm.
  await stores.lists.install(version("w", "2024-06-04", warm), warm);
  await watch.rescreen(full);
  await stores.lists.install(version("b", "2024-06-08", after), after);
  const began = performance.now();
  const report = await watch.rescreen(full);
  const seconds = (performance.now() - began) / 1000;
  const hits = (await stores.watches.all()).map((one) => one.hits);
  stores.close();
  return { report, seconds, hits };
};

const incremental = await run(false);
const full = await run(true);
const sentences = ({ report }: typeof full): string => JSON.stringify(report?.alerts.map(({ sentence }) => sentence));
const ratio = full.seconds / incremental.seconds;
console.log(`watched subjects         ${SUBJECTS.toLocaleString("en-GB")}`);
console.log(
  `entries of the lists     ${(after.length + others.reduce((sum, o) => sum + o.listings.length, 0)).toLocaleString("en-GB")}, changed ${3 * CHANGES}`,
);
console.log(
  `incremental, seconds     ${incremental.seconds.toFixed(2)} against ${incremental.report?.entries} entries`,
);
console.log(`full, seconds            ${full.seconds.toFixed(2)} against ${full.report?.entries} entries`);
console.log(`ratio                    ${ratio.toFixed(1)} (goal ${GOAL})`);
console.log(`alerts                   ${incremental.report?.alerts.length}`);
const tally = makeTally();
tally.check("there is something to tell", (incremental.report?.alerts.length ?? 0) > 10);
tally.check("both tell the same", sentences(incremental) === sentences(full));
tally.check("both know the same hits afterwards", JSON.stringify(incremental.hits) === JSON.stringify(full.hits));
tally.check(`incremental is at least ${GOAL} times as fast`, ratio >= GOAL);
tally.close();
