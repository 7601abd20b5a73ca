import { BadInput } from "../core/errors.ts";
import { type BeirDocument, beirEntries } from "./beir.ts";
import { LexicalIndex } from "./lexical-index.ts";

export interface BeirQuery {
  readonly _id: string;
  readonly text: string;
}

/** Lines of JSON with `_id` and `text`. Throws `BadInput` naming the file and line that is not. */
export const readBeir = (jsonl: string, name: string): readonly BeirDocument[] =>
  jsonl.split("\n").flatMap((line, i) => {
    if (line.trim() === "") return [];
    const row = parsed(line);
    if (typeof row?._id !== "string" || typeof row.text !== "string")
      throw new BadInput(
        `${name}, line ${i + 1} is no JSON object with "_id" and "text". Nothing was retrieved. Give BEIR files.`,
      );
    return [{ _id: row._id, title: typeof row.title === "string" ? row.title : "", text: row.text }];
  });

const parsed = (line: string): { _id?: unknown; title?: unknown; text?: unknown } | null => {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" ? value : null;
  } catch {
    return null;
  }
};

/** A TREC run: one line `qid Q0 docid rank score redflag` a result, best first. */
export function* retrieveRun(
  corpus: readonly BeirDocument[],
  queries: readonly BeirQuery[],
  k: number,
): Generator<string> {
  const index = new LexicalIndex();
  index.add(beirEntries(corpus));
  for (const query of queries) {
    const found = index.search(query.text, { k });
    for (const [i, hit] of found.entries()) yield `${query._id} Q0 ${hit.id} ${i + 1} ${hit.score.toFixed(4)} redflag`;
  }
}
