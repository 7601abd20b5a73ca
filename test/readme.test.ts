import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { settingsTable } from "../src/settings.ts";

const README = readFileSync(join(import.meta.dirname, "../README.md"), "utf8");

describe("the README", () => {
  it("has the settings table as the program reads it (print it with: node -e 'import(\"./src/settings.ts\").then(c => console.log(c.settingsTable()))')", () => {
    const table = /<!-- settings -->\n([\s\S]*?)\n<!-- \/settings -->/.exec(README)?.[1];
    expect(table).toBe(settingsTable());
  });
});
