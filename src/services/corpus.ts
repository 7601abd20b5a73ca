import type { DocumentId } from "../core/brand.ts";
import type { CorpusDocument } from "../core/document.ts";
import { RedflagError } from "../core/errors.ts";
import { type Intake, takeIn } from "../corpus/intake.ts";
import { parseDocument, parseDocuments } from "../corpus/parse.ts";
import type { Now } from "../ports/clock.ts";
import type { ConditionalDownload, Download } from "../ports/download.ts";
import type { DocumentStore, ExpiringStore } from "../ports/stores.ts";
import { type CorpusSourcesService, makeCorpusSources } from "./corpus-sources.ts";

export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface CorpusDeps {
  readonly documents: DocumentStore;
  readonly expiring: ExpiringStore;
  readonly download: Download;
  readonly conditionalDownload: ConditionalDownload;
  /** The files directly inside a folder. Throws `BadInput` when it cannot be read. */
  readonly readFolder: (path: string) => readonly NamedBytes[];
  /** The starter briefs that the program ships. */
  readonly starter: () => readonly NamedBytes[];
  readonly now: Now;
}

export interface CorpusService {
  /** Adds what is not there yet of the starter briefs. A brief that was removed stays removed until it is published anew. */
  seed(): Promise<void>;
  /** All or nothing: throws `BadInput` naming the file that cannot be read. With `lenient` such a file is left out and named. */
  add(files: readonly NamedBytes[], lenient?: boolean): Promise<Added>;
  addFrom(url: string): Promise<Added>;
  remove(id: DocumentId): Promise<boolean>;
  readonly sources: CorpusSourcesService;
}

export interface Added extends Intake {
  readonly skipped: readonly { readonly name: string; readonly why: string }[];
}

const SEEDED_KEY = "corpus:seeded";

export const makeCorpusService = (deps: CorpusDeps): CorpusService => ({
  seed: async () => {
    const seeded = ((await deps.expiring.get(SEEDED_KEY)) ?? {}) as Readonly<Record<string, string>>;
    const briefs = deps.starter().map((file) => parseDocument(file.bytes, file.name, null, deps.now()));
    const fresh = briefs.filter((brief) => seeded[brief.documentId] !== brief.sha256);
    const retired = Object.keys(seeded).filter((id) => !briefs.some((brief) => brief.documentId === id));
    if (fresh.length === 0 && retired.length === 0) return;
    await deps.documents.put(fresh);
    for (const id of retired) await deps.documents.remove(id as DocumentId);
    await deps.expiring.set(SEEDED_KEY, Object.fromEntries(briefs.map((b) => [b.documentId, b.sha256])), null);
  },
  add: (files, lenient = false) => addAll(deps, files, lenient),
  addFrom: async (url) => {
    const page = await deps.download(url);
    return put(deps, await parseDocuments(page.bytes, page.url, page.url, deps.now()), []);
  },
  remove: (id) => deps.documents.remove(id),
  sources: makeCorpusSources({ ...deps, marks: deps.expiring, download: deps.conditionalDownload }),
});

const addAll = async (deps: CorpusDeps, files: readonly NamedBytes[], lenient: boolean): Promise<Added> => {
  const documents: CorpusDocument[] = [];
  const skipped: { name: string; why: string }[] = [];
  for (const file of files) {
    try {
      documents.push(...(await parseDocuments(file.bytes, file.name, null, deps.now())));
    } catch (thrown) {
      if (!lenient || !(thrown instanceof RedflagError)) throw thrown;
      skipped.push({ name: file.name, why: thrown.message });
    }
  }
  return put(deps, documents, skipped);
};

const put = async (
  deps: CorpusDeps,
  documents: readonly CorpusDocument[],
  skipped: Added["skipped"],
): Promise<Added> => {
  const intake = takeIn(documents, await deps.documents.all());
  await deps.documents.put([...intake.added, ...intake.changed]);
  return { ...intake, skipped };
};
