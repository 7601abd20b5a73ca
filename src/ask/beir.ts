import type { IndexEntry } from "./shelf.ts";

/** One line of a BEIR `corpus.jsonl`. */
export interface BeirDocument {
  readonly _id: string;
  readonly title?: string | undefined;
  readonly text: string;
}

/**
 * BEIR documents as index entries. Where ids read "<document>|<place>", as in "3|18.8.2", the passages of a document form a
 * group in file order and the texts of the places above ("18.8", "18") become context; other ids stand alone.
 */
export const beirEntries = (documents: readonly BeirDocument[]): readonly IndexEntry[] => {
  const texts = new Map(documents.map((document) => [document._id, document.text]));
  return documents.map((document) => {
    const bar = document._id.indexOf("|");
    return {
      id: document._id,
      group: bar > 0 ? document._id.slice(0, bar) : document._id,
      title: document.title ?? "",
      context: bar > 0 ? headingsAbove(document._id, bar, texts) : "",
      body: document.text,
    };
  });
};

/** A text longer than this is a rule of its own, not a heading. */
const LONGEST_HEADING = 250;

/** "3|18.8.2" -> the texts of "3|18.8" and "3|18", also when they are written "18.8." or "18.". */
const headingsAbove = (id: string, bar: number, texts: ReadonlyMap<string, string>): string => {
  const found: string[] = [];
  for (let at = id.lastIndexOf("."); at > bar; at = id.lastIndexOf(".", at - 1)) {
    const above = texts.get(id.slice(0, at)) ?? texts.get(id.slice(0, at + 1));
    if (above && above !== texts.get(id) && above.length <= LONGEST_HEADING) found.push(above);
  }
  return found.join(" ");
};
