import type { Citation } from "../../../src/core/answer.ts";
import { documentId, passageId } from "../../../src/core/brand.ts";
import { isoDate } from "../../../src/core/dates.ts";
import { plain, type Reply } from "../../../src/core/reply.ts";

/** Fictional example. */
export const citation = (number: number, changes: Partial<Citation> = {}): Citation => ({
  number,
  documentId: documentId(`example-${number}`),
  title: `Example notice ${number}`,
  publisher: "Example Treasury",
  publishedOn: isoDate("2025-07-08"),
  url: `https://notices.example/${number}`,
  linkedSource: null,
  passageId: passageId(documentId(`example-${number}`), 0),
  quote: `The words that notice ${number} says.`,
  start: 0,
  end: 10,
  ...changes,
});

export const reply = (changes: Partial<Reply> = {}): Reply => ({
  summary: "An example",
  blocks: [{ kind: "paragraph", text: plain("An example.") }],
  citations: [],
  audience: "everyone",
  aiGenerated: false,
  feedbackFor: null,
  ...changes,
});

export const citedAnswer = (changes: Partial<Reply> = {}): Reply =>
  reply({
    summary: "Example Person was listed on 8 July 2025",
    blocks: [
      {
        kind: "paragraph",
        text: [
          { text: "Example Person", bold: true },
          { text: " was listed on 8 July 2025 " },
          { text: "[1]", cite: 1 },
          { text: " for an example scheme " },
          { text: "[2]", cite: 2 },
          { text: "." },
        ],
      },
      { kind: "note", text: plain("As of lists of 20 November 2026.") },
      { kind: "actions", actions: [{ id: "share", label: "Share", value: "q-1" }] },
    ],
    citations: [citation(1), citation(2)],
    feedbackFor: "q-1",
    ...changes,
  });

/** A cited answer without buttons, which is one message. */
export const citedText = (): Reply =>
  citedAnswer({ blocks: citedAnswer().blocks.filter(({ kind }) => kind !== "actions") });

export const screeningReply = (changes: Partial<Reply> = {}): Reply =>
  reply({
    summary: "Match: EXAMPLE, Person",
    blocks: [
      { kind: "headline", text: [{ text: "Match: EXAMPLE, Person", bold: true }, { text: " — Example list" }] },
      { kind: "fields", rows: [{ label: "Why", value: plain("family name equal") }] },
      {
        kind: "actions",
        actions: [
          { id: "screening.details", label: "Details", value: "s-1" },
          { id: "screening.why-not", label: "Why?", value: "s-1" },
        ],
      },
    ],
    ...changes,
  });
