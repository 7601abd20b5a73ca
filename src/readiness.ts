import { embeddedTrouble } from "./adapters/stores/storage-trouble.ts";
import { messageOf } from "./core/errors.ts";
import type { Readiness } from "./http.ts";
import { LIST_SOURCES } from "./lists/sources.ts";
import type { StatusRow } from "./lists/status.ts";
import type { Runtime } from "./runtime.ts";

/** What does not answer by then is not reachable, milliseconds. */
const PATIENCE_MS = 2_000;
/** Within this time the same finding is given again: whoever asks a hundred times a second asks the store once. */
const KEPT_MS = 1_000;

/** Kinds of work that replicas share. */
export const QUEUED_KINDS = ["slack"] as const;

type Needed = Pick<Runtime, "queue" | "services" | "store">;

/** Whether questions are answered as they should be: the store, the queue, the index and every list. Never rejects. */
export const makeReadiness = (runtime: Needed, stopwatch: () => number): (() => Promise<Readiness>) => {
  let last: { readonly askedMs: number; readonly found: Promise<Readiness> } | null = null;
  return () => {
    if (last === null || stopwatch() - last.askedMs > KEPT_MS)
      last = { askedMs: stopwatch(), found: readinessOf(runtime) };
    return last.found;
  };
};

type Finding = Required<Omit<Readiness, "ready">>;
const FINE: Finding = { why: [], notes: [] };

const readinessOf = async ({ services, store, queue }: Needed): Promise<Readiness> => {
  const findings = await Promise.all([
    checked("The store", async () => {
      await store.audit.heads();
      await store.expiring.get("readiness");
      return FINE;
    }),
    checked("The work queue", async () => {
      for (const kind of QUEUED_KINDS) await queue?.depth(kind);
      return FINE;
    }),
    checked("The lists", () => listsFinding(services)),
    checked("The index of the lists", () => indexFinding(services)),
  ]);
  const why = findings.flatMap((finding) => finding.why);
  return { ready: why.length === 0, why, notes: findings.flatMap(({ notes }) => notes) };
};

const checked = async (what: string, check: () => Promise<Finding>): Promise<Finding> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Finding>((resolve) => {
    const why = `${what} did not answer within ${PATIENCE_MS / 1_000} s.`;
    timer = setTimeout(() => resolve({ ...FINE, why: [why] }), PATIENCE_MS);
  });
  const failed = (thrown: unknown): Finding => ({
    ...FINE,
    why: [embeddedTrouble(thrown)?.message ?? `${what}: ${sentence(messageOf(thrown))}`],
  });
  const found = await Promise.race([check().catch(failed), late]);
  clearTimeout(timer);
  return found;
};

const sentence = (text: string): string => (text.endsWith(".") ? text : `${text}.`);

const WANTED = new Set<string>(LIST_SOURCES.filter((source) => source.refreshed).map((source) => source.id));

/** Lists that are refreshed unasked must be there; of the others those that were loaded. */
export const isTroubled = ({ source, entries, trouble }: StatusRow): boolean =>
  trouble !== null && (entries !== null || WANTED.has(source));

const listsFinding = async ({ lists }: Needed["services"]): Promise<Finding> => {
  const troubled = (await lists.status()).filter(isTroubled);
  return { ...FINE, why: troubled.map((row) => `${row.title}: ${row.trouble}.`) };
};

const indexFinding = async ({ indexState }: Needed["services"]): Promise<Finding> => {
  const state = await indexState();
  switch (state.kind) {
    case "ready":
      return FINE;
    case "building":
      return { ...FINE, notes: ["The index of a new list version is being made; the one before it answers."] };
    case "failed":
      return { ...FINE, why: [`The index of the lists in force cannot be made: ${sentence(state.why)}`] };
  }
};
