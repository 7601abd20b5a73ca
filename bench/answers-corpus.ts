import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { IndexEntry } from "../src/ask/shelf.ts";
import { splitSentences } from "../src/text/sentences.ts";
import { readStarterBriefs } from "./eval-world.ts";

/** A stream of numbers 0..1 that is the same on every run (mulberry32). */
export const seeded = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
};

/** Real sentences: the regulatory passages where the public data is there, and the starter briefs. */
export const realSentences = (data: string): readonly string[] => {
  const folder = join(data, "retrieval/obliqa/documents");
  const passages = existsSync(folder)
    ? readdirSync(folder).flatMap((file) =>
        (JSON.parse(readFileSync(join(folder, file), "utf8")) as { Passage: string }[]).map((row) => row.Passage),
      )
    : [];
  const texts = [...passages, ...readStarterBriefs().map((brief) => brief.text)];
  return texts
    .flatMap((text) => splitSentences(text).map((s) => text.slice(s.start, s.end)))
    .filter((s) => s.length > 30);
};

/** Passages of about 1,000 characters, ten to a document, out of real sentences. */
export const syntheticPassages = (count: number, sentences: readonly string[]): readonly IndexEntry[] => {
  const random = seeded(7);
  return Array.from({ length: count }, (_, i) => {
    let body = "";
    // Sentences come from one neighbourhood, so that a passage is about something.
    let at = Math.floor(random() * sentences.length);
    while (body.length < 940) {
      body += `${sentences[at % sentences.length]} `;
      at += random() < 0.8 ? 1 : Math.floor(random() * sentences.length);
    }
    return { id: `${Math.floor(i / 10)}#${i % 10}`, group: String(Math.floor(i / 10)), title: "", context: "", body };
  });
};

/** Long questions: two real sentences asked after. */
export const longQuestions = (count: number, data: string, sentences: readonly string[]): readonly string[] => {
  const random = seeded(11);
  const file = join(data, "retrieval/obliqa/questions-dev.json");
  if (existsSync(file)) {
    const rows = (JSON.parse(readFileSync(file, "utf8")) as { Question: string }[]).map((row) => row.Question);
    return rows.filter((question) => question.length > 150).slice(0, count);
  }
  const pick = (): string => sentences[Math.floor(random() * sentences.length)] ?? "";
  return Array.from({ length: count }, () => `What do the rules say where ${pick()} ${pick()}?`);
};
