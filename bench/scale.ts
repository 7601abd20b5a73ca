/** Figures of many replicas over Postgres and Redis: npm run bench:scale -- --set <name> [options of the set]. */
const SETS: Readonly<Record<string, { readonly what: string; readonly run: () => Promise<unknown> }>> = {
  corpus: {
    what: "a corpus that is searched in Postgres beside one held in memory",
    run: () => import("./scale/corpus.ts"),
  },
  replicas: {
    what: "three replicas under load while they, Redis and Postgres are killed",
    run: () => import("./scale/replicas.ts"),
  },
  snapshot: {
    what: "a new replica from the shared snapshot of all lists",
    run: () => import("./scale/snapshot.ts"),
  },
};

const flag = process.argv.indexOf("--set");
const name = flag > 0 ? (process.argv[flag + 1] ?? "") : "";
const set = SETS[name];
if (set) await set.run();
else {
  console.error(
    `Name a set with --set:\n${Object.entries(SETS)
      .map(([key, { what }]) => `  ${key.padEnd(10)} ${what}`)
      .join("\n")}`,
  );
  process.exitCode = 1;
}
