import type { DocumentId } from "../core/brand.ts";
import type { CorpusDocument } from "../core/document.ts";
import { parseDocument } from "../corpus/parse.ts";
import type { Now } from "../ports/clock.ts";
import type { Download } from "../ports/download.ts";
import type { DocumentStore, ExpiringStore } from "../ports/stores.ts";

export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface CorpusDeps {
  readonly documents: DocumentStore;
  readonly expiring: ExpiringStore;
  readonly download: Download;
  /** The starter briefs that the program ships. */
  readonly starter: () => readonly NamedBytes[];
  readonly now: Now;
}

export interface CorpusService {
  /** Adds what is not there yet of the starter briefs. A brief that was removed stays removed until it is published anew. */
  seed(): Promise<void>;
  /** All or nothing. Throws `BadInput` naming the file that cannot be read. */
  add(files: readonly NamedBytes[]): Promise<readonly CorpusDocument[]>;
  addFrom(url: string): Promise<CorpusDocument>;
  remove(id: DocumentId): Promise<boolean>;
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
  add: async (files) => {
    const documents = files.map((file) => parseDocument(file.bytes, file.name, null, deps.now()));
    await deps.documents.put(documents);
    return documents;
  },
  addFrom: async (url) => {
    const page = await deps.download(url);
    const document = parseDocument(page.bytes, page.url, page.url, deps.now());
    await deps.documents.put([document]);
    return document;
  },
  remove: (id) => deps.documents.remove(id),
});
