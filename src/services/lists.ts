import { sourceId } from "../core/brand.ts";
import { dayInProse, dayOf, type Instant, type IsoDate } from "../core/dates.ts";
import type { ListVersion } from "../core/listing.ts";
import { versionNamed } from "../lists/at.ts";
import { diffVersions, type ListDiff } from "../lists/diff.ts";
import type { ImportOptions } from "../lists/import.ts";
import type { NamedBytes } from "../lists/pick-files.ts";
import { type Refreshed, refreshList, troubleOf } from "../lists/refresh.ts";
import type { RefreshOptions } from "../lists/refresh-checks.ts";
import { LIST_SOURCES, type ListSource, sourceOf } from "../lists/sources.ts";
import { type StatusRow, statusRows } from "../lists/status.ts";
import type { Now } from "../ports/clock.ts";
import type { ConditionalDownload } from "../ports/download.ts";
import type { HeavyWork } from "../ports/heavy-work.ts";
import type { AuditLog, ExpiringStore, ListStore } from "../ports/stores.ts";

/** What a match on a list means to whoever must act. Worded for a compliance officer; no legal advice. */
const MEANINGS: Readonly<Record<ListSource["effect"], string>> = {
  blocking:
    "Property and interests in property within the list's jurisdiction are blocked, and persons under it may generally not deal with the party. Do not proceed; ask your sanctions counsel.",
  "depends-on-program":
    "What is prohibited depends on the program named; not every entry of this list is blocked. Do not proceed before the program has been read; ask your sanctions counsel.",
  "not-a-government-list":
    "This list is not published by a government. Treat the entry as a reason to look further; ask your sanctions counsel.",
};

export const describeList = (id: string): { title: string; meaning: string } => {
  const source = LIST_SOURCES.find((s) => s.id === id);
  return source
    ? { title: source.title, meaning: MEANINGS[source.effect] }
    : { title: id, meaning: MEANINGS["depends-on-program"] };
};

export interface ListsDeps {
  readonly store: ListStore;
  readonly audit: AuditLog;
  /** Keeps what the publishers' servers said, and the last trouble. */
  readonly expiring: ExpiringStore;
  readonly conditionalDownload: ConditionalDownload;
  readonly heavy: HeavyWork;
  /** Makes the index of what is in force now, so that whoever asks next does not wait for it. */
  readonly prepare: () => Promise<void>;
  /** Versions that the program ships, for lists that were never loaded. */
  readonly starter: readonly ListVersion[];
  readonly now: Now;
}

export interface ListsService {
  importFiles(
    source: string,
    files: readonly NamedBytes[],
    publishedOn: IsoDate | null,
    options?: Pick<ImportOptions, "columns" | "partial">,
  ): Promise<ListVersion>;
  status(): Promise<readonly StatusRow[]>;
  /** Fetches a list, checks it and swaps it in; the last good copy stays when anything is wrong. */
  refresh(source: string, options: RefreshOptions): Promise<Refreshed>;
  /** What changed between two versions: "current", "previous", a day, or the start of a sha256. */
  diff(source: string, from: string, to: string): Promise<VersionsDiff>;
}

export interface VersionsDiff extends ListDiff {
  readonly from: ListVersion;
  readonly to: ListVersion;
}

export const makeListsService = (deps: ListsDeps): ListsService => ({
  importFiles: async (source, files, publishedOn, options = {}) => {
    const { version, doubts } = await deps.heavy.take({
      source: sourceId(sourceOf(source).id),
      files,
      publishedOn,
      partial: options.partial ?? false,
      columns: options.columns ?? {},
      checks: null,
    });
    const detail = { list: version.list, sha256: version.sha256, entries: version.entries, doubts };
    await deps.audit.append({ at: deps.now(), kind: "list-import", actor: "administrator", place: "terminal", detail });
    await deps.prepare();
    return version;
  },
  status: async () => {
    const versions = new Map<string, readonly ListVersion[]>();
    for (const source of LIST_SOURCES) {
      const stored = await deps.store.versions(source.id);
      versions.set(source.id, stored.length > 0 ? stored : deps.starter.filter((v) => v.list === source.id));
    }
    const rows = statusRows(LIST_SOURCES, versions, deps.now());
    return Promise.all(rows.map((row) => withLastTrouble(row, deps)));
  },
  refresh: async (id, options) => {
    const source = sourceOf(id);
    const download = deps.conditionalDownload;
    const refreshed = await refreshList(
      source,
      { store: deps.store, download, take: deps.heavy.take, marks: deps.expiring, now: deps.now },
      options,
    );
    const sha256 = refreshed.kind === "refused" ? null : refreshed.version.sha256;
    const why = refreshed.kind === "refused" ? refreshed.why : null;
    const detail = { list: source.id, outcome: refreshed.kind, sha256, why };
    await deps.audit.append({ at: deps.now(), kind: "list-refresh", actor: "schedule", place: "terminal", detail });
    if (refreshed.kind === "updated") await deps.prepare();
    return refreshed;
  },
  diff: async (id, fromName, toName) => {
    const source = sourceOf(id);
    const versions = await deps.store.versions(source.id);
    const [from, to] = [versionNamed(versions, fromName), versionNamed(versions, toName)];
    return { from, to, ...(await diffVersions(deps.store, source.id, from, to)) };
  },
});

/** A refresh that failed is said beside the copy that is still in force. */
const withLastTrouble = async (row: StatusRow, deps: ListsDeps): Promise<StatusRow> => {
  const failed = await troubleOf(sourceOf(row.source), deps.expiring);
  if (!failed) return row;
  const said = `the last refresh failed on ${dayInProse(dayOf(failed.at as Instant))} (${failed.why})`;
  return { ...row, trouble: row.trouble ? `${row.trouble}; ${said}` : said };
};

/** "published 20 November 2026, retrieved 20 November 2026 (3 hours ago), 17,815 entries". */
export const statusLine = (row: StatusRow): string => {
  if (row.entries === null) return "not loaded";
  const published = row.publishedOn
    ? `published ${dayInProse(row.publishedOn as IsoDate)}`
    : "publication date not in the files";
  const retrieved = row.retrievedAt ? `, retrieved ${dayInProse(dayOf(row.retrievedAt))} (${row.ageHours} h ago)` : "";
  return `${published}${retrieved}, ${row.entries.toLocaleString("en-GB")} entries${row.trouble ? `; ${row.trouble}` : ""}`;
};
