import type { CorpusDocument } from "../core/document.ts";
import type { CorpusRefreshed } from "../corpus/refresh.ts";
import type { Now } from "../ports/clock.ts";
import type { AuditLog } from "../ports/stores.ts";
import type { Added, CorpusService } from "./corpus.ts";

/** The corpus with its record: which documents came, changed and went, by their hash, and which refresh was refused. */
export const recordedCorpus = (
  corpus: CorpusService,
  { audit, now }: { readonly audit: AuditLog; readonly now: Now },
): CorpusService => {
  const write = async (did: string, detail: object): Promise<void> => {
    const at = now();
    await audit.append({
      at,
      kind: "documents",
      actor: "administrator",
      place: "terminal",
      detail: { did, ...detail },
    });
  };
  const added = async (intake: Added): Promise<Added> => {
    if (intake.added.length + intake.changed.length > 0) await write("added", countsOf(intake));
    return intake;
  };
  const refreshed = async (source: string, found: CorpusRefreshed): Promise<CorpusRefreshed> => {
    const at = now();
    const detail =
      found.kind === "updated"
        ? { source, outcome: found.kind, ...countsOf(found), removed: found.removed }
        : { source, outcome: found.kind, ...(found.kind === "refused" ? { why: found.why } : {}) };
    await audit.append({ at, kind: "documents-refresh", actor: "schedule", place: "terminal", detail });
    return found;
  };
  return {
    ...corpus,
    add: async (files, lenient) => added(await corpus.add(files, lenient)),
    addFrom: async (url) => added(await corpus.addFrom(url)),
    remove: async (documentId) => {
      const was = await corpus.remove(documentId);
      if (was) await write("removed", { removed: [documentId] });
      return was;
    },
    sources: {
      ...corpus.sources,
      refresh: async (id) => refreshed(id, await corpus.sources.refresh(id)),
      watch: async (location) => {
        const found = await corpus.sources.watch(location);
        await refreshed(found.source.id, found.refreshed);
        return found;
      },
      unwatch: async (id) => {
        const documents = await corpus.sources.unwatch(id);
        await write("unwatched", { source: id, documents });
        return documents;
      },
    },
  };
};

const countsOf = ({ added, changed }: Pick<Added, "added" | "changed">): object => ({
  added: added.map(named),
  changed: changed.map(named),
});

const named = ({ documentId, sha256 }: CorpusDocument): object => ({ documentId, sha256 });
