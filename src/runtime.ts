import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { newId, stopwatch, systemNow } from "./adapters/clock.ts";
import { makeConditionalDownload, makeDownload } from "./adapters/download/download.ts";
import { readFolder } from "./adapters/folder.ts";
import { makeLog } from "./adapters/log.ts";
import { CHAIN_START, chained } from "./adapters/stores/audit-chain.ts";
import { expiringStore } from "./adapters/stores/expiring.ts";
import { keyvSqlite } from "./adapters/stores/keyv-sqlite.ts";
import { snapshotFiles } from "./adapters/stores/snapshot-files.ts";
import { openSqlite } from "./adapters/stores/sqlite.ts";
import type { Config, ModelSettings } from "./config.ts";
import type { Download } from "./ports/download.ts";
import type { LanguageModel } from "./ports/language-model.ts";
import type { Log } from "./ports/log.ts";
import { makeServices, type Services, type Stores } from "./services.ts";

/** Everything a command or the server works with, opened once. */
export interface Runtime {
  readonly store: Stores;
  readonly services: Services;
  readonly download: Download;
  readonly log: Log;
  readonly close: () => Promise<void>;
}

const DATA = join(import.meta.dirname, "../data");
const PROMPTS = join(import.meta.dirname, "../prompts");

/** Opens the stores that the configuration names and wires the services over them. Throws `RedflagError` "storage". */
export const openRuntime = async (config: Config): Promise<Runtime> => {
  const sqlite = openSqlite(join(config.dataDir, "redflag.db"));
  const log = makeLog(config.logLevel);
  const download = makeDownload();
  // What is not configured is not loaded: the clients of Redis and of models take half a second of every start.
  const keyv = config.redisUrl
    ? (await import("./adapters/stores/keyv-redis.ts")).keyvRedis(config.redisUrl)
    : keyvSqlite(sqlite.database);
  const store: Stores = {
    lists: sqlite.lists,
    documents: sqlite.documents,
    audit: sqlite.audit,
    expiring: expiringStore(keyv),
    subscriptions: sqlite.subscriptions,
    settings: sqlite.settings,
    outbox: sqlite.outbox,
    watches: sqlite.watches,
    cases: sqlite.cases,
  };
  const services = await makeServices({
    ...store,
    starterBriefs: () => filesIn(join(DATA, "corpus"), ".md"),
    starterLists: () => filesIn(join(DATA, "lists"), ".jsonl"),
    checklist: (name) => readFileSync(join(DATA, "checks", `${name}.json`), "utf8"),
    differences: sqlite.differences,
    matcher: matcherName(),
    prompt: (name) => readFileSync(join(PROMPTS, `${name}.md`), "utf8"),
    model: config.model ? await languageModel(config.model) : null,
    removals: sqlite.removals,
    snapshots: snapshotFiles(join(config.dataDir, "snapshots"), log),
    download,
    conditionalDownload: makeConditionalDownload(),
    readFolder,
    rechain: chained,
    chainStart: CHAIN_START,
    threshold: config.screenThreshold,
    modelTimeoutMs: config.model?.timeoutMs ?? 0,
    now: systemNow,
    newId,
    stopwatch,
    log,
  });
  return {
    store,
    services,
    download,
    log,
    close: async () => {
      await keyv.disconnect?.();
      sqlite.close();
    },
  };
};

/** The model that writes answers: it may look things up, and is asked plainly where its server knows no tools. */
const languageModel = async (settings: ModelSettings): Promise<LanguageModel> => {
  const [{ makeOpenAiModel }, { openAiAgent }] = await Promise.all([
    import("./adapters/models/openai.ts"),
    import("./adapters/models/agent.ts"),
  ]);
  return openAiAgent(settings, null, makeOpenAiModel(settings));
};

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
