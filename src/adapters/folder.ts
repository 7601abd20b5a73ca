import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { BadInput, messageOf } from "../core/errors.ts";

/** Hidden files, and the licence that lies beside documents, are no documents. */
const LEFT_OUT = /^(?:\.|licen[cs]e(?:\.|$)|copying(?:\.|$))/i;

/** The files directly inside a folder, by name. Throws `BadInput` when the folder or one of them cannot be read. */
export const readFolder = (path: string): readonly { readonly name: string; readonly bytes: Uint8Array }[] => {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isFile() && !LEFT_OUT.test(entry.name))
      .map((entry) => entry.name)
      .sort()
      .map((name) => ({ name, bytes: readFileSync(join(path, name)) }));
  } catch (thrown) {
    throw new BadInput(`${path} could not be read (${messageOf(thrown)}). Nothing was changed. Check the path.`, {
      cause: thrown,
    });
  }
};
