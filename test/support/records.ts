import type { Answer } from "../../src/core/answer.ts";
import { documentId, listingId, passageId, sourceId } from "../../src/core/brand.ts";
import { type Instant, isoDate } from "../../src/core/dates.ts";
import type { Incoming } from "../../src/core/incoming.ts";
import type { Hit, Screening, SearchedList } from "../../src/core/screening.ts";
import { subjectFrom } from "../../src/core/subject.ts";

export const AT = "2026-11-20T09:00:00.000Z" as Instant;

/** A list as searched, with what a test wants different. */
export const searchedList = (change: Partial<SearchedList> = {}): SearchedList => ({
  list: sourceId("ofac-sdn"),
  publishedOn: isoDate("2026-11-20"),
  retrievedAt: AT,
  sha256: "0".repeat(64),
  entries: 17_815,
  stale: false,
  caveat: null,
  ...change,
});

export const hit = (change: Partial<Hit> = {}): Hit => ({
  list: sourceId("ofac-sdn"),
  listingId: listingId("999001"),
  name: "EXAMPLE, Person",
  matchedName: "EXAMPLE, Person",
  kind: "person",
  verdict: "match",
  nameScore: 0.97,
  score: 0.97,
  programs: ["DPRK3"],
  listedOn: isoDate("2025-07-08"),
  removedOn: null,
  reasons: ["family name Example = EXAMPLE"],
  contradictions: [],
  source: {
    url: "https://example.org/list",
    publishedOn: isoDate("2026-11-20"),
    sha256: "1".repeat(64),
    pointer: "sdn.csv@0-10",
  },
  ...change,
});

/** A finished screening of a fictional name. */
export const screening = (change: Partial<Screening> = {}): Screening => ({
  screeningId: "scr-1",
  subject: subjectFrom({ text: "Person Example" }),
  verdict: "match",
  score: 0.97,
  threshold: 0.74,
  hits: [hit()],
  nearest: null,
  warnings: [],
  searched: [searchedList()],
  screenedAt: AT,
  elapsedMs: 0.1,
  ...change,
});

const QUOTE = "The fictional example was listed on 8 July 2025.";

/** A finished answer from one fictional document. */
export const answer = (change: Partial<Answer> = {}): Answer => ({
  questionId: "q-1",
  question: "Who is Example?",
  status: "answered",
  text: `${QUOTE} [1]`,
  asOf: isoDate("2026-11-20"),
  claims: [{ text: QUOTE, citations: [1] }],
  citations: [
    {
      number: 1,
      documentId: documentId("example-1"),
      title: "A fictional notice",
      publisher: "Example Press",
      publishedOn: isoDate("2025-07-08"),
      url: "https://example.org/notice",
      linkedSource: null,
      passageId: passageId(documentId("example-1"), 0),
      quote: QUOTE,
      start: 0,
      end: QUOTE.length,
    },
  ],
  alsoRelevant: [],
  screenings: [],
  searched: { documents: 118, latest: isoDate("2026-07-03") },
  composedBy: "extraction",
  modelUse: null,
  elapsedMs: 3,
  ...change,
});

export const incoming = (change: Partial<Incoming> = {}): Incoming => ({
  eventId: "e-1",
  platform: "slack",
  workspaceId: "T1",
  channelId: "C1",
  threadId: "100.1",
  userId: "U1",
  scene: "channel",
  body: { kind: "message", text: "Who is Example?", addressed: true },
  receivedAt: AT,
  ...change,
});
