import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { documentId } from "../../src/core/brand.ts";
import { type Instant, isoDate } from "../../src/core/dates.ts";
import type { CorpusDocument, DocumentKind } from "../../src/core/document.ts";
import { splitSentences } from "../../src/text/sentences.ts";
import { realSentences, seeded } from "../answers-corpus.ts";

/** Characters of a document: passages end past 700, so this gives about 24 of them. */
const LENGTH = 19_000;
/** Sentences that follow one another before another place is read on from: a passage is about something. */
const STAYS = 0.8;
/** One word in so many is another one, so that no sentence stands in the corpus thousands of times. */
const ANOTHER_WORD = 9;
const KINDS: readonly DocumentKind[] = ["advisory", "designation", "guidance", "notice", "report"];

/** Sentences of the regulatory passages, the starter briefs and the Federal Register notices, in reading order. */
export const sourceSentences = (data: string): readonly string[] => {
  const folder = join(data, "reports/federal-register");
  const notices = existsSync(folder)
    ? readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8").replace(/^---[\s\S]*?\n---\n/, ""))
    : [];
  const plain = notices.map((text) => text.replace(/[#*|>_`[\]]+/g, " ").replace(/\s+/g, " "));
  return [
    ...realSentences(data),
    ...plain.flatMap((text) => splitSentences(text).map((s) => text.slice(s.start, s.end))),
  ].filter((sentence) => sentence.length > 30 && sentence.length < 600);
};

/**
 * Documents without end, the same on every run: real sentences in new order, one word in nine another word of the corpus. One
 * in three names a fictional party with a dated event.
 */
export function* generatedDocuments(sentences: readonly string[]): Generator<CorpusDocument> {
  const random = seeded(23);
  const at = (count: number): number => Math.floor(random() * count);
  // Drawn from the running text, so that common words stay common.
  const words = sentences.flatMap((sentence) => sentence.match(/\p{L}[\p{L}\p{N}'-]*/gu) ?? []);
  const varied = (sentence: string): string =>
    sentence.replace(/\p{Ll}[\p{L}'-]{2,}/gu, (word) =>
      at(ANOTHER_WORD) === 0 ? (words[at(words.length)] ?? word) : word,
    );
  for (let i = 0; ; i++) {
    const day = isoDate(
      `${2015 + at(11)}-${String(1 + at(12)).padStart(2, "0")}-${String(1 + at(28)).padStart(2, "0")}`,
    );
    const party = i % 3 === 0 ? `Fictional Trading ${(i / 3).toString(36)} LLC` : null;
    let text = party ? `${party} was designated on ${day} (fictional).` : "";
    let place = at(sentences.length);
    while (text.length < LENGTH) {
      text += ` ${varied(sentences[place % sentences.length] ?? "")}`;
      place = random() < STAYS ? place + 1 : at(sentences.length);
    }
    const kind = KINDS[at(KINDS.length)] ?? "notice";
    yield {
      documentId: documentId(`generated-${i}`),
      title: `Fictional ${kind} ${i}`,
      publisher: `Fictional Agency ${at(40)}`,
      publishedOn: day,
      kind,
      url: `https://example.org/generated/${i}`,
      linkedSource: null,
      programs: [],
      parties: party ? [{ name: party, kind: "organisation", aliases: [] }] : [],
      events: party ? [{ on: day, action: "designated", party, authority: "Fictional List" }] : [],
      text,
      sha256: i.toString(16).padStart(64, "0"),
      addedAt: `${day}T00:00:00.000Z` as Instant,
    };
  }
}
