import { BadInput, BadList } from "../core/errors.ts";
import type { ListSource, SourceEdition, SourceFile } from "./sources.ts";

/** A file as read: bare name (no folder) and bytes. */
export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What a folder or a command line offers for one edition. */
export interface Picked {
  readonly edition: SourceEdition;
  /** Bare name by role, only of the files that are there. */
  readonly names: ReadonlyMap<string, string>;
  readonly missing: readonly SourceFile[];
}

const bare = (name: string): string => name.split(/[/\\]/).at(-1) ?? name;

const pickEdition = (edition: SourceEdition, names: readonly string[]): Picked => {
  const found = new Map<string, string>();
  for (const file of edition.files) {
    const fitting = names.filter((name) => file.pattern.test(bare(name)));
    // "sdn.csv" beside "sdn-2021-09-21.csv": the plain name is the one meant.
    const plain = fitting.filter((name) => bare(name).toLowerCase() === file.name.toLowerCase());
    const chosen = plain.length === 1 ? plain : fitting;
    if (chosen.length > 1)
      throw new BadInput(
        `${chosen.map(bare).join(", ")} could each be ${file.name}. Nothing was changed. Name the one file to import.`,
      );
    if (chosen[0] !== undefined) found.set(file.role, chosen[0]);
  }
  return { edition, names: found, missing: edition.files.filter((file) => !found.has(file.role)) };
};

/**
 * Picks the files of a source from the names in a folder or on a command line, without regard to case.
 * Throws `BadInput` when several files could be the same one, `BadList` when a required file is missing and
 * `partial` is not set, naming what is missing.
 */
export const pickFiles = (source: ListSource, names: readonly string[], partial = false): Picked => {
  const picks = source.editions.map((edition) => pickEdition(edition, names));
  const whole = picks.find((pick) => pick.missing.length === 0);
  if (whole) return whole;
  const [first] = picks;
  const best = picks.toSorted((a, b) => b.names.size - a.names.size)[0];
  if (!best || !first || best.names.size === 0)
    throw new BadList(
      `No file of ${source.title} was found. Nothing was changed. Expected ${first?.edition.files.map((f) => f.name).join(", ") ?? "its files"}.`,
    );
  if (partial && !best.missing.some((file) => file === best.edition.files[0])) return best;
  const missing = best.missing.map((file) => file.name.toLowerCase()).join(", ");
  throw new BadList(
    `${source.title} is incomplete: ${missing} is missing. Nothing was changed. Download all of ${best.edition.files.map((f) => f.name.toLowerCase()).join(", ")} of the same day and import them together.`,
  );
};
