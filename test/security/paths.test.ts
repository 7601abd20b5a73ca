import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readFolder } from "../../src/adapters/folder.ts";
import { snapshotFiles } from "../../src/adapters/stores/snapshot-files.ts";
import type { Instant } from "../../src/core/dates.ts";
import { messageOf } from "../../src/core/errors.ts";
import { parseDocuments } from "../../src/corpus/parse.ts";
import { pickFiles } from "../../src/lists/pick-files.ts";
import { sourceOf } from "../../src/lists/sources.ts";
import { silentLog } from "../support/silent-log.ts";

const NOW = "2026-11-22T12:00:00.000Z" as Instant;
const CLIMBING = [
  "../../etc/passwd",
  "..\\..\\windows\\system32",
  "/etc/passwd",
  "a/../../b",
  "%2e%2e%2fetc",
  "....//etc",
  "x\u0000.csv",
  "C:\\secret.txt",
  "~/.ssh/id_rsa",
];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "redflag-paths-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a name that climbs out of its folder", () => {
  it.each(CLIMBING)("as the key of an index writes inside its folder alone: %s", async (key) => {
    const inside = join(folder, "snapshots");
    const store = snapshotFiles(inside, silentLog);
    await store.write(key, new Uint8Array([1, 2, 3]));
    expect(Buffer.from((await store.read(key)) ?? [])).toEqual(Buffer.from([1, 2, 3]));
    expect(readdirSync(inside).every((name) => /^[0-9a-f]{64}\.index$/.test(name))).toBe(true);
    expect(readdirSync(folder)).toEqual(["snapshots"]);
  });
  it.each(CLIMBING)("as a document's gives an id without a way up: %s", async (name) => {
    const [document] = await parseDocuments(
      new TextEncoder().encode("The office listed one party in July."),
      name,
      null,
      NOW,
    );
    expect(document?.documentId).not.toMatch(/[/\\]|\0|^\.\.?$/);
  });
  it.each(["../sdn.csv", "x/../../sdn.csv"])("as a list's file is taken for its bare name or for none: %s", (name) => {
    let said: string;
    try {
      said = JSON.stringify(pickFiles(sourceOf("ofac-sdn"), [name], true));
    } catch (thrown) {
      said = messageOf(thrown);
    }
    expect(said).not.toMatch(/root:/);
  });
});

describe("a watched folder", () => {
  it("gives its own files, and none that a link leads to", () => {
    const watched = join(folder, "watched");
    mkdirSync(join(watched, "sub"), { recursive: true });
    writeFileSync(join(watched, "notice.txt"), "The office listed one party.");
    writeFileSync(join(folder, "secret.txt"), "secret");
    symlinkSync(join(folder, "secret.txt"), join(watched, "link.txt"));
    symlinkSync("/etc/passwd", join(watched, "passwd.txt"));
    symlinkSync("/etc", join(watched, "etc"));
    expect(readFolder(watched).map(({ name }) => name)).toEqual(["notice.txt"]);
  });
});
