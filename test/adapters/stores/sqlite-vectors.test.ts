import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openSqlite } from "../../../src/adapters/stores/sqlite.ts";

it("vectors outlive the process, by model and text", async () => {
  const folder = mkdtempSync(join(tmpdir(), "redflag-vectors-"));
  const first = openSqlite(join(folder, "a.db"));
  const vector = Float32Array.from([0.25, -1.5, 3.25]);
  await first.vectors.put("one", new Map([["text", vector]]));
  first.close();
  const again = openSqlite(join(folder, "a.db"));
  expect(await again.vectors.get("one", ["text", "other"])).toEqual(new Map([["text", vector]]));
  expect((await again.vectors.get("another model", ["text"])).size).toBe(0);
  await again.vectors.put("one", new Map([["text", Float32Array.from([1])]]));
  expect((await again.vectors.get("one", ["text"])).get("text")).toEqual(Float32Array.from([1]));
  again.close();
  rmSync(folder, { recursive: true });
});
