import { availableParallelism } from "node:os";
import { screeningRecord } from "../bot/records.ts";
import { dayOf, type Instant } from "../core/dates.ts";
import { BadInput } from "../core/errors.ts";
import type { ScreenOptions, SearchedList } from "../core/screening.ts";
import type { Runtime } from "../runtime.ts";
import { type Position, START } from "../services/bulk/blocks.ts";
import type { BulkRun, ScreenedBlock } from "../services/bulk/bulk.ts";
import type { ReadAt } from "../services/bulk/lines.ts";
import { type QueuedDeps, queueCrew, takeBlocks } from "../services/bulk/queued.ts";
import { type Counts, NO_COUNTS } from "../services/bulk/screen-block.ts";
import { hashOfFile } from "../threads.ts";
import { type JobInput, openInput, openLines } from "./job-input.ts";
import {
  dropJob,
  fileOutput,
  type JobIdentity,
  type JobOutput,
  type JobRecord,
  type Reached,
  readRecord,
  recordPath,
  stdoutOutput,
} from "./job-output.ts";
import { progressBar } from "./progress-bar.ts";

export interface ScreenJob {
  /** A path, or "-" for stdin or stdout. */
  readonly input: string;
  readonly output: string;
  readonly options: ScreenOptions;
  /** Threads; `null` chooses by the size of the input. */
  readonly workers: number | null;
  /** Results of an earlier run over the same input: only what a list change can touch is screened again. `null`: all is. */
  readonly delta: string | null;
  /** Other processes screen the blocks too (`redflag work --kind bulk`). */
  readonly queue: boolean;
  /** Begins anew, whatever an earlier run has left. */
  readonly restart: boolean;
}

/** Smaller files are screened before a thread has started. */
const SMALL_BYTES = 40_000;
/** Work that a crash may cost, milliseconds; the disk takes 5 ms for each checkpoint. */
const CHECKPOINT_MS = 500;
/** Rows of a block that goes through the database: a third of a second's work, so that its way is short beside it. */
const ROWS_QUEUED = 1_000;
const BEGINNING: Reached = { next: null, rows: 0, outputBytes: 0, counts: NO_COUNTS, failed: 0 };

/** Screens every row of a file, goes on where a killed run of the same job stopped, and records the job and every alert. */
export const runScreenJob = async (job: ScreenJob, runtime: Runtime, say: (line: string) => void): Promise<void> => {
  const customers = await openInput(job.input, job.queue ? ROWS_QUEUED : undefined);
  const queued = job.queue ? queuedFrom(runtime) : null;
  let waiting = "";
  const earlier = job.delta === null ? null : await earlierResults(job, job.delta, customers, runtime.services.matcher);
  const begin = (since: Earlier | null): Promise<BulkRun> => {
    const { bytes } = since ?? customers;
    return runtime.services.bulk({
      columns: customers.columns,
      screen: job.options,
      forFile: true,
      since: since?.record.lists ?? null,
      threads: job.workers ?? (bytes !== null && bytes < SMALL_BYTES ? 0 : availableParallelism()),
      elsewhere: queued && ((order, here) => queueCrew(queued, () => waiting, order, here)),
      onReplaced: (why) => say(`A thread ended (${why}); another one screens its rows again.`),
    });
  };
  let run = await begin(earlier);
  if (earlier && run.touched === null) {
    say("The lists differ too much from those of the earlier results; every row is screened.");
    await run.close();
    run = await begin(null);
  }
  const since = run.touched === null ? null : earlier;
  const rows: Rows = since
    ? { bytes: since.bytes, from: (next) => run.rescreen(since.read, next ?? START) }
    : { bytes: customers.bytes, from: (next) => run.screen(customers.blocks(next)) };
  let output: JobOutput | null = null;
  try {
    await since?.checked;
    const began = await beginning(job, customers, since, run, runtime, say);
    output = job.output === "-" ? stdoutOutput() : await fileOutput(job.output, began.reached.outputBytes);
    output.checkpoint(began);
    waiting = began.blocks ?? "";
    const threads = job.workers ?? availableParallelism();
    if (queued && threads > 0) await takeBlocks(queued, threads, runtime.services.blockCrew);
    const reached = await screenOn(began, rows, output, runtime);
    const inputSha256 = began.inputSha256 === "" ? await customers.sha256() : began.inputSha256;
    const record = { ...began, inputSha256, reached };
    const outputSha256 = output.finish(record);
    await recordJob(runtime, job, record, run, outputSha256);
    if (began.blocks !== null) await runtime.bulkBlocks?.drop(began.blocks, null);
    if (reached.failed > 0)
      say(`${reached.failed} of ${reached.rows} rows could not be screened; their lines say why.`);
  } finally {
    output?.close();
    await run.close();
  }
};

