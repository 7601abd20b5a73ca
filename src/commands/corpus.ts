import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { readFolder } from "../adapters/folder.ts";
import { documentId } from "../core/brand.ts";
import type { CorpusDocument } from "../core/document.ts";
import { BadInput, Unavailable } from "../core/errors.ts";
import type { CorpusRefreshed } from "../corpus/refresh.ts";
import type { Added } from "../services/corpus.ts";
import { type Command, json, UsageError } from "./command.ts";
import { readFilesAt } from "./files.ts";

const corpusAdd: Command = {
  name: "corpus add",
  usage: "<path or url>…",
  what: "adds notices or reports to what answers are made from",
  options: {},
  run: async (words, _values, { runtime, out }) => {
    if (words.length === 0)
      throw new UsageError("Name at least one file, folder or address. Usage: redflag corpus add <path or url>…");
    const { services } = await runtime();
    for (const word of words) {
      const isUrl = isAddress(word);
      // A file named by hand must be read; a folder may hold others.
      const isFolder = !isUrl && statSync(word, { throwIfNoEntry: false })?.isDirectory() === true;
      const added = isUrl
        ? await services.corpus.addFrom(word)
        : await services.corpus.add(isFolder ? readFolder(word) : readFilesAt([word]), isFolder);
      for (const line of changeLines(added)) out(line);
      out(`${word}: ${countsOf(added)}`);
    }
  },
};

/** Documents named one by one up to here; beyond it the counts say enough. */
const NAMED = 25;

const changeLines = (intake: Added): readonly string[] => {
  const lines = [
    ...intake.added.map((d) => `added ${d.documentId}: ${lineOf(d)}`),
    ...intake.changed.map((d) => `changed ${d.documentId}: ${lineOf(d)}`),
    ...intake.duplicates.map(
      ({ document, duplicate }) => `not added: ${document.title} is ${duplicate.of} (${duplicate.because})`,
    ),
    ...intake.skipped.map(({ name, why }) => `left out ${name}: ${why}`),
  ];
  return lines.length > NAMED ? [...lines.slice(0, NAMED), `… and ${lines.length - NAMED} more`] : lines;
};

const lineOf = (d: CorpusDocument): string => `${d.title} (${d.publisher}${d.publishedOn ? `, ${d.publishedOn}` : ""})`;

const countsOf = ({ added, changed, unchanged, duplicates, skipped }: Added): string =>
  `${added.length} added, ${changed.length} changed, ${unchanged.length} unchanged, ${duplicates.length} duplicates, ${skipped.length} left out`;

const isAddress = (word: string): boolean => /^https?:\/\//i.test(word) && !existsSync(word);

const refreshedLines = (id: string, refreshed: Exclude<CorpusRefreshed, { kind: "refused" }>): readonly string[] =>
  refreshed.kind === "unchanged"
    ? [`${id}: unchanged`]
    : [
        ...changeLines({ ...refreshed, unchanged: [] }),
        `${id}: ${refreshed.added.length} added, ${refreshed.changed.length} changed, ${refreshed.removed.length} removed, ${refreshed.duplicates.length} duplicates, ${refreshed.skipped.length} left out`,
      ];

const corpusRefresh: Command = {
  name: "corpus refresh",
  usage: "[<source-id>…]",
  what: "fetches documents from their sources; a failed refresh changes nothing",
  options: {},
  run: async (words, _values, { runtime, out }) => {
    const { sources } = (await runtime()).services.corpus;
    const refused: string[] = [];
    for (const id of words.length > 0 ? words : await sources.refreshed()) {
      const refreshed = await sources.refresh(id);
      if (refreshed.kind === "refused") refused.push(`${id}: ${refreshed.why}`);
      else for (const line of refreshedLines(id, refreshed)) out(line);
    }
    if (refused.length > 0) throw new Unavailable(refused.join("\n"));
  },
};

const corpusSources: Command = {
  name: "corpus sources",
  usage: "[--json]",
  what: "shows where documents come from, when they were read last, and any trouble",
  options: { json: { type: "boolean" } },
  run: async (_words, values, { runtime, out }) => {
    const rows = await (await runtime()).services.corpus.sources.rows();
    if (values.json) return out(json(rows.map(({ articles: _articles, ...row }) => row)));
    for (const row of rows) {
      const when = row.refreshedAt ? `read ${row.refreshedAt}, ${row.documents} documents` : "not read yet";
      const asked = row.refreshed ? "" : ", only when asked by name";
      out(`${row.id}  ${row.kind}  ${row.url}  ${when}${asked}${row.trouble ? `; trouble: ${row.trouble.why}` : ""}`);
    }
  },
};

const corpusWatch: Command = {
  name: "corpus watch",
  usage: "<folder, feed or page>",
  what: "adds a source of your own; what disappears from a watched folder stops answering",
  options: {},
  run: async (words, _values, { runtime, out }) => {
    const [word] = words;
    if (!word) throw new UsageError("Name a folder or an address. Usage: redflag corpus watch <folder, feed or page>");
    const { services } = await runtime();
    const { source, refreshed } = await services.corpus.sources.watch(isAddress(word) ? word : resolve(word));
    if (refreshed.kind === "refused") throw new Unavailable(`${word} is not watched: ${refreshed.why}`);
    for (const line of refreshedLines(source.id, refreshed)) out(line);
  },
};

const corpusUnwatch: Command = {
  name: "corpus unwatch",
  usage: "<source-id>",
  what: "stops watching a source of your own; its documents stop answering",
  options: {},
  run: async (words, _values, { runtime, out }) => {
    const [id] = words;
    if (!id) throw new UsageError("Name the source. Usage: redflag corpus unwatch <source-id>");
    const removed = await (await runtime()).services.corpus.sources.unwatch(id);
    out(`${id} is no longer watched, ${removed} documents removed`);
  },
};

const corpusList: Command = {
  name: "corpus list",
  usage: "[--json]",
  what: "lists the documents, newest first",
  options: { json: { type: "boolean" } },
  run: async (_words, values, { runtime, out }) => {
    const { store } = await runtime();
    const documents = [...(await store.documents.all())].sort((a, b) =>
      (b.publishedOn ?? "").localeCompare(a.publishedOn ?? ""),
    );
    if (values.json) return out(json(documents.map(({ text: _text, ...rest }) => rest)));
    for (const d of documents) out(`${d.publishedOn ?? "undated   "}  ${d.documentId}  ${d.title}`);
    out(`${documents.length} documents`);
  },
};

const corpusRemove: Command = {
  name: "corpus remove",
  usage: "<document-id>",
  what: "removes a document; it stops answering at once",
  options: {},
  run: async (words, _values, { runtime, out }) => {
    const [id] = words;
    if (!id)
      throw new UsageError(
        "Name the document. Usage: redflag corpus remove <document-id> (redflag corpus list shows the ids)",
      );
    const { services } = await runtime();
    if (!(await services.corpus.remove(documentId(id))))
      throw new BadInput(`There is no document "${id}". Nothing was removed. redflag corpus list shows the ids.`);
    out(`removed ${id}`);
  },
};

export const corpusCommands: readonly Command[] = [
  corpusAdd,
  corpusList,
  corpusRemove,
  corpusSources,
  corpusRefresh,
  corpusWatch,
  corpusUnwatch,
];
