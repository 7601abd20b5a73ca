import type { SourceId } from "../core/brand.ts";
import { type IsoDate, parseIsoDate } from "../core/dates.ts";
import type { Listing, ListVersion } from "../core/listing.ts";
import type { Now } from "../ports/clock.ts";
import type { ListStore } from "../ports/stores.ts";
import { sha256Of } from "./bytes.ts";
import { PARSERS } from "./parsers.ts";
import { type NamedBytes, type Picked, pickFiles } from "./pick-files.ts";
import { type ListSource, sourceOf } from "./sources.ts";

export interface ReadList {
  readonly version: ListVersion;
  readonly listings: readonly Listing[];
  readonly doubts: readonly string[];
}

export interface ImportOptions {
  readonly source: SourceId;
  /** Bare names or paths with their bytes; more than needed is fine. */
  readonly files: readonly NamedBytes[];
  readonly store: ListStore;
  readonly now: Now;
  /** Publication day, when the caller knows it; `null` otherwise. A day inside the files wins. */
  readonly publishedOn: IsoDate | null;
  /** Accept missing side files (aliases, addresses, comments). The version then says so in its caveat. */
  readonly partial?: boolean;
  /** For a team's own list: which column of the file means what. */
  readonly columns?: Readonly<Record<string, string>>;
}

export interface Imported {
  readonly version: ListVersion;
  /** The version that was in force before, `null` when there was none. */
  readonly previous: ListVersion | null;
  /** The same bytes were in force already: only the time of retrieval was renewed. */
  readonly unchanged: boolean;
  /** Signs that the files are not of one publication; also in the version's caveat. */
  readonly doubts: readonly string[];
}

/**
 * Reads the files of a source and makes them the version in force: whole, or nothing is changed and `BadList` or
 * `BadInput` says why. Importing the same files twice changes nothing but the time of retrieval.
 */
export const importList = async (options: ImportOptions): Promise<Imported> => {
  const source = sourceOf(options.source);
  const read = readList(source, options.files, options.now, options.publishedOn, options);
  const previous = (await options.store.versions(source.id)).at(-1) ?? null;
  await options.store.install(read.version, read.listings);
  return { version: read.version, previous, unchanged: previous?.sha256 === read.version.sha256, doubts: read.doubts };
};

/** Bytes -> a version with its listings, without a store. Throws `BadList` or `BadInput`. */
export const readList = (
  source: ListSource,
  files: readonly NamedBytes[],
  now: Now,
  publishedOn: IsoDate | null,
  { partial = false, columns = {} }: Pick<ImportOptions, "partial" | "columns"> = {},
): ReadList => {
  const picked = pickFiles(
    source,
    files.map((file) => file.name),
    partial,
  );
  const byRole = filesByRole(picked, files);
  const parse = PARSERS[picked.edition.format];
  const main = picked.edition.files[0];
  const parsed = parse({
    list: source.id,
    files: byRole,
    url: main?.url ?? source.home,
    columns,
    publishedOn: publishedOn ?? dayInName(byRole.get(main?.role ?? "")?.name ?? ""),
  });
  const version: ListVersion = {
    list: source.id,
    sha256: versionSha256(byRole),
    publishedOn: parsed.publishedOn,
    retrievedAt: now(),
    entries: parsed.listings.length,
    caveat: caveatOf(picked, parsed.doubts),
  };
  return { version, listings: parsed.listings, doubts: parsed.doubts };
};

const filesByRole = (picked: Picked, files: readonly NamedBytes[]): ReadonlyMap<string, NamedBytes> =>
  new Map(
    [...picked.names].flatMap(([role, name]) => {
      const file = files.find((f) => f.name === name);
      return file ? [[role, { name: name.split(/[/\\]/).at(-1) ?? name, bytes: file.bytes }] as const] : [];
    }),
  );

/** sha256 over the files' own hashes, by role, so that the order of arguments does not matter. */
const versionSha256 = (byRole: ReadonlyMap<string, NamedBytes>): string =>
  sha256Of(
    [...byRole]
      .map(([role, file]) => `${role} ${sha256Of(file.bytes)}\n`)
      .sort()
      .join(""),
  );

/** "sdn-2021-09-21.csv" -> 2021-09-21: whoever named the file so says when it was published. "sdn.csv" -> null. */
const dayInName = (name: string): IsoDate | null => {
  const m = /(\d{4})-?(\d{2})-?(\d{2})(?=\.\w+$)/.exec(name);
  return m ? parseIsoDate(`${m[1]}-${m[2]}-${m[3]}`) : null;
};

const caveatOf = (picked: Picked, doubts: readonly string[]): string | null => {
  const said = [
    ...(picked.missing.length > 0
      ? [`incomplete: without ${picked.missing.map((file) => file.name.toLowerCase()).join(", ")}`]
      : []),
    ...(doubts.length > 0 ? [`the files are not of one publication: ${doubts.join("; ")}`] : []),
  ];
  return said.length === 0 ? null : `${said.join("; ")}; not for compliance decisions`;
};
