import type { AskContext } from "./ask/ask.ts";
import type { ModelPrices } from "./ask/model-answer.ts";
import type { ChainRules } from "./audit/chain.ts";
import type { Office } from "./bot/office.ts";
import { answerRecord, batchRecords, screeningRecord } from "./bot/records.ts";
import type { DescribeList } from "./bot/replies/phrases.ts";
import type { ListStatusLine } from "./bot/replies/plain.ts";
import type { Answer } from "./core/answer.ts";
import type { SourceId } from "./core/brand.ts";
import type { IsoDate } from "./core/dates.ts";
import type { Screener, Screening, ScreenOptions, Subject } from "./core/screening.ts";
import { LIST_SOURCES } from "./lists/sources.ts";
import { readStarterLists } from "./lists/starter.ts";
import type { CaseStore } from "./ports/cases.ts";
import type { NewId, Now, Stopwatch } from "./ports/clock.ts";
import type { Crew, StartCrew } from "./ports/crew.ts";
import type { ConditionalDownload, Download } from "./ports/download.ts";
import type { HeavyWork } from "./ports/heavy-work.ts";
import type { LanguageModel } from "./ports/language-model.ts";
import type { ListDifferences } from "./ports/list-changes.ts";
import type { Log } from "./ports/log.ts";
import type { Metrics } from "./ports/metrics.ts";
import type { Outbox } from "./ports/outbox.ts";
import type { PassageSearch } from "./ports/passage-search.ts";
import { NO_PROFILES } from "./ports/profiles.ts";
import type { SettingsStore } from "./ports/settings.ts";
import type { SnapshotStore } from "./ports/snapshots.ts";
import type { AuditLog, DocumentStore, ExpiringStore, ListStore, RemovalStore } from "./ports/stores.ts";
import type { SubscriptionStore } from "./ports/subscriptions.ts";
import type { Trace } from "./ports/trace.ts";
import type { WatchStore } from "./ports/watches.ts";
import { type Embeddings, makeAskSource } from "./services/asking.ts";
import { type AuditService, makeAuditService } from "./services/audit.ts";
import {
  type BlockOrder,
  type BulkDeps,
  type BulkOptions,
  type BulkRun,
  beginBulk,
  blockCrew,
} from "./services/bulk/bulk.ts";
import type { BulkTask } from "./services/bulk/lines.ts";
import type { ScreenedBytes } from "./services/bulk/screen-block.ts";
import { makeScreenTable, type ScreenTable } from "./services/bulk/table.ts";
import { type CaseService, makeCaseService } from "./services/cases.ts";
import { type CorpusService, makeCorpusService, type NamedBytes } from "./services/corpus.ts";
import { recordedCorpus } from "./services/corpus-record.ts";
import { type DigestService, makeDigestService } from "./services/digest.ts";
import { makeDrillService } from "./services/drills.ts";
import { type IndexState, makeIndexState } from "./services/index-state.ts";
import { makeListHistory } from "./services/list-history.ts";
import { type ListMoves, makeListMoves } from "./services/list-moves.ts";
import { describeList, type ListsService, makeListsService, statusLine } from "./services/lists.ts";
import { withBudget } from "./services/model-budget.ts";
import { observedAnswer, observedLists, observedScreen, observedTable } from "./services/observed.ts";
import { listsRecorded, makeInForce, readyMeanwhile } from "./services/screening.ts";
import { makeSubscriptionService, type SubscriptionService } from "./services/subscriptions.ts";
import { makeVetService } from "./services/vet.ts";
import { makeWatchService, type WatchService } from "./services/watch.ts";

/** Everything that is kept: durable, but for what may expire. */
export interface Stores {
  readonly lists: ListStore;
  readonly documents: DocumentStore;
  readonly audit: AuditLog;
  readonly expiring: ExpiringStore;
  readonly subscriptions: SubscriptionStore;
  readonly settings: SettingsStore;
  readonly outbox: Outbox;
  readonly watches: WatchStore;
  readonly cases: CaseStore;
}

