import { expect } from "vitest";
import { documentId } from "../../src/core/brand.ts";
import type { Instant } from "../../src/core/dates.ts";
import type { CorpusDocument } from "../../src/core/document.ts";
import type { DocumentStore } from "../../src/ports/stores.ts";
import type { Check } from "./store-checks.ts";

const fictional = (id: string, text: string): CorpusDocument => ({
  documentId: documentId(id),
  title: `Notice ${id}`,
  publisher: "Example Agency",
  publishedOn: null,
  kind: "notice",
  url: `https://example.org/${id}`,
  linkedSource: null,
  programs: [],
  parties: [],
  events: [],
  text,
  sha256: "0".repeat(64),
  addedAt: "2024-01-01T00:00:00.000Z" as Instant,
});
const [ONE, TWO] = [fictional("one", "First.\u0000\u{1F9FE}"), fictional("two", "Second.")];

export const DOCUMENT_STORE_CHECKS: readonly Check<DocumentStore>[] = [
  {
    claim: "documents come back as they were put, whatever characters they hold",
    run: async (store) => {
      await store.put([ONE, TWO]);
      expect(await store.get(ONE.documentId)).toEqual(ONE);
      expect(await store.all()).toEqual([ONE, TWO]);
    },
    broken: (good) => ({
      ...good,
      put: (documents) => good.put(documents.map((d) => ({ ...d, text: d.text.trim().slice(0, 5) }))),
    }),
  },
  {
    claim: "a document with a known id replaces the one before it",
    run: async (store) => {
      await store.put([ONE]);
      await store.put([{ ...ONE, text: "Corrected." }]);
      expect((await store.all()).map((d) => d.text)).toEqual(["Corrected."]);
    },
    broken: (good) => ({
      ...good,
      put: async (documents) => {
        for (const document of documents) if (!(await good.get(document.documentId))) await good.put([document]);
      },
    }),
  },
  {
    claim: "a removed document is gone, and removing tells whether there was one",
    run: async (store) => {
      await store.put([ONE, TWO]);
      expect(await store.remove(ONE.documentId)).toBe(true);
      expect(await store.remove(ONE.documentId)).toBe(false);
      expect(await store.get(ONE.documentId)).toBeNull();
      expect((await store.all()).map((d) => d.documentId)).toEqual([TWO.documentId]);
    },
    broken: (good) => ({ ...good, remove: async () => true }),
  },
  {
    claim: "the revision changes with every change and with nothing else",
    run: async (store) => {
      const empty = await store.revision();
      await store.put([ONE]);
      const one = await store.revision();
      await store.get(ONE.documentId);
      expect(await store.revision()).toBe(one);
      await store.remove(ONE.documentId);
      expect(new Set([empty, one, await store.revision()]).size).toBe(3);
    },
    broken: (good) => ({ ...good, revision: async () => String((await good.all()).length) }),
  },
  {
    claim: "of several documents put at once, all are stored or none",
    run: async (store) => {
      const poisoned = {
        ...TWO,
        get text(): string {
          throw new Error("unreadable");
        },
      };
      await expect(store.put([ONE, poisoned])).rejects.toThrow("unreadable");
      expect(await store.all()).toEqual([]);
    },
    broken: (good) => ({
      ...good,
      put: async (documents) => {
        for (const document of documents) await good.put([document]);
      },
    }),
  },
];
