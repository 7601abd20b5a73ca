import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { breaches, importsOf, sourceFiles } from "./imports.ts";

const SRC = join(import.meta.dirname, "../../src");

describe("who may import whom", () => {
  const files = sourceFiles(SRC);
  it("is read from files that are really seen", () => {
    expect(files.length).toBeGreaterThan(20);
    expect(files.flatMap(importsOf).length).toBeGreaterThan(50);
  });
  it("holds in every file of src", () => {
    expect(breaches(files)).toEqual([]);
  });
  it.each([
    ["core that imports a port", "core/x.ts", 'import type { Now } from "../ports/clock.ts";'],
    ["one domain folder that imports another", "lists/x.ts", 'import { y } from "../screening/y.ts";'],
    ["an adapter that imports another adapter", "adapters/slack/x.ts", 'import { y } from "../teams/y.ts";'],
    ["a domain folder that imports an adapter", "ask/x.ts", 'import { y } from "../adapters/models/y.ts";'],
    ["a domain folder that reads the clock", "ask/x.ts", "export const x = Date.now();"],
    ["a domain folder that uses Node", "bot/x.ts", 'import { readFileSync } from "node:fs";'],
    ["a package that its room does not list", "core/x.ts", 'import { z } from "zod";'],
    ["anybody who imports the program", "bot/x.ts", 'import { run } from "../cli.ts";'],
    ["a dynamic import of a forbidden room", "core/x.ts", 'const x = await import("../bot/router.ts");'],
    ["a re-export from a forbidden room", "text/x.ts", 'export { y } from "../core/dates.ts";'],
  ])("refuses %s", (_claim, path, text) => {
    expect(breaches([{ path, text }])).toHaveLength(1);
  });
  it.each([
    ["a port that names the vocabulary", "ports/x.ts", 'import type { Reply } from "../core/reply.ts";'],
    ["a folder that imports itself", "lists/x.ts", 'import { y } from "./y.ts";'],
    ["a date made from text", "core/x.ts", 'export const x = new Date("2025-07-08");'],
  ])("allows %s", (_claim, path, text) => {
    expect(breaches([{ path, text }])).toEqual([]);
  });
});
