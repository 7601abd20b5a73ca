import type { IsoDate } from "../core/dates.ts";
import { BadInput, RedflagError } from "../core/errors.ts";
import type { ListVersion } from "../core/listing.ts";
import type { Now } from "../ports/clock.ts";
import type { ConditionalDownload, Downloaded, Validators } from "../ports/download.ts";
import type { HeavyWork } from "../ports/heavy-work.ts";
import type { ExpiringStore, ListStore } from "../ports/stores.ts";
import { dayFrom } from "./listed-dates.ts";
import type { RefreshOptions } from "./refresh-checks.ts";
import type { ListSource, SourceFile } from "./sources.ts";

export interface RefreshDeps {
  readonly store: ListStore;
  readonly download: ConditionalDownload;
  /** Parses, checks and installs what was fetched. */
  readonly take: HeavyWork["take"];
  /** Keeps what the servers said of the copy in force, and the last trouble. */
  readonly marks: ExpiringStore;
  readonly now: Now;
}

export type Refreshed =
  | { readonly kind: "updated"; readonly version: ListVersion; readonly previous: ListVersion | null }
  /** The copy in force is still the publisher's: only its time of retrieval was renewed. */
  | { readonly kind: "unchanged"; readonly version: ListVersion }
  /** Nothing was changed; `why` is one sentence for a person. */
  | { readonly kind: "refused"; readonly why: string; readonly inForce: ListVersion | null };

/** The last failed refresh of a list, until one succeeds. */
export interface Trouble {
  readonly at: string;
  readonly why: string;
}

interface Marks {
  readonly sha256: string;
  readonly files: Readonly<Record<string, Validators>>;
}

const marksKey = (source: ListSource): string => `list-marks:${source.id}`;
const troubleKey = (source: ListSource): string => `list-trouble:${source.id}`;

/**
 * Fetches a list, checks it and makes it the version in force: whole, or the last good copy stays and the reason is
 * returned. Whatever a server sends or fails to send ends in "refused"; only a broken promise of the program is thrown.
 */
export const refreshList = async (
  source: ListSource,
  deps: RefreshDeps,
  options: RefreshOptions = {},
): Promise<Refreshed> => {
  const inForce = (await deps.store.versions(source.id)).at(-1) ?? null;
  try {
    const refreshed = await attempt(source, deps, options, inForce);
    await deps.marks.delete(troubleKey(source));
    return refreshed;
  } catch (thrown) {
    if (!(thrown instanceof RedflagError)) throw thrown;
    const trouble: Trouble = { at: deps.now(), why: thrown.message };
    await deps.marks.set(troubleKey(source), trouble, null);
    return { kind: "refused", why: thrown.message, inForce };
  }
};

/** Why the last refresh of a list failed, or `null` when it did not. */
export const troubleOf = async (source: ListSource, marks: ExpiringStore): Promise<Trouble | null> =>
  (await marks.get(troubleKey(source))) as Trouble | null;

const attempt = async (
  source: ListSource,
  deps: RefreshDeps,
  options: RefreshOptions,
  inForce: ListVersion | null,
): Promise<Refreshed> => {
  const files = source.editions[0]?.files ?? [];
  const known = await marksOf(source, deps.marks, inForce);
  const fetched = await fetchAll(source, files, deps.download, known);
  if (fetched === "not-modified" && inForce !== null) return renew(deps, inForce);
  if (fetched === "not-modified") throw new BadInput(`${source.title} was never loaded. Nothing was changed.`);

  const named = files.map((file, i) => ({ name: file.name, bytes: fetched[i]?.bytes ?? new Uint8Array() }));
  const { version, previous, unchanged } = await deps.take({
    source: source.id,
    files: named,
    publishedOn: lastModifiedDay(fetched[0]),
    partial: false,
    columns: {},
    checks: { allowShrink: options.allowShrink ?? false, allowOlder: options.allowOlder ?? false },
  });
  await remember(source, deps.marks, version, files, fetched);
  return unchanged ? { kind: "unchanged", version } : { kind: "updated", version, previous };
};

const renew = async (deps: RefreshDeps, inForce: ListVersion): Promise<Refreshed> => {
  const version = { ...inForce, retrievedAt: deps.now() };
  await deps.store.install(version, []);
  return { kind: "unchanged", version };
};

/** What the servers said, if it was said of the version in force: after an import by hand it no longer counts. */
const marksOf = async (
  source: ListSource,
  marks: ExpiringStore,
  inForce: ListVersion | null,
): Promise<Marks["files"]> => {
  const kept = (await marks.get(marksKey(source))) as Marks | null;
  return kept !== null && kept.sha256 === inForce?.sha256 ? kept.files : {};
};

const remember = async (
  source: ListSource,
  marks: ExpiringStore,
  version: ListVersion,
  files: readonly SourceFile[],
  fetched: readonly Downloaded[],
): Promise<void> => {
  const said = files.map((file, i) => [
    file.role,
    { etag: fetched[i]?.etag ?? null, lastModified: fetched[i]?.lastModified ?? null },
  ]);
  const kept: Marks = { sha256: version.sha256, files: Object.fromEntries(said) };
  await marks.set(marksKey(source), kept, null);
};

/** Every file of the set, or "not-modified" when none has changed. A set is never put together from two retrievals. */
const fetchAll = async (
  source: ListSource,
  files: readonly SourceFile[],
  download: ConditionalDownload,
  known: Marks["files"],
): Promise<readonly Downloaded[] | "not-modified"> => {
  const urls = files.map((file) => {
    if (file.url === null)
      throw new BadInput(
        `${source.title} has no address to fetch ${file.name} from. Nothing was changed. Import it from a file.`,
      );
    return file.url;
  });
  const first = files[0] && (known[files[0].role] ?? null);
  if (first?.etag || first?.lastModified) {
    const answers = await Promise.all(urls.map((url, i) => download(url, known[files[i]?.role ?? ""] ?? null)));
    if (answers.every((answer) => answer === "not-modified")) return "not-modified";
    if (answers.every((answer) => answer !== "not-modified")) return answers;
  }
  return Promise.all(
    urls.map(async (url) => {
      const answer = await download(url, null);
      if (answer === "not-modified") throw new BadInput(`${url} sent nothing. Nothing was changed.`);
      return answer;
    }),
  );
};

/** "Wed, 21 Oct 2015 07:28:00 GMT" -> 2015-10-21: what the publisher's server says of a file that carries no date itself. */
const lastModifiedDay = (file: Downloaded | undefined): IsoDate | null =>
  dayFrom(/\d{1,2} [A-Z][a-z]{2} \d{4}/.exec(file?.lastModified ?? "")?.[0] ?? null);
