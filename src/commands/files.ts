import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { BadInput, messageOf } from "../core/errors.ts";

export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The files named, and the files directly inside the folders named. Throws `BadInput` when a path cannot be read. */
export const readFilesAt = (paths: readonly string[]): readonly NamedBytes[] =>
  paths.flatMap((path) => {
    try {
      if (!statSync(path).isDirectory()) return [{ name: basename(path), bytes: readFileSync(path) }];
      return readdirSync(path, { withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => ({ name: entry.name, bytes: readFileSync(join(path, entry.name)) }));
    } catch (thrown) {
      throw new BadInput(`${path} could not be read (${messageOf(thrown)}). Nothing was changed. Check the path.`, {
        cause: thrown,
      });
    }
  });

/** Text of a file; `-` is stdin. Throws `BadInput` when it cannot be read. */
export const readTextFile = (path: string): string => {
  try {
    return readFileSync(path === "-" ? 0 : path, "utf8");
  } catch (thrown) {
    const what = path === "-" ? "stdin" : path;
    throw new BadInput(`${what} could not be read (${messageOf(thrown)}). Nothing was changed. Check the path.`, {
      cause: thrown,
    });
  }
};

/** Writes a text file. Throws `BadInput` when it cannot be written. */
export const writeTextFile = (path: string, content: string): void => {
  try {
    writeFileSync(path, content);
  } catch (thrown) {
    throw new BadInput(`${path} could not be written (${messageOf(thrown)}). Nothing was changed. Check the path.`, {
      cause: thrown,
    });
  }
};
