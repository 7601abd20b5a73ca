import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { claim, type Row } from "./row.ts";

export const tampering: Row = {
  name: "tampering",
  fault: "1,000 edits, deletions and swaps in the record (bench/tampering.ts)",
  run: async () => {
    const { stdout, status } = spawnSync(process.execPath, [join(import.meta.dirname, "../tampering.ts")], {
      encoding: "utf8",
    });
    const found = /tampering: (\d+) of (\d+) found/.exec(stdout);
    return [
      claim(
        `${found?.[1] ?? "?"} of ${found?.[2] ?? "?"} found, at the right entry: ${status === 0}`,
        status === 0 && found?.[1] === found?.[2],
      ),
    ];
  },
};
