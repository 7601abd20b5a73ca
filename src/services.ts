import { type Ask, type AskContext, makeAsk } from "./ask/ask.ts";
import { makeLibrary } from "./ask/library.ts";
import { readPrompt } from "./ask/prompt.ts";
import { type AuditCheck, type Rechain, verifyAudit } from "./audit/verify.ts";
import type { Office } from "./bot/office.ts";
import { answerRecord, screeningRecord } from "./bot/records.ts";
import type { DescribeList } from "./bot/replies/phrases.ts";
import type { ListStatusLine } from "./bot/replies/plain.ts";
import type { Answer } from "./core/answer.ts";
import type { SourceId } from "./core/brand.ts";
import type { IsoDate } from "./core/dates.ts";
import type { Screener, Screening, ScreenOptions, Subject } from "./core/screening.ts";
import { cutPassages } from "./corpus/passages.ts";
import { LIST_SOURCES } from "./lists/sources.ts";
import { readStarterLists } from "./lists/starter.ts";
import type { CaseStore } from "./ports/cases.ts";
import type { NewId, Now, Stopwatch } from "./ports/clock.ts";
import type { ConditionalDownload, Download } from "./ports/download.ts";
import type { LanguageModel } from "./ports/language-model.ts";
import type { ListDifferences } from "./ports/list-changes.ts";
import type { Log } from "./ports/log.ts";
import type { Outbox } from "./ports/outbox.ts";
import type { SettingsStore } from "./ports/settings.ts";
import type { SnapshotStore } from "./ports/snapshots.ts";
import type { AuditLog, DocumentStore, ExpiringStore, ListStore, RemovalStore } from "./ports/stores.ts";
import type { SubscriptionStore } from "./ports/subscriptions.ts";
import type { WatchStore } from "./ports/watches.ts";
import { type BatchResult, screenTable } from "./services/batch.ts";
import { type CaseService, makeCaseService } from "./services/cases.ts";
import { type CorpusService, makeCorpusService, type NamedBytes } from "./services/corpus.ts";
import { type DigestService, makeDigestService } from "./services/digest.ts";
import { makeDrillService } from "./services/drills.ts";
import { makeListHistory } from "./services/list-history.ts";
import { describeList, type ListsService, makeListsService, statusLine } from "./services/lists.ts";
import { type InForce, makeInForce } from "./services/screening.ts";
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
  readonly snapshots: SnapshotStore;
  readonly differences: ListDifferences;
  readonly download: Download;
  readonly conditionalDownload: ConditionalDownload;
  /** The files directly inside a folder. Throws `BadInput` when it cannot be read. */
  readonly readFolder: (path: string) => readonly NamedBytes[];
  /** `null`: answers are extracted, no model. */
  readonly model: LanguageModel | null;
  readonly starterBriefs: () => readonly NamedBytes[];
  readonly starterLists: () => readonly NamedBytes[];
  readonly prompt: (name: string) => string;
  /** A checklist of data/checks by its name, as JSON text. */
  readonly checklist: (name: string) => string;
  /** Names the rules, weights and vocabularies of the matcher: another name, and everybody watched is screened anew. */
  readonly matcher: string;
  readonly rechain: Rechain;
  readonly chainStart: string;
  /** Possible-match threshold; `null` takes the matcher's own. */
  readonly threshold: number | null;
  /** Longest wait for the model, milliseconds. */
  readonly modelTimeoutMs: number;
  readonly now: Now;
  readonly newId: NewId;
  readonly stopwatch: Stopwatch;
  readonly log: Log;
}

/** What the bot, the terminal and the schedule work with. */
export interface Services {
  readonly answer: (question: string, context: AskContext) => Promise<Answer>;
  readonly screen: (subject: Subject, options: ScreenOptions) => Promise<Screening>;
  readonly screener: (asOf?: IsoDate) => Promise<Screener>;
  /** Screens every row of a CSV with a name column. Throws `BadInput` when it has none. */
  readonly screenTable: (csv: string, name: string) => Promise<BatchResult>;
  /** True when the text is nothing but a listed name or an address. */
  readonly namesOnly: (text: string) => Promise<boolean>;
  readonly record: (actor: string, place: string, finding: Answer | Screening) => Promise<void>;
  readonly now: Now;
  /** Writes down what was done from the terminal. */
  readonly note: (kind: string, place: string, detail: unknown) => Promise<void>;
  readonly lists: ListsService;
  readonly listLines: () => Promise<readonly ListStatusLine[]>;
  readonly describe: DescribeList;
  readonly corpus: CorpusService;
  readonly digest: DigestService;
  readonly subscriptions: SubscriptionService;
  readonly watch: WatchService;
  readonly cases: CaseService;
  /** What the bot's lasting commands work with. */
  readonly office: Office;
  readonly verifyAudit: () => Promise<AuditCheck>;
}

