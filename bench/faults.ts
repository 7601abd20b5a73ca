import { parseArgs } from "node:util";
import { clock } from "./faults/clock.ts";
import { page, snapshot } from "./faults/damage.ts";
import { fullDisk, readOnly } from "./faults/disk.ts";
import { badRows, largeMessage, slowLoris, sockets } from "./faults/floods.ts";
import { kill } from "./faults/kill.ts";
import { model, slack, teams } from "./faults/outages.ts";
import type { Row } from "./faults/row.ts";
import { locked, postgres, redis } from "./faults/stores.ts";
import { tampering } from "./faults/tampering.ts";

/**
 * The table of faults: each is done to the real program, in a process of its own, and what came of it is printed.
 *
 *     node bench/faults.ts [--kills 100] [<row> …]
 */
const ROWS: readonly Row[] = [
  kill,
  fullDisk,
  readOnly,
  clock,
  locked,
  redis,
  postgres,
  model,
  slack,
  teams,
  snapshot,
  page,
  largeMessage,
  badRows,
  slowLoris,
  sockets,
  tampering,
];

const { values, positionals } = parseArgs({
  options: { kills: { type: "string", default: "100" } },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !ROWS.some((row) => row.name === name));
if (unknown.length > 0) {
  process.stderr.write(`There is no row ${unknown.join(", ")}. Rows: ${ROWS.map(({ name }) => name).join(", ")}.\n`);
  process.exit(2);
}
const chosen = ROWS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
let [passed, failed, skipped] = [0, 0, 0];
for (const row of chosen) {
  console.log(`\n${row.name}: ${row.fault}`);
  const lacking = row.lacking?.() ?? null;
  if (lacking !== null) {
    skipped++;
    console.log(`  skipped: ${lacking}`);
    continue;
  }
  try {
    const claims = await row.run({ times: Number(values.kills), say: (line) => console.error(`  … ${line}`) });
    for (const { what, held } of claims) console.log(`  ${held ? "ok  " : "FAIL"} ${what}`);
    if (claims.length > 0 && claims.every(({ held }) => held)) passed++;
    else failed++;
  } catch (thrown) {
    failed++;
    console.log(`  FAIL it broke off: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
}
if (skipped > 0) console.log(`\n${skipped} skipped`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
