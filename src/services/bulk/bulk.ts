import type { IsoDate } from "../../core/dates.ts";
import { RedflagError } from "../../core/errors.ts";
import type { Screener, Screening, SearchedList } from "../../core/screening.ts";
import type { NewId, Now, Stopwatch } from "../../ports/clock.ts";
import type { Crew, StartCrew } from "../../ports/crew.ts";
import type { ListDifferences } from "../../ports/list-changes.ts";
import type { ListStore } from "../../ports/stores.ts";
import type { ListInForce } from "../../screening/screener.ts";
import type { InForce, ListsInForce } from "../screening.ts";
import type { Block, Position } from "./blocks.ts";
import { type DeltaSetup, makeDeltaScreen, quietPart, touchedSince } from "./delta.ts";
import { inOrder } from "./in-order.ts";
import { type BulkTask, type Lines, linesOf, type ReadAt } from "./lines.ts";
import { type BlockOptions, type Counts, joined, NO_COUNTS, type ScreenedBytes, screenBlock } from "./screen-block.ts";

/** What a thread of a bulk job is prepared with. */
export interface BulkSetup {
  /** The compiled index, in shared memory. */
  readonly index: Uint8Array;
  readonly key: string;
  readonly lists: readonly ListInForce[];
  readonly options: BlockOptions;
  /** The blocks are lines of earlier results; `null`: rows. */
  readonly delta: DeltaSetup | null;
}

/** What a process needs to screen a block just as any other one would. */
export interface BlockOrder {
  /** Names the matcher and the list versions. */
  readonly key: string;
  readonly lists: readonly Pick<SearchedList, "list" | "sha256" | "stale">[];
  readonly options: BlockOptions;
}

export interface BulkDeps {
  readonly inForce: InForce;
  /** Exactly the versions of an order, whatever is in force now. */
  readonly recorded: (lists: BlockOrder["lists"], asOf: IsoDate | null) => Promise<ListsInForce>;
  readonly lists: ListStore;
  readonly differences: ListDifferences;
  readonly startCrew: StartCrew;
  /** The screening without hits that reviewers decided to be false positives. */
  readonly settle: (screening: Screening) => Promise<Screening>;
  /** Possible-match threshold of the configuration; `null` takes the matcher's own. */
  readonly threshold: number | null;
  readonly now: Now;
  readonly newId: NewId;
  readonly stopwatch: Stopwatch;
}

export interface BulkOptions extends BlockOptions {
  /** Threads; 0 screens in this one, which for a few rows is faster than starting another. */
  readonly threads: number;
  /** The lists that earlier results rest on, when the blocks are lines of those; `null`: the blocks are rows. */
  readonly since: readonly SearchedList[] | null;
  /** Screens the blocks somewhere else than on threads of this process; `here` does one in this one. `null`: on its threads. */
  readonly elsewhere:
    | ((order: BlockOrder, here: (task: BulkTask) => Promise<ScreenedBytes>) => Crew<BulkTask, ScreenedBytes>)
    | null;
  /** Called once for every thread that died and was replaced. */
  readonly onReplaced: (why: string) => void;
}

export interface ScreenedBlock {
  readonly rows: number;
  /** Where the file goes on after them. */
  readonly next: Position;
  /** One line of JSON a record, in the order of the records. */
  readonly bytes: Uint8Array;
  readonly counts: Counts;
  /** Rows with a hit, by their position in the block. */
  readonly alerts: readonly { readonly row: number; readonly screening: Screening }[];
  readonly failed: number;
  readonly firstFailure: string | null;
}

/** One job over one consistent set of list versions, whatever is refreshed meanwhile. */
export interface BulkRun {
  /** Names the matcher and the list versions: the same key, the same findings. */
  readonly key: string;
  readonly searched: readonly SearchedList[];
  /** Entries that differ from those of the earlier results; `null` where the blocks are to be rows. */
  readonly touched: number | null;
  /** In the order of the blocks, as they are done; takes no more blocks than its threads can work on. */
  screen(blocks: AsyncIterable<Block>): AsyncGenerator<ScreenedBlock>;
  /** The same over a file of earlier results. What is given is overwritten when the next one was asked for. */
  rescreen(read: ReadAt, from: Position): AsyncGenerator<ScreenedBlock>;
  close(): Promise<void>;
}

/** Blocks begun for each thread, so that none waits for the next one. */
const AHEAD = 2;