/** Longer texts are no bare name; they are read for mentions. */
const BARE_NAME_WORDS = 7;

/** The one place where the domain is wired together, shared by the server and the terminal. */
export const makeServices = async (world: World): Promise<Services> => {
  const starter = readStarterLists(world.starterLists());
  const inForce = makeInForce({ ...world, store: world.lists, starter });
  const corpus = makeCorpusService({ ...world, starter: world.starterBriefs });
  await corpus.seed();
  const screener = async (asOf?: IsoDate): Promise<Screener> => (await inForce(asOf)).screener;
  const asking = makeAskSource(world, inForce);
  const lists = makeListsService({ ...world, store: world.lists, starter: starter.map((list) => list.version) });
  const history = makeListHistory(world.lists, world.differences, (list) => describeList(list).title);
  const digest = makeDigestService({ ...world, history });

  const screen: Services["screen"] = async (subject, options) => {
    const threshold = options.threshold ?? world.threshold;
    const found = (await screener(options.asOf)).screen(subject, {
      ...options,
      ...(threshold === null ? {} : { threshold }),
    });
    // A decision is about the lists as they are now; of a past day everything is shown.
    return options.asOf ? found : cases.settle(found);
  };
  const titleOf = (list: SourceId): string => describeList(list).title;
  const cases = makeCaseService({ ...world, starter, titleOf });
  const watch = makeWatchService({
    ...world,
    history,
    screener,
    titleOf,
    matcher: `${world.matcher} ${world.threshold ?? ""}`,
  });
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
  };

  return {
    answer: async (question, context) => (await asking(context.asOf))(question, context),
    screen,
    screener,
    screenTable: (csv, name) => screenTable(csv, name, screen),
    namesOnly: async (text) => {
      if (text.includes("?") || text.split(/\s+/).length > BARE_NAME_WORDS) return false;
      const [mention, ...more] = (await screener()).mentions(text);
      const whole =
        mention !== undefined && mention.start === 0 && mention.end >= text.replace(/[\s.,;:]+$/, "").length;
      return whole && more.length === 0 && (mention.kind === "address" || mention.verdict !== "no-match");
    },
    record: async (actor, place, finding) => {
      const [kind, detail] =
        "screeningId" in finding ? ["screening", screeningRecord(finding)] : ["answer", answerRecord(finding)];
      await world.audit.append({ at: world.now(), kind: String(kind), actor, place, detail });
    },
    now: world.now,
    note: async (kind, place, detail) =>
      void (await world.audit.append({ at: world.now(), kind, actor: "terminal", place, detail })),
    lists,
    listLines: async () => (await lists.status()).map((row) => ({ title: row.title, line: statusLine(row) })),
    describe: describeList,
    corpus,
    digest,
    subscriptions,
    watch,
    cases,
    office,
    verifyAudit: () => verifyAudit(world.audit.read(null, null), world.rechain, world.chainStart),
  };
};

/** Gives the answerer over the documents in force; reads them anew when any process has changed the corpus. */
const makeAskSource = (world: World, inForce: InForce): ((asOf: IsoDate | null) => Promise<Ask>) => {
  const prompt = readPrompt(world.prompt("answer"), "answer");
  let built: { readonly revision: string; readonly library: ReturnType<typeof makeLibrary> } | null = null;
  return async (asOf) => {
    const { screener, changes } = await inForce(asOf ?? undefined);
    const revision = await world.documents.revision();
    if (built?.revision !== revision) {
      const library = makeLibrary();
      library.addAll((await world.documents.all()).map((document) => ({ document, passages: cutPassages(document) })));
      built = { revision, library };
    }
    return makeAsk({ ...world, library: built.library, screener: () => screener, listChanges: changes, prompt });
  };
};