const queuedFrom = ({ queue, bulkBlocks }: Runtime): QueuedDeps => {
  if (queue && bulkBlocks) return { queue, blocks: bulkBlocks };
  throw new BadInput(
    "--queue needs a Postgres that the processes share. Nothing was screened. Set DATABASE_URL, or run without --queue.",
  );
};

/** What is screened, from where an earlier run came to. */
interface Rows {
  /** `null` for stdin. */
  readonly bytes: number | null;
  from(next: Position | null): AsyncIterable<ScreenedBlock>;
}

interface Earlier {
  readonly record: JobRecord;
  readonly bytes: number;
  readonly read: ReadAt;
  /** Rejects with `BadInput` when the results are not those of the record. */
  readonly checked: Promise<void>;
}

/** Earlier results of the same input, rules and options. Throws `BadInput` when they are not. */
const earlierResults = async (job: ScreenJob, path: string, customers: JobInput, matcher: string): Promise<Earlier> => {
  const refuse = (why: string): never => {
    throw new BadInput(`${path} cannot be gone on from: ${why}. Nothing was screened. Run again without --delta.`);
  };
  const record = readRecord(path);
  if (!record || record.outputSha256 === null)
    return refuse(`there is no record of a finished job beside it (${recordPath(path)})`);
  if (path === job.output) return refuse("the results would be written over it");
  // While the lists are compared
  const checked = hashOfFile(path).then((sha256) => {
    if (sha256 !== record.outputSha256) refuse("it was changed since it was written");
  });
  // Told when it is waited for
  checked.catch(() => {});
  if (record.inputSha256 !== (await customers.sha256()))
    return refuse(`${job.input} is not the file that it was made of`);
  if (record.options !== JSON.stringify(job.options)) return refuse("it was made with other options");
  if (!record.key.startsWith(`${matcher},`)) return refuse("it was made by other matching rules");
  return { record, ...openLines(path), checked };
};

/** A new job, or the one that an earlier run has left unfinished. */
const beginning = async (
  job: ScreenJob,
  input: JobInput,
  since: Earlier | null,
  run: BulkRun,
  { services, bulkBlocks }: Runtime,
  say: (line: string) => void,
): Promise<JobRecord> => {
  const lasting = job.input !== "-" && job.output !== "-";
  const identity: JobIdentity = {
    inputSha256: lasting ? await input.sha256() : "",
    key: run.key,
    options: JSON.stringify(job.options),
    deltaOf: since?.record.outputSha256 ?? null,
  };
  const fresh: JobRecord = {
    ...identity,
    jobId: services.newId(),
    startedAt: services.now(),
    lists: run.searched,
    reached: BEGINNING,
    blocks: job.queue ? services.newId() : null,
    outputSha256: null,
  };
  if (!lasting) return fresh;
  const left = readRecord(job.output);
  if (!left || left.outputSha256 !== null) return fresh;
  const other = job.restart ? "--restart was given" : whyOther(left, fresh);
  if (left.blocks !== null && !(job.queue && other === null)) await bulkBlocks?.drop(left.blocks, null);
  if (other === null) {
    const rows = left.reached.rows;
    if (rows > 0) say(`Going on after row ${rows.toLocaleString("en-GB")} of an earlier run of the same job.`);
    return { ...left, blocks: job.queue ? (left.blocks ?? fresh.blocks) : null };
  }
  say(
    `An earlier run had done ${left.reached.rows.toLocaleString("en-GB")} rows; ${other}, so all rows are screened anew.`,
  );
  dropJob(job.output);
  return fresh;
};

