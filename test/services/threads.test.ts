import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { makeLog } from "../../src/adapters/log.ts";
import { openSqlite } from "../../src/adapters/stores/sqlite.ts";
import { sourceId } from "../../src/core/brand.ts";
import type { Screening, ScreenOptions, Subject } from "../../src/core/screening.ts";
import type { HeavyWork, PublishedFiles } from "../../src/ports/heavy-work.ts";
import { beginBulk } from "../../src/services/bulk/bulk.ts";
import { makeScreenTable } from "../../src/services/bulk/table.ts";
import { heavyWorkBySize, heavyWorkHere } from "../../src/services/heavy-work.ts";
import { makeInForce, readyMeanwhile } from "../../src/services/screening.ts";
import { heavyThread, startScreenCrew } from "../../src/threads.ts";
import { AT } from "../support/records.ts";

const SDN = sourceId("ofac-sdn");
const now = () => AT;
const row = (id: number, name: string): string =>
  `${id},"${name}","individual","SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 1970."\r\n`;
/** A fictional list; with `filler` it is long enough for a thread of its own. */
const published = (day: string, names: readonly string[], filler: number): PublishedFiles => ({
  source: SDN,
  files: [
    {
      name: `sdn-${day}.csv`,
      bytes: Buffer.from(
        names.map((name, i) => row(i + 1, name)).join("") +
          Array.from({ length: filler }, (_, i) => row(1000 + i, `FILLERTON${i}, Fictio`)).join(""),
      ),
    },
  ],
  publishedOn: null,
  partial: true,
  columns: {},
  checks: null,
});

const folder = mkdtempSync(join(tmpdir(), "redflag-threads-"));
const database = join(folder, "redflag.db");
const stores = openSqlite(database);
const here = heavyWorkHere({ store: stores.lists, removals: stores.removals, now });
const thread = heavyThread(database, { store: stores.lists, removals: stores.removals, now }, makeLog("silent"));
afterAll(async () => {
  await thread.close();
  stores.close();
  rmSync(folder, { recursive: true, force: true });
});
const inForceOver = (heavy: HeavyWork) =>
  makeInForce({
    store: stores.lists,
    heavy,
    snapshots: { read: async () => null, write: async () => {} },
    matcher: "test",
    starter: [],
    now,
    newId: () => "id",
    stopwatch: () => 0,
  });

describe("a list taken and compiled on another thread", () => {
  it("is in force here, whole, and its index is the same to the byte", async () => {
    const files = published("2021-09-21", ["EXAMPLOV, Testan"], 3_000);
    const taken = await thread.heavy.take(files);
    expect(taken.version.entries).toBe(3_001);
    expect(await stores.lists.current()).toMatchObject([{ sha256: taken.version.sha256, entries: 3_001 }]);
    const request = { key: "k", versions: [taken.version], more: [], asOf: null };
    const [there, same] = [await thread.heavy.compile(request), await here.compile(request)];
    expect(there.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(Buffer.compare(Buffer.from(there), Buffer.from(same))).toBe(0);
  });
  it("is refused with the same error as here", async () => {
    const [torn] = published("2021-09-22", ["EXAMPLOV, Testan"], 5_000).files;
    const files = {
      ...published("2021-09-22", [], 0),
      files: [{ name: torn!.name, bytes: torn!.bytes.slice(0, -40) }],
    };
    const [there, same] = await Promise.allSettled([thread.heavy.take(files), here.take(files)]);
    expect(there.status).toBe("rejected");
    const [a, b] = [there, same].map((one) => one.status === "rejected" && (one.reason as Error));
    expect(a).toEqual(b);
    expect((a as Error).name).toBe("BadList");
  });
  it("is left to this thread when it is small", async () => {
    const elsewhere: HeavyWork = {
      compile: () => Promise.reject(new Error("elsewhere")),
      take: () => Promise.reject(new Error("elsewhere")),
    };
    const bySize = heavyWorkBySize(here, elsewhere);
    await expect(bySize.take(published("2021-09-23", ["A, B"], 10))).resolves.toMatchObject({ unchanged: false });
    await expect(bySize.take(published("2021-09-23", ["A, B"], 6_000))).rejects.toThrow("elsewhere");
  });
});

describe("screening while an index is being built", () => {
  it("goes on with the versions that are ready, and takes the new ones when they are", async () => {
    await here.take(published("2021-10-01", ["EXAMPLOV, Testan"], 0));
    let open = (): void => {};
    let gate = Promise.resolve();
    const inForce = inForceOver({ ...here, compile: (request) => gate.then(() => here.compile(request)) });
    const ready = readyMeanwhile(inForce);
    const [first] = (await ready()).screener.searched();
    gate = new Promise((resolve) => {
      open = resolve;
    });
    const { version } = await here.take(published("2021-10-02", ["NOVELTON, Madeup"], 0));
    const exact = inForce();
    expect((await ready()).screener.searched()[0]?.sha256).toBe(first?.sha256);
    open();
    const built = await exact;
    expect(built.screener.searched()[0]?.sha256).toBe(version.sha256);
    await built.prepared();
    await vi.waitFor(async () => expect(await ready()).toBe(built));
  });
  it("goes on with the old ones when the build fails, and says so to whoever asks for exactly what is in force", async () => {
    let broken = false;
    const compile: HeavyWork["compile"] = (request) =>
      broken ? Promise.reject(new Error("no thread")) : here.compile(request);
    const inForce = inForceOver({ ...here, compile });
    const ready = readyMeanwhile(inForce);
    const [first] = (await ready()).screener.searched();
    broken = true;
    await here.take(published("2021-10-03", ["OTHERSON, Fictio"], 0));
    await expect(inForce()).rejects.toThrow("no thread");
    expect((await ready()).screener.searched()[0]?.sha256).toBe(first?.sha256);
  });
});

describe("a large table dropped in a chat", () => {
  it("is screened on threads with the result of screening here, row for row", async () => {
    await here.take(published("2021-11-01", ["EXAMPLOV, Testan", "NOVELTON, Madeup"], 0));
    const inForce = inForceOver(here);
    const settle = async (found: Screening): Promise<Screening> => found;
    const deps = { lists: stores.lists, differences: stores.differences, startCrew: startScreenCrew, threshold: null };
    const clock = { now, newId: () => "id", stopwatch: () => 0 };
    const { screener } = await inForce();
    const screen = async (subject: Subject, options: ScreenOptions) => screener.screen(subject, options);
    const begun: number[] = [];
    const table = makeScreenTable(
      screen,
      (options) => {
        begun.push(options.threads);
        return beginBulk({ ...deps, ...clock, inForce, recorded: () => inForce(), settle }, options);
      },
      2,
    );
    const names = ["Testan Examplov", 'Madeup "Mad" Novelton', "Nobody Else", "=1+1", "", "a\nb"];
    const csv = (rows: number): string =>
      `name,dob\n${Array.from({ length: rows }, (_, i) => `"${names[i % names.length]?.replaceAll('"', '""')}",1970\n`).join("")}`;
    const [few, many] = [await table(csv(60), "few.csv"), await table(csv(240), "many.csv")];
    expect(begun).toEqual([1]);
    expect(many.lines).toHaveLength(240);
    const same = (lines: typeof few.lines) =>
      lines.map((line) => ({ ...line, screeningId: "", screenedAt: "", elapsedMs: 0 }));
    expect(same(many.lines.slice(0, 60))).toEqual(same(few.lines));
    expect(many.csv.split("\n").slice(0, 40)).toEqual(few.csv.split("\n").slice(0, 40));
    expect(many.screenings).toHaveLength(200);
  });
});