export const beginBulk = async (deps: BulkDeps, given: BulkOptions): Promise<BulkRun> => {
  const { screener, snapshot } = await deps.inForce(given.screen.asOf);
  const threshold = given.screen.threshold ?? deps.threshold;
  const options: BlockOptions = {
    columns: given.columns,
    forFile: given.forFile,
    screen: { ...given.screen, ...(threshold === null ? {} : { threshold }) },
  };
  const delta = given.since && (await deltaSince(deps, given.since, snapshot.lists, options));
  const setup = (): BulkSetup => ({
    index: inSharedMemory(snapshot.bytes),
    key: snapshot.key,
    lists: snapshot.lists,
    options,
    delta,
  });
  const here = screensTasks(delta, options, screener);
  const alone = (task: BulkTask): Promise<ScreenedBytes> => aloneInTurn(() => here(task));
  const searched = screener.searched();
  const crew: Crew<BulkTask, ScreenedBytes> = given.elsewhere
    ? given.elsewhere({ key: snapshot.key, lists: searched, options }, alone)
    : given.threads === 0
      ? { size: 1, run: alone, close: async () => {} }
      : deps.startCrew(setup(), given.threads, given.onReplaced);
  // A decision is about the lists as they are now; of a past day everything is shown.
  const settle = given.screen.asOf ? async (found: Screening) => found : deps.settle;
  const stale = snapshot.lists.map((list) => list.stale);
  const ahead = given.threads === 0 && !given.elsewhere ? 1 : crew.size * AHEAD;
  return {
    key: `${snapshot.key} ${stale} ${threshold ?? ""}`,
    searched,
    touched: delta?.touched.length ?? null,
    screen: async function* (blocks) {
      for await (const { task, done } of inOrder(blocks, crew.run, ahead)) yield await settled(task.next, done, settle);
    },
    rescreen: async function* (read, from) {
      let { line } = from;
      for await (const { task, done } of inOrder(linesOf(read, from, ahead), crew.run, ahead)) {
        line += done.rows;
        yield await settled({ offset: task.next, line }, done, settle);
      }
    },
    close: () => crew.close(),
  };
};

/** Threads of this process for the blocks of a job that another one began. Rejects with `RedflagError` "unavailable" or "not-found". */
export const blockCrew = async (
  deps: BulkDeps,
  { key, lists, options }: BlockOrder,
  threads: number,
): Promise<Crew<BulkTask, ScreenedBytes>> => {
  const { asOf } = options.screen;
  let { snapshot } = await deps.inForce(asOf);
  if (snapshot.key !== key) ({ snapshot } = await deps.recorded(lists, asOf ?? null));
  if (snapshot.key !== key)
    throw new RedflagError(
      "unavailable",
      "The job was begun by a process with other matching rules than this one. The block was left to others. Run the same version of the program everywhere.",
    );
  const setup: BulkSetup = { index: inSharedMemory(snapshot.bytes), key, lists: snapshot.lists, options, delta: null };
  return deps.startCrew(setup, threads, () => {});
};

/** What every thread of a job does. */
export const screensTasks = (
  delta: DeltaSetup | null,
  options: BlockOptions,
  screener: Screener,
): ((task: BulkTask) => Promise<ScreenedBytes>) => {
  if (delta === null) return (task) => screenBlock(task as Block, options, screener);
  const screen = makeDeltaScreen(delta, options, screener);
  return (task) => screen(task as Lines);
};

const deltaSince = async (
  deps: BulkDeps,
  since: readonly SearchedList[],
  lists: readonly ListInForce[],
  options: BlockOptions,
): Promise<DeltaSetup | null> => {
  const now = lists.map(({ version }) => version);
  const touched = await touchedSince(since, now, deps.lists, deps.differences);
  if (touched === null) return null;
  const earlier = since.map(({ stale, ...version }) => ({ version, stale }));
  return { touched, before: quietPart(earlier, deps, options), after: quietPart(lists, deps, options) };
};

const aloneInTurn = async <T>(work: () => Promise<T>): Promise<T> => {
  await new Promise<void>((resolve) => setTimeout(resolve, 0));
  return work();
};

const inSharedMemory = (bytes: Uint8Array): Uint8Array => {
  if (bytes.buffer instanceof SharedArrayBuffer) return bytes;
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.byteLength));
  shared.set(bytes);
  return shared;
};

const ENCODER = new TextEncoder();

/** Decisions of reviewers live in the store, so they are looked up here and not in the threads: only rows that hit need it. */
const settled = async (next: Position, done: ScreenedBytes, settle: BulkDeps["settle"]): Promise<ScreenedBlock> => {
  const counts = { ...NO_COUNTS, ...done.quiet };
  const parts: Uint8Array[] = [];
  const alerts: { row: number; screening: Screening }[] = [];
  let from = 0;
  for (const alert of done.alerts) {
    const { id, address, ...found } = alert.line;
    const screening = await settle(found);
    counts[screening.verdict]++;
    if (screening.hits.length > 0) alerts.push({ row: alert.row, screening });
    if (screening === found) continue;
    const line = { id, ...(address === undefined ? {} : { address }), ...screening };
    parts.push(done.bytes.subarray(from, alert.from), ENCODER.encode(`${JSON.stringify(line)}\n`));
    from = alert.to;
  }
  parts.push(done.bytes.subarray(from));
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const bytes = parts.length === 1 ? done.bytes : joined(parts, length);
  const { rows, failed, firstFailure } = done;
  return { rows, next, bytes, counts, alerts, failed, firstFailure };
};