const whyOther = (left: JobRecord, fresh: JobRecord): string | null => {
  if (left.inputSha256 !== fresh.inputSha256) return "the input has changed since";
  if (left.options !== fresh.options || left.deltaOf !== fresh.deltaOf) return "it had other options";
  if (left.key === fresh.key) return null;
  const before = left.lists.map(listInWords);
  const changed = fresh.lists.map(listInWords).filter((list) => !before.includes(list));
  return changed.length > 0
    ? `the lists have changed since (now ${changed.join(", ")})`
    : "the matching rules have changed since";
};

const listInWords = ({ list, publishedOn, retrievedAt, sha256 }: SearchedList): string =>
  `${list} of ${publishedOn ?? dayOf(retrievedAt)} ${sha256.slice(0, 12)}`;

const screenOn = async (record: JobRecord, rows: Rows, output: JobOutput, runtime: Runtime): Promise<Reached> => {
  let { reached } = record;
  const recorded = await alertsRecorded(record, runtime);
  const bar = progressBar(process.stderr, () => performance.now(), reached.rows);
  let keptAt = performance.now();
  for await (const done of rows.from(reached.next)) {
    // Nothing leaves before it is written down.
    for (const { row, screening } of done.alerts) {
      const number = reached.rows + row + 1;
      if (recorded.has(number)) continue;
      const said = screeningRecord(screening, { matcher: runtime.services.matcher, asOf: asOfIn(record) });
      const detail = { ...(said.detail as object), job: record.jobId, row: number };
      await runtime.services.note(said.kind, "terminal", detail, said.personal);
    }
    await output.write(done.bytes);
    reached = further(reached, done);
    letGo(done.bytes);
    bar.update(reached.rows, rows.bytes === null ? null : done.next.offset / rows.bytes);
    const now = performance.now();
    if (now - keptAt < CHECKPOINT_MS) continue;
    output.checkpoint({ ...record, reached });
    if (record.blocks !== null && reached.next) await runtime.bulkBlocks?.drop(record.blocks, reached.next.offset);
    keptAt = now;
  }
  bar.end();
  return reached;
};

/** Frees the memory now: a collection of garbage that is ahead of it waits for a hundred megabytes. */
const letGo = ({ buffer }: Uint8Array): void => {
  if (buffer instanceof ArrayBuffer && !buffer.detached) buffer.transfer(0);
};

const asOfIn = ({ options }: JobRecord) => (JSON.parse(options) as ScreenOptions).asOf ?? null;

const further = (reached: Reached, { rows, next, bytes, counts, failed }: ScreenedBlock): Reached => ({
  next,
  rows: reached.rows + rows,
  outputBytes: reached.outputBytes + bytes.length,
  counts: sum(reached.counts, counts),
  failed: reached.failed + failed,
});

const sum = (a: Counts, b: Counts): Counts => ({
  match: a.match + b.match,
  "possible-match": a["possible-match"] + b["possible-match"],
  "no-match": a["no-match"] + b["no-match"],
  "cannot-tell": a["cannot-tell"] + b["cannot-tell"],
});

/** Rows whose alert an earlier run recorded after its last checkpoint: they are screened again, and not recorded again. */
const alertsRecorded = async (record: JobRecord, { store }: Runtime): Promise<ReadonlySet<number>> => {
  const rows = new Set<number>();
  for await (const { kind, detail } of store.audit.read(dayOf(record.startedAt as Instant), null)) {
    const said = detail as { readonly job?: string; readonly row?: number };
    if (kind === "screening" && said.job === record.jobId && said.row !== undefined) rows.add(said.row);
  }
  return rows;
};

const recordJob = async (
  { services }: Runtime,
  job: ScreenJob,
  { jobId, inputSha256, deltaOf, reached }: JobRecord,
  run: BulkRun,
  outputSha256: string,
): Promise<void> => {
  const { rows, counts, failed } = reached;
  const lists = run.searched.map(({ list, sha256, publishedOn, entries, stale }) => ({
    list,
    sha256,
    publishedOn,
    entries,
    stale,
  }));
  const detail = { job: jobId, inputSha256, outputSha256, deltaOf, rows, counts, failed, options: job.options, lists };
  await services.note("bulk-screening", "terminal", { ...detail, matcher: services.matcher }, { input: job.input });
};
