import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openSqlite, type SqliteStores } from "../../../src/adapters/stores/sqlite.ts";

const folder = mkdtempSync(join(tmpdir(), "redflag-expiring-"));
const opened: SqliteStores[] = [];
const open = (path: string): SqliteStores => {
  const stores = openSqlite(path);
  opened.push(stores);
  return stores;
};
afterAll(() => {
  for (const stores of opened) stores.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Claims 200 keys and prints those it won; started twice on one file. */
const CLAIMER = `
  const [path, stores] = process.argv.slice(1);
  const { openSqlite } = await import(stores + "/sqlite.ts");
  const { keyvSqlite } = await import(stores + "/keyv-sqlite.ts");
  const { expiringStore } = await import(stores + "/expiring.ts");
  const opened = openSqlite(path);
  const store = expiringStore(keyvSqlite(opened.database));
  process.stdout.write("ready\\n");
  await new Promise((resolve) => process.stdin.once("data", resolve));
  const won = [];
  for (let i = 0; i < 200; i++) if (await store.claim("event:" + i, 60000)) won.push(i);
  opened.close();
  process.stdout.write(JSON.stringify(won) + "\\n", () => process.exit(0));
`;

describe("claims of two processes on one file", () => {
  it("are won by exactly one of them", async () => {
    const path = join(folder, "shared.sqlite");
    open(path);
    const stores = join(import.meta.dirname, "../../../src/adapters/stores");
    const children = [0, 1].map(() => {
      const child = spawn(process.execPath, ["--input-type=module", "-e", CLAIMER, path, stores], {
        stdio: ["pipe", "pipe", "inherit"],
      });
      const lines: string[] = [];
      const ready = new Promise<void>((resolve) => {
        child.stdout.on("data", (chunk: Buffer) => {
          lines.push(chunk.toString());
          if (lines.join("").startsWith("ready")) resolve();
        });
      });
      const done = new Promise<string>((resolve) => {
        child.on("close", () => resolve(lines.join("").replace("ready\n", "")));
      });
      return { child, ready, done };
    });
    await Promise.all(children.map((c) => c.ready));
    for (const { child } of children) child.stdin.write("go\n");
    const won = (await Promise.all(children.map((c) => c.done))).map((text) => JSON.parse(text) as number[]);
    expect(won.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, i) => i));
  });
});
