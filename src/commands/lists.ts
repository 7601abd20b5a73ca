import { isoDate } from "../core/dates.ts";
import { type Command, json, text, UsageError } from "./command.ts";
import { readFilesAt } from "./files.ts";

const importLists: Command = {
  name: "lists import",
  usage: "<source-id> <files or folder…> [--published DATE]",
  what: "takes a list from files, whole or not at all",
  options: { published: { type: "string" } },
  run: async (words, values, { runtime, out }) => {
    const [source, ...paths] = words;
    if (!source || paths.length === 0)
      throw new UsageError("Name a source and its files. Usage: redflag lists import <source-id> <files or folder…>");
    const published = text(values, "published");
    const { services } = await runtime();
    const version = await services.lists.importFiles(
      source,
      readFilesAt(paths),
      published ? isoDate(published, "--published") : null,
    );
    out(
      `${version.list}: ${version.entries} listings, published ${version.publishedOn ?? "unknown (the files carry no date)"}, sha256 ${version.sha256.slice(0, 16)}`,
    );
  },
};

const status: Command = {
  name: "lists status",
  usage: "[--json]",
  what: "shows each list in force: dates, entries, trouble",
  options: { json: { type: "boolean" } },
  run: async (_words, values, { runtime, out }) => {
    const { services } = await runtime();
    const rows = await services.lists.status();
    if (values.json) return out(json(rows));
    for (const row of await services.listLines()) out(`${row.title}: ${row.line}`);
  },
};

export const listsCommands: readonly Command[] = [importLists, status];
