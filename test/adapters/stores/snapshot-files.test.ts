import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { snapshotFiles } from "../../../src/adapters/stores/snapshot-files.ts";

const root = mkdtempSync(join(tmpdir(), "redflag-snapshots-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const warned: string[] = [];
const log = { info: () => {}, warn: (message: string) => void warned.push(message), error: () => {} };

describe("snapshots in files", () => {
  it("gives back what was written, by its key alone", async () => {
    const store = snapshotFiles(join(root, "a"), log);
    await store.write("one", Buffer.from("first"));
    expect(Buffer.from((await store.read("one")) ?? []).toString()).toBe("first");
    expect(await store.read("two")).toBeNull();
  });
  it("keeps the newest three and leaves no half-written file", async () => {
    const store = snapshotFiles(join(root, "b"), log);
    for (const key of ["1", "2", "3", "4", "5"]) await store.write(key, Buffer.from(key));
    const names = readdirSync(join(root, "b"));
    expect(names).toHaveLength(3);
    expect(names.every((name) => name.endsWith(".index"))).toBe(true);
  });
  it("goes on without a snapshot where nothing can be written, and says so", async () => {
    writeFileSync(join(root, "file"), "");
    await snapshotFiles(join(root, "file"), log).write("one", Buffer.from("x"));
    expect(warned).toEqual(["index snapshot not kept"]);
  });
});
