import type { CallbackManagerForRetrieverRun } from "@langchain/core/callbacks/manager";
import { Document } from "@langchain/core/documents";
import { BaseRetriever } from "@langchain/core/retrievers";
import type { CorpusDocument, Passage } from "../../core/document.ts";

/** A passage as the search of this program finds it. */
export interface RetrievedPassage {
  readonly passage: Passage;
  readonly document: CorpusDocument;
  readonly score: number;
}

export type Search = (query: string, k: number) => readonly RetrievedPassage[];

/** The corpus as a LangChain retriever: `pageContent` is the passage, `metadata` what is needed to cite it. */
export class CorpusRetriever extends BaseRetriever {
  override lc_namespace = ["redflag", "retrievers"];
  readonly #search: Search;
  readonly #k: number;

  constructor(search: Search, k = 10) {
    super({});
    this.#search = search;
    this.#k = k;
  }

  override async _getRelevantDocuments(query: string, _run?: CallbackManagerForRetrieverRun): Promise<Document[]> {
    return this.#search(query, this.#k).map(
      ({ passage, document, score }) =>
        new Document({
          id: passage.passageId,
          pageContent: passage.text,
          metadata: {
            passageId: passage.passageId,
            documentId: document.documentId,
            title: document.title,
            publisher: document.publisher,
            publishedOn: document.publishedOn,
            url: document.url,
            section: passage.section,
            start: passage.start,
            end: passage.end,
            score,
          },
        }),
    );
  }
}
