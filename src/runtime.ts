import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { newId, stopwatch, systemNow } from "./adapters/clock.ts";
import { makeConditionalDownload, makeDownload } from "./adapters/download/download.ts";
import { readFolder } from "./adapters/folder.ts";
import { makeLog } from "./adapters/log.ts";
import { CHAIN_START, digestOf, hashOf } from "./adapters/stores/audit-chain.ts";
import type { TrustSettings } from "./config/trust.ts";
import type { Config, EmbeddingsSettings, ModelSettings } from "./config.ts";
import { NOT_OBSERVED, type Observing } from "./observing.ts";
import type { BulkBlocks } from "./ports/bulk-blocks.ts";
import type { Download } from "./ports/download.ts";
import type { Embedder } from "./ports/embedder.ts";
import type { LanguageModel } from "./ports/language-model.ts";
import type { Log } from "./ports/log.ts";
import type { WorkQueue } from "./ports/work-queue.ts";
import type { Embeddings } from "./services/asking.ts";
import { makeBudget } from "./services/model-budget.ts";
import { observedModel } from "./services/observed.ts";
import { makeServices, type Services, type Stores } from "./services.ts";
import { openStores } from "./stores.ts";
import { startScreenCrew } from "./threads.ts";

/** Everything a command or the server works with, opened once. */
export interface Runtime {
  readonly store: Stores;
  /** Work that any replica may do; `null` where there is one process only. */
  readonly queue: WorkQueue | null;
  /** Blocks of bulk jobs between processes; `null` where there is one process only. */
  readonly bulkBlocks: BulkBlocks | null;
  readonly services: Services;
  /** Search by meaning beside the words; `null` where none is set. */
  readonly embeddings: Embeddings | null;
  readonly download: Download;
  readonly log: Log;
  readonly trust: TrustSettings;
  readonly observing: Observing;
  readonly close: () => Promise<void>;
}

const DATA = join(import.meta.dirname, "../data");
const PROMPTS = join(import.meta.dirname, "../prompts");

/** Opens the stores that the configuration names and wires the services over them. Throws `RedflagError` "storage". */
export const openRuntime = async (config: Config, observing: Observing = NOT_OBSERVED): Promise<Runtime> => {
  const log = makeLog(config.logLevel, config.secrets);
  const stores = await openStores(config, log);
  const download = makeDownload();
  const budget = config.model
    ? makeBudget({
        model: observedModel(await languageModel(config.model), config.model.prices, { ...observing, stopwatch }),
        caps: config.trust.modelCaps,
        prices: config.model.prices,
        expiring: stores.expiring,
        now: systemNow,
      })
    : null;
  const embeddings = config.embeddings
    ? { ...config.embeddings, embedder: await embedderOf(config.embeddings), store: stores.vectors }
    : null;
  const services = await makeServices({
    ...stores,
    starterBriefs: () => filesIn(join(DATA, "corpus"), ".md"),
    starterLists: () => filesIn(join(DATA, "lists"), ".jsonl"),
    checklist: (name) => readFileSync(join(DATA, "checks", `${name}.json`), "utf8"),
    matcher: matcherName(),
    prompt: (name) => readFileSync(join(PROMPTS, `${name}.md`), "utf8"),
    model: budget?.model ?? null,
    modelUsedUp: budget?.usedUp ?? (async () => null),
    modelSeesNames: config.model?.seesNames ?? true,
    modelPrices: config.model?.prices ?? null,
    embeddings,
    startCrew: startScreenCrew,
    cores: availableParallelism(),
    download,
    conditionalDownload: makeConditionalDownload(),
    readFolder,
    chain: { start: CHAIN_START, hashOf, digestOf },
    corpusInMemory: config.corpusInMemory,
    threshold: config.screenThreshold,
    modelTimeoutMs: config.model?.timeoutMs ?? 0,
    now: systemNow,
    newId,
    stopwatch,
    log,
    ...observing,
  });
  return {
    store: stores,
    queue: stores.queue,
    bulkBlocks: stores.bulkBlocks,
    services,
    embeddings,
    download,
    log,
    trust: config.trust,
    observing,
    close: stores.close,
  };
};

/** The model that writes answers: it may look things up, and is asked plainly where its server knows no tools. */
const languageModel = async (settings: ModelSettings): Promise<LanguageModel> => {
  const [{ makeOpenAiModel }, { openAiAgent }] = await Promise.all([
    import("./adapters/models/openai.ts"),
    import("./adapters/models/agent.ts"),
  ]);
  return openAiAgent(settings, settings.fallbackModel, makeOpenAiModel(settings));
};

const embedderOf = async (settings: EmbeddingsSettings): Promise<Embedder> =>
  (await import("./adapters/models/embeddings.ts")).makeEmbedder(settings);

/** The matcher by its own bytes: rules, string algorithms and vocabularies. */
const matcherName = (): string => {
  const hash = createHash("sha256");
  const folders = [join(import.meta.dirname, "screening"), join(import.meta.dirname, "text"), join(DATA, "vocab")];
  for (const folder of folders) for (const { name, bytes } of filesIn(folder, "")) hash.update(name).update(bytes);
  return hash.digest("hex");
};

const filesIn = (folder: string, ending: string): readonly { name: string; bytes: Uint8Array }[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => entry.name)
    .sort()
    .map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));
