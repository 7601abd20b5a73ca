import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { NamedBytes } from "../../src/lists/pick-files.ts";

const flag = process.argv.indexOf("--data");
const DATA = flag > 0 ? (process.argv[flag + 1] ?? "") : join(import.meta.dirname, "../../../shared/data");

/** Whether the folder of public data is there. */
export const hasData = (): boolean => existsSync(join(DATA, "ofac"));

export const read = (path: string): NamedBytes => ({
  name: basename(path),
  bytes: new Uint8Array(readFileSync(join(DATA, path))),
});

const set = (folder: string, names: readonly string[]): readonly NamedBytes[] =>
  names.map((name) => read(`${folder}/${name}`));

export const SDN_2021 = (): readonly NamedBytes[] =>
  set("ofac/2021-07", ["sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv"]);
export const CONS_2025 = (): readonly NamedBytes[] =>
  set("ofac/2025-12", ["cons_prim.csv", "cons_alt.csv", "cons_add.csv", "cons_comments.csv"]);
/** The largest set at hand: primary rows of June 2024 with the side files of December 2025. */
export const SDN_MIXED = (): readonly NamedBytes[] => [
  read("ofac/2024-06/sdn.csv"),
  ...set("ofac/2025-12", ["alt.csv", "add.csv", "sdn_comments.csv"]),
];
export const history = (day: string): readonly NamedBytes[] => [read(`ofac/history/sdn-${day}.csv`)];
/** Rows of a flat file, counted by its line ends alone. */
export const rowsOf = (file: NamedBytes): ReadonlyMap<string, string> =>
  new Map(
    Buffer.from(file.bytes)
      .toString("latin1")
      .split("\r\n")
      .filter((line) => /^\d/.test(line))
      .map((line) => [line.split(",")[0] ?? "", line]),
  );
export const textOf = (file: NamedBytes): string => Buffer.from(file.bytes).toString("utf8");