/** The outside world as the services need it: every port, and the files the program ships. */
export interface World extends Stores {
  readonly removals: RemovalStore;
  /** Reading and compiling lists, where it does not hold up the process. */
  readonly heavy: HeavyWork;
  /** Threads that screen many rows. */
  readonly startCrew: StartCrew;
  /** Threads worth starting on this machine. */
  readonly cores: number;
  readonly snapshots: SnapshotStore;
  /** Search over more passages than `corpusInMemory`; `null` where all are held in memory. */
  readonly passages: PassageSearch | null;
  readonly corpusInMemory: number;
  readonly differences: ListDifferences;
  readonly download: Download;
  readonly conditionalDownload: ConditionalDownload;
  /** The files directly inside a folder. Throws `BadInput` when it cannot be read. */
  readonly readFolder: (path: string) => readonly NamedBytes[];
  /** `null`: answers are extracted, no model. */
  readonly model: LanguageModel | null;
  /** False: names that no source names are not shown to the model. */
  readonly modelSeesNames: boolean;
  /** US dollars for a million tokens; `null` where none were set. */
  readonly modelPrices: ModelPrices | null;
  /** Search by meaning beside the words; `null` is words alone. */
  readonly embeddings: Embeddings | null;
  readonly starterBriefs: () => readonly NamedBytes[];
  readonly starterLists: () => readonly NamedBytes[];
  readonly prompt: (name: string) => string;
  /** A checklist of data/checks by its name, as JSON text. */
  readonly checklist: (name: string) => string;
  /** Names the rules, weights and vocabularies of the matcher: another name, and everybody watched is screened anew. */
  readonly matcher: string;
  readonly chain: ChainRules;
  /** Possible-match threshold; `null` takes the matcher's own. */
  readonly threshold: number | null;
  /** Longest wait for the model, milliseconds. */
  readonly modelTimeoutMs: number;
  /** One sentence once the day's budget of the model is used up, else `null`. */
  readonly modelUsedUp: () => Promise<string | null>;
  readonly now: Now;
  readonly newId: NewId;
  readonly stopwatch: Stopwatch;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly trace: Trace;
}

/** What the bot, the terminal and the schedule work with. */
export interface Services {
  readonly answer: (question: string, context: AskContext) => Promise<Answer>;
  readonly screen: (subject: Subject, options: ScreenOptions) => Promise<Screening>;
  readonly screener: (asOf?: IsoDate) => Promise<Screener>;
  /** Screens every row of a CSV with a name column. Throws `BadInput` when it has none. */
  readonly screenTable: ScreenTable;
  /** Begins a job over many rows, on other threads, against one set of list versions. */
  readonly bulk: (options: BulkOptions) => Promise<BulkRun>;
  /** Threads for the blocks of a job that another process began. */
  readonly blockCrew: (order: BlockOrder, threads: number) => Promise<Crew<BulkTask, ScreenedBytes>>;
  /** True when the text is nothing but a listed name or an address. */
  readonly namesOnly: (text: string) => Promise<boolean>;
  /** Writes down a finding, with the screenings inside an answer. `asOf`: the day of the past that was asked for. */
  readonly record: (actor: string, place: string, finding: Answer | Screening, asOf?: IsoDate | null) => Promise<void>;
  /** Writes down the screenings of a table. */
  readonly recordBatch: (
    place: string,
    name: string,
    screenings: readonly Screening[],
    asOf?: IsoDate | null,
  ) => Promise<void>;
  readonly now: Now;
  readonly newId: NewId;
  /** Writes down what was done from the terminal. */
  readonly note: (
    kind: string,
    place: string,
    detail: unknown,
    personal?: Readonly<Record<string, unknown>>,
  ) => Promise<void>;
  readonly lists: ListsService;
  readonly listLines: () => Promise<readonly ListStatusLine[]>;
  readonly listMoves: ListMoves;
  readonly indexState: () => Promise<IndexState>;
  readonly describe: DescribeList;
  readonly corpus: CorpusService;
  readonly digest: DigestService;
  readonly subscriptions: SubscriptionService;
  readonly watch: WatchService;
  readonly cases: CaseService;
  /** What the bot's lasting commands work with. */
  readonly office: Office;
  readonly trail: AuditService;
  /** Names the rules, weights and vocabularies of the matcher, for the record. */
  readonly matcher: string;
}

/** Longer texts are no bare name; they are read for mentions. */
const BARE_NAME_WORDS = 7;

