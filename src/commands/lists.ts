import { isoDate } from "../core/dates.ts";
import { BadList } from "../core/errors.ts";
import { LIST_SOURCES } from "../lists/sources.ts";
import { type Command, json, text, UsageError } from "./command.ts";
import { readFilesAt } from "./files.ts";

const importLists: Command = {
  name: "lists import",
  usage: "<source-id> <files or folder…> [--published DATE] [--partial] [--map name=full_name,…]",
  what: "takes a list from files, whole or not at all",
  options: { published: { type: "string" }, partial: { type: "boolean" }, map: { type: "string" } },
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
      { partial: values.partial === true, columns: columnsFrom(text(values, "map")) },
    );
    out(
      `${version.list}: ${version.entries} listings, published ${version.publishedOn ?? "unknown (the files carry no date)"}, sha256 ${version.sha256.slice(0, 16)}`,
    );
  },
};

/** "name=full_name,dob=birth" -> { name: "full_name", dob: "birth" } */
const columnsFrom = (map: string | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (map ?? "")
      .split(",")
      .filter((pair) => pair.trim() !== "")
      .map((pair) => {
        const [meaning, column, ...more] = pair.split("=").map((part) => part.trim());
        if (!meaning || !column || more.length > 0)
          throw new UsageError(`--map takes meaning=column pairs separated by commas, got "${pair}".`);
        return [meaning, column];
      }),
  );

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

const refresh: Command = {
  name: "lists refresh",
  usage: "[<source-id>…] [--allow-shrink] [--allow-older]",
  what: "fetches lists from their publishers; a bad download changes nothing",
  options: { "allow-shrink": { type: "boolean" }, "allow-older": { type: "boolean" } },
  run: async (words, values, { runtime, out }) => {
    const { services } = await runtime();
    const sources =
      words.length > 0 ? words : LIST_SOURCES.filter((source) => source.refreshed).map((source) => source.id);
    const options = { allowShrink: values["allow-shrink"] === true, allowOlder: values["allow-older"] === true };
    const refused: string[] = [];
    for (const source of sources) {
      const refreshed = await services.lists.refresh(source, options);
      if (refreshed.kind === "refused") refused.push(`${source}: ${refreshed.why}`);
      else
        out(
          `${source}: ${refreshed.kind}, ${refreshed.version.entries} listings, published ${refreshed.version.publishedOn ?? "unknown"}`,
        );
    }
    if (refused.length > 0) throw new BadList(refused.join("\n"));
  },
};

const diff: Command = {
  name: "lists diff",
  usage: "<source-id> <from> <to> [--json]",
  what: "shows what changed between two versions (a day, current, previous, or the start of a sha256)",
  options: { json: { type: "boolean" } },
  run: async (words, values, { runtime, out }) => {
    const [source, from, to] = words;
    if (!source || !from || !to)
      throw new UsageError("Name a source and two versions. Usage: redflag lists diff <source-id> <from> <to>");
    const { services } = await runtime();
    const changes = await services.lists.diff(source, from, to);
    if (values.json) return out(json(changes));
    for (const listing of changes.added) out(`added    ${listing.listingId}  ${listing.names[0]?.text}`);
    for (const listing of changes.removed) out(`removed  ${listing.listingId}  ${listing.names[0]?.text}`);
    for (const { after, fields } of changes.changed)
      out(`changed  ${after.listingId}  ${after.names[0]?.text}: ${fields.map((field) => field.label).join(", ")}`);
    out(`${changes.added.length} added, ${changes.removed.length} removed, ${changes.changed.length} changed`);
  },
};

export const listsCommands: readonly Command[] = [importLists, status, refresh, diff];
