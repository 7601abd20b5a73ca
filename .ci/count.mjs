// Adds up the real results: every test of the reports, and every step that is not itself a report of tests.
import { existsSync, readFileSync } from "node:fs";

const [folder] = process.argv.slice(2);
let [passed, failed, skipped] = [0, 0, 0];
for (const name of ["test.json", "wide.json"]) {
  const path = `${folder}/${name}`;
  if (!existsSync(path)) {
    console.log(`${name} was not written: the tests did not run`);
    failed += 1;
    continue;
  }
  const report = JSON.parse(readFileSync(path, "utf8"));
  passed += report.numPassedTests;
  failed += report.numFailedTests;
  skipped += report.numPendingTests;
}
const steps = readFileSync(`${folder}/steps`, "utf8").trim().split("\n");
passed += steps.filter((s) => s === "passed").length;
failed += steps.filter((s) => s === "failed").length;
if (skipped > 0) console.log(`skipped: ${skipped}`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
