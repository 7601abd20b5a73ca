/** Benchmarks that the command line names and this version does not bring yet. */
const COMING: Readonly<Record<string, string>> = {
  faults: "the table of injected faults (kill -9, full disk, clock jumps) comes with the operations work",
  "bench:scale": "replicas, bulk and Postgres figures come with the work on many replicas",
};

const [name = ""] = process.argv.slice(2);
console.error(`npm run ${name}: not in this version; ${COMING[name] ?? "there is no such benchmark"}.`);
process.exit(1);
