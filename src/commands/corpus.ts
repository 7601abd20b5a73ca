import { existsSync } from "node:fs";
import { documentId } from "../core/brand.ts";
import { BadInput } from "../core/errors.ts";
import { type Command, json, UsageError } from "./command.ts";
import { readFilesAt } from "./files.ts";

export const corpusAdd: Command = {
  name: "corpus add",
  usage: "<path or url>…",
  what: "adds notices or reports to what answers are made from",
  options: {},
  run: async (words, _values, { runtime, out }) => {
    if (words.length === 0)
      throw new UsageError("Name at least one file, folder or address. Usage: redflag corpus add <path or url>…");
    const { services } = await runtime();
    for (const word of words) {
      const isUrl = /^https?:\/\//i.test(word) && !existsSync(word);
      const added = isUrl ? [await services.corpus.addFrom(word)] : await services.corpus.add(readFilesAt([word]));
      for (const d of added)
        out(`added ${d.documentId}: ${d.title} (${d.publisher}${d.publishedOn ? `, ${d.publishedOn}` : ""})`);
    }
  },
};

export const corpusList: Command = {
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

export const corpusRemove: Command = {
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
