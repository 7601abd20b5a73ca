import { type Ask, type AskParts, makeAsk } from "../../src/ask/ask.ts";
import { type Library, makeLibrary } from "../../src/ask/library.ts";
import { libraryForAll } from "../../src/ask/library-for.ts";
import { documentId } from "../../src/core/brand.ts";
import { type Instant, isoDate } from "../../src/core/dates.ts";
import type { CorpusDocument, DocumentParty, StatusEvent } from "../../src/core/document.ts";
import type { Screener, Screening, Subject } from "../../src/core/screening.ts";
import { cutPassages } from "../../src/corpus/passages.ts";
import { NO_TRACE } from "../../src/ports/trace.ts";

export const NOW = "2026-11-22T12:00:00.000Z" as Instant;

export interface Sketch {
  readonly id: string;
  readonly text: string;
  readonly title?: string;
  readonly publisher?: string;
  readonly publishedOn?: string | null;
  readonly kind?: CorpusDocument["kind"];
  readonly parties?: readonly (readonly [name: string, kind: DocumentParty["kind"], ...aliases: string[]])[];
  /** "2025-07-08 designated Example Party" */
  readonly events?: readonly (readonly [on: string, action: string, party: string])[];
}

/** A document out of a few words; everything fictional. */
export const documentOf = (sketch: Sketch): CorpusDocument => ({
  documentId: documentId(sketch.id),
  title: sketch.title ?? `Notice ${sketch.id}`,
  publisher: sketch.publisher ?? "Fictional Office",
  publishedOn:
    sketch.publishedOn === undefined
      ? isoDate("2025-07-08")
      : sketch.publishedOn === null
        ? null
        : isoDate(sketch.publishedOn),
  kind: sketch.kind ?? "designation",
  url: `https://example.org/${sketch.id}`,
  linkedSource: null,
  programs: [],
  parties: (sketch.parties ?? []).map(([name, kind, ...aliases]) => ({ name, kind, aliases })),
  events: (sketch.events ?? []).map(
    ([on, action, party]): StatusEvent => ({ on: isoDate(on), action, party, authority: "Fictional List" }),
  ),
  text: sketch.text,
  sha256: "0".repeat(64),
  addedAt: NOW,
});

export const libraryOf = (sketches: readonly Sketch[]): Library => {
  const library = makeLibrary();
  library.addAll(sketches.map(documentOf).map((document) => ({ document, passages: cutPassages(document) })));
  return library;
};

/** Finds nothing on any list; `listed` names are mentions. */
export const emptyScreener = (listed: readonly string[] = []): Screener => ({
  screen: (subject: Subject): Screening => ({
    screeningId: `screening of ${subject.text}`,
    subject,
    verdict: "no-match",
    score: 0,
    threshold: 0.8,
    hits: [],
    nearest: null,
    warnings: [],
    searched: [],
    screenedAt: NOW,
    elapsedMs: 0,
  }),
  compare: () => ({ score: 0, verdict: "no-match", reasons: [], contradictions: [] }),
  mentions: (text) =>
    listed.flatMap((name) => {
      const start = text.indexOf(name);
      return start === -1
        ? []
        : [
            {
              text: name,
              start,
              end: start + name.length,
              kind: "person" as const,
              verdict: "match" as const,
              listingId: null,
              list: null,
              score: 1,
            },
          ];
    }),
  searched: () => [],
});

export const askerOf = (library: Library, parts: Partial<AskParts> = {}): Ask => {
  let questions = 0;
  return makeAsk({
    library: libraryForAll(library),
    screener: () => emptyScreener(),
    listChanges: null,
    record: null,
    dense: null,
    modelSeesNames: true,
    modelPrices: null,
    model: null,
    modelTimeoutMs: 1_000,
    prompt: { name: "answer", version: "test", system: "Answer from the passages." },
    now: () => NOW,
    newId: () => `q${++questions}`,
    stopwatch: () => 0,
    trace: NO_TRACE,
    ...parts,
  });
};

export const plainContext = { turns: [], asOf: null, progress: () => {} } as const;