/** The one place where the domain is wired together, shared by the server and the terminal. */
export const makeServices = async (world: World): Promise<Services> => {
  const starter = readStarterLists(world.starterLists());
  const inForce = makeInForce({ ...world, store: world.lists, starter });
  const corpus = recordedCorpus(makeCorpusService({ ...world, starter: world.starterBriefs }), world);
  await corpus.seed();
  const ready = readyMeanwhile(inForce);
  const screener = async (asOf?: IsoDate): Promise<Screener> => (await ready(asOf)).screener;
  const asking = makeAskSource(world, ready, starter);
  const lists = observedLists(
    makeListsService({
      ...world,
      store: world.lists,
      prepare: async () => void (await inForce()),
      starter: starter.map((list) => list.version),
    }),
    world,
  );
  const history = makeListHistory(world.lists, world.differences, (list) => describeList(list).title);
  const digest = makeDigestService({ ...world, history });

  const screenOne: Services["screen"] = async (subject, options) => {
    const threshold = options.threshold ?? world.threshold;
    const found = (await screener(options.asOf)).screen(subject, {
      ...options,
      ...(threshold === null ? {} : { threshold }),
    });
    // A decision is about the lists as they are now; of a past day everything is shown.
    return options.asOf ? found : cases.settle(found);
  };
  const screen = observedScreen(screenOne, world);
  const titleOf = (list: SourceId): string => describeList(list).title;
  const cases = makeCaseService({ ...world, starter, titleOf });
  const watch = makeWatchService({
    ...world,
    history,
    // What was told rests on exactly the versions in force.
    screener: async () => (await inForce()).screener,
    titleOf,
    matcher: `${world.matcher} ${world.threshold ?? ""}`,
  });
  const bulkDeps: BulkDeps = {
    ...world,
    inForce,
    recorded: (recorded, asOf) => listsRecorded({ ...world, store: world.lists, starter }, recorded, asOf),
    settle: cases.settle,
  };
  const bulk: Services["bulk"] = (options) => beginBulk(bulkDeps, options);
  const drills = makeDrillService(world.checklist("drills"), world.documents);
  const subscriptions = makeSubscriptionService({ ...world, digest, drills });
  const vet = makeVetService(world.checklist("hiring"), world.documents, screen);
  const office: Office = {
    listIds: LIST_SOURCES.map(({ id }) => id),
    subscriptions,
    digest,
    watch,
    cases,
    vet,
    drills: { now: () => drills.at(world.now()), get: drills.get },
    settings: world.settings,
    profiles: NO_PROFILES,
  };

  return {
    answer: observedAnswer(
      async (question, context) =>
        withBudget(await (await asking(context.asOf))(question, context), await world.modelUsedUp()),
      world,
    ),
    screen,
    screener,
    screenTable: observedTable(makeScreenTable(screenOne, bulk, world.cores), world),
    bulk,
    blockCrew: (order, threads) => blockCrew(bulkDeps, order, threads),
    namesOnly: async (text) => {
      if (text.includes("?") || text.split(/\s+/).length > BARE_NAME_WORDS) return false;
      const [mention, ...more] = (await screener()).mentions(text);
      const whole =
        mention !== undefined &&
        mention.start === 0 &&
        mention.end >= text.replace(/(?<![\s.,;:])[\s.,;:]+$/, "").length;
      return whole && more.length === 0 && (mention.kind === "address" || mention.verdict !== "no-match");
    },
    record: async (actor, place, finding, asOf = null) => {
      const basis = { matcher: world.matcher, asOf };
      const lists = "screeningId" in finding ? [] : (await screener(asOf ?? undefined)).searched();
      const said =
        "screeningId" in finding
          ? [screeningRecord(finding, basis)]
          : [answerRecord(finding, lists, basis), ...finding.screenings.map((one) => screeningRecord(one, basis))];
      for (const one of said) await world.audit.append({ at: world.now(), actor, place, ...one });
    },
    recordBatch: async (place, name, screenings, asOf = null) => {
      for (const said of batchRecords(name, screenings, { matcher: world.matcher, asOf }))
        await world.audit.append({ at: world.now(), actor: "terminal", place, ...said });
    },
    now: world.now,
    newId: world.newId,
    note: async (kind, place, detail, personal = {}) =>
      void (await world.audit.append({ at: world.now(), kind, actor: "terminal", place, detail, personal })),
    lists,
    listLines: async () => (await lists.status()).map((row) => ({ title: row.title, line: statusLine(row) })),
    listMoves: makeListMoves({ ...world, inForce }),
    indexState: makeIndexState(inForce),
    describe: describeList,
    corpus,
    digest,
    subscriptions,
    watch,
    cases,
    office,
    trail: makeAuditService({
      ...world,
      screenerOf: async ({ lists: found, options }) =>
        (await listsRecorded({ ...world, store: world.lists, starter }, found, options.asOf ?? null)).screener,
    }),
    matcher: world.matcher,
  };
};
