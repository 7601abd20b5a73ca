import type { DocumentId } from "../core/brand.ts";
import type { CorpusDocument } from "../core/document.ts";
import { BadInput, RedflagError } from "../core/errors.ts";
import type { Now } from "../ports/clock.ts";
import type { ConditionalDownload, Validators } from "../ports/download.ts";
import type { DocumentStore, ExpiringStore } from "../ports/stores.ts";
import { type NamedBytes, type Part, type Read, readSource } from "./gather.ts";
import { type Intake, takeIn } from "./intake.ts";
import type { DocumentSource } from "./sources.ts";

export interface CorpusRefreshDeps {
  readonly documents: DocumentStore;
  readonly download: ConditionalDownload;
  /** The files directly inside a folder. Throws `BadInput` when it cannot be read. */
  readonly readFolder: (path: string) => readonly NamedBytes[];
  /** Keeps what a source gave last, what its server said, and the last trouble. */
  readonly marks: ExpiringStore;
  readonly now: Now;
}

export type CorpusRefreshed =
  | {
      readonly kind: "updated";
      readonly added: readonly CorpusDocument[];
      readonly changed: readonly CorpusDocument[];
      readonly removed: readonly DocumentId[];
      readonly duplicates: Intake["duplicates"];
      /** Parts that could not be read; what was taken from them before stays. */
      readonly skipped: Read["skipped"];
    }
  | { readonly kind: "unchanged" }
  /** Nothing was changed; `why` is one sentence for a person. */
  | { readonly kind: "refused"; readonly why: string };

/** What a source gave, by part: a file of a folder, an article of an index, or the one feed or page. */
export interface SourceMarks {
  readonly validators: Validators | null;
  readonly parts: Readonly<Record<string, Part>>;
  /** Instant of the last refresh that succeeded. */
  readonly refreshedAt: string;
}

export interface CorpusTrouble {
  readonly at: string;
  readonly why: string;
}

const marksKey = (id: string): string => `corpus-source:${id}`;
const troubleKey = (id: string): string => `corpus-trouble:${id}`;

export const marksOf = async (id: string, marks: ExpiringStore): Promise<SourceMarks | null> =>
  ((await marks.get(marksKey(id))) ?? null) as SourceMarks | null;

export const troubleOf = async (id: string, marks: ExpiringStore): Promise<CorpusTrouble | null> =>
  ((await marks.get(troubleKey(id))) ?? null) as CorpusTrouble | null;

/** What a source gave is forgotten; its documents are the caller's business. */
export const forget = async (id: string, marks: ExpiringStore): Promise<void> => {
  await marks.delete(marksKey(id));
  await marks.delete(troubleKey(id));
};

/**
 * Reads a source and brings the corpus up to it: new and changed documents are put, known ones left alone, those that
 * disappeared removed. Whatever a server or a folder fails to give ends in "refused" with the corpus as it was.
 */
export const refreshDocuments = async (source: DocumentSource, deps: CorpusRefreshDeps): Promise<CorpusRefreshed> => {
  try {
    const refreshed = await attempt(source, deps);
    await deps.marks.delete(troubleKey(source.id));
    return refreshed;
  } catch (thrown) {
    if (!(thrown instanceof RedflagError)) throw thrown;
    const trouble: CorpusTrouble = { at: deps.now(), why: thrown.message };
    await deps.marks.set(troubleKey(source.id), trouble, null);
    return { kind: "refused", why: thrown.message };
  }
};

const attempt = async (source: DocumentSource, deps: CorpusRefreshDeps): Promise<CorpusRefreshed> => {
  const before = await marksOf(source.id, deps.marks);
  const read = await readSource(source, before, deps);
  if (read === "not-modified") {
    if (before === null) throw new BadInput(`${source.url} sent nothing. Nothing was changed. Try again later.`);
    await deps.marks.set(marksKey(source.id), { ...before, refreshedAt: deps.now() }, null);
    return { kind: "unchanged" };
  }
  const held = await deps.documents.all();
  // A document that was taken once and then removed by a person stays removed until it changes.
  const seen = Object.assign({}, ...Object.values(before?.parts ?? {}).map((part) => part.documents));
  const offered = [...read.parts.values()].flat();
  const intake = ownChanges(
    takeIn(
      offered.filter((document) => seen[document.documentId] !== document.sha256),
      held,
    ),
    seen,
  );
  // A second copy of one id in the same reading doubles nothing that belongs to another source.
  const others = intake.duplicates.filter(({ duplicate }) => duplicate.because !== "same id");
  const doubled = new Set(others.map(({ document }) => document.documentId));
  const parts: Record<string, Part> = { ...(read.window ? before?.parts : {}), ...read.kept };
  for (const [name, documents] of read.parts) {
    const own = documents.filter((document) => !doubled.has(document.documentId));
    const taken = Object.fromEntries(own.map((document) => [document.documentId, document.sha256]));
    const older = source.kind === "feed" ? parts[name]?.documents : {};
    // A duplicate is looked at again next time: what it repeats may be gone by then.
    const sha256 = own.length === documents.length ? (read.sha256.get(name) ?? null) : null;
    parts[name] = { sha256, documents: { ...older, ...taken } };
  }
  const staying = new Set(Object.values(parts).flatMap((part) => Object.keys(part.documents)));
  const gone = Object.keys(seen).filter((id) => !staying.has(id)) as DocumentId[];

  await deps.documents.put([...intake.added, ...intake.changed]);
  const removed: DocumentId[] = [];
  for (const id of gone) if (await deps.documents.remove(id)) removed.push(id);
  const after: SourceMarks = { validators: read.validators, parts, refreshedAt: deps.now() };
  await deps.marks.set(marksKey(source.id), after, null);

  const { added, changed, duplicates } = intake;
  const same = added.length + changed.length + removed.length + duplicates.length + read.skipped.length === 0;
  return same ? { kind: "unchanged" } : { kind: "updated", added, changed, removed, duplicates, skipped: read.skipped };
};

/** A feed's short item does not replace the whole page that somebody else added: that document belongs to them. */
const ownChanges = (intake: Intake, seen: Readonly<Record<string, string>>): Intake => {
  const isOwn = (document: CorpusDocument): boolean => seen[document.documentId] !== undefined;
  const foreign = intake.changed.filter((document) => !isOwn(document));
  return {
    ...intake,
    changed: intake.changed.filter(isOwn),
    duplicates: [
      ...intake.duplicates,
      ...foreign.map((document) => ({
        document,
        duplicate: { of: document.documentId, because: "same address" as const },
      })),
    ],
  };
};
