import type { DocumentId } from "../core/brand.ts";
import type { CorpusDocument } from "../core/document.ts";

/** Why a document is one that the corpus holds already. */
export interface Duplicate {
  readonly of: DocumentId;
  readonly because: "same id" | "same bytes" | "same address" | "near-identical text";
}

export interface Duplicates {
  /** `null` when the corpus holds no other document with this content. The same id is a new version, never a duplicate. */
  find(document: CorpusDocument): Duplicate | null;
  add(document: CorpusDocument): void;
}

/** Words in one shingle (Broder 1997 works with short runs of words; five keeps stock phrases apart). */
const SHINGLE_WORDS = 5;
/** Share of shingles in common from which two texts say the same. */
const NEAR_IDENTICAL = 0.85;
/** Shorter texts are alike by chance. */
const FEWEST_SHINGLES = 20;
/** Smallest hashes of a text by which its likes are found. */
const SKETCH = 16;

export const makeDuplicates = (held: readonly CorpusDocument[]): Duplicates => {
  const byBytes = new Map<string, DocumentId>();
  const byAddress = new Map<string, DocumentId>();
  const bySketch = new Map<number, CorpusDocument[]>();
  const add = (document: CorpusDocument): void => {
    if (!byBytes.has(document.sha256)) byBytes.set(document.sha256, document.documentId);
    const address = ownAddress(document);
    if (address && !byAddress.has(address)) byAddress.set(address, document.documentId);
    for (const hash of sketchOf(shinglesOf(document.text)))
      bySketch.set(hash, [...(bySketch.get(hash) ?? []), document]);
  };
  held.forEach(add);
  return {
    add,
    find: (document) => {
      const other = (id: DocumentId | undefined): id is DocumentId => id !== undefined && id !== document.documentId;
      const bytes = byBytes.get(document.sha256);
      if (other(bytes)) return { of: bytes, because: "same bytes" };
      const address = ownAddress(document);
      const addressed = address ? byAddress.get(address) : undefined;
      if (other(addressed)) return { of: addressed, because: "same address" };
      const shingles = shinglesOf(document.text);
      if (shingles.size < FEWEST_SHINGLES) return null;
      const candidates = new Set(sketchOf(shingles).flatMap((hash) => bySketch.get(hash) ?? []));
      for (const candidate of candidates)
        if (other(candidate.documentId) && saysTheSame(document, candidate, shingles))
          return { of: candidate.documentId, because: "near-identical text" };
      return null;
    },
  };
};

/** "http://www.example.org/a/?utm_source=x#top" -> "example.org/a". `null` where the link is another's page or a file. */
const ownAddress = (document: CorpusDocument): string | null => {
  if (document.linkedSource !== null || !/^https?:/.test(document.url) || !URL.canParse(document.url)) return null;
  const url = new URL(document.url);
  for (const key of [...url.searchParams.keys()]) if (key.startsWith("utm_")) url.searchParams.delete(key);
  return `${url.host.replace(/^www\./, "")}${url.pathname.replace(/(?<!\/)\/+$/, "")}${url.search}`;
};

/**
 * Notices repeat each other's sentences; what tells them apart is whom and when they name. Two texts say the same only
 * when every number and every capitalised word of the one stands in the other, and their days do not differ.
 */
const saysTheSame = (a: CorpusDocument, b: CorpusDocument, shingles: ReadonlySet<number>): boolean => {
  if (a.publishedOn !== null && b.publishedOn !== null && a.publishedOn !== b.publishedOn) return false;
  const others = shinglesOf(b.text);
  let common = 0;
  for (const hash of shingles) if (others.has(hash)) common++;
  if (common / (shingles.size + others.size - common) < NEAR_IDENTICAL) return false;
  const [mine, theirs] = [tellingWords(a.text), tellingWords(b.text)];
  return mine.size === theirs.size && [...mine].every((word) => theirs.has(word));
};

const tellingWords = (text: string): ReadonlySet<string> => new Set(text.match(/[\p{Lu}\p{N}][\p{L}\p{N}]*/gu));

const shinglesOf = (text: string): ReadonlySet<number> => {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const found = new Set<number>();
  for (let i = 0; i + SHINGLE_WORDS <= words.length; i++)
    found.add(hashOf(words.slice(i, i + SHINGLE_WORDS).join(" ")));
  return found;
};

const sketchOf = (shingles: ReadonlySet<number>): readonly number[] =>
  shingles.size < FEWEST_SHINGLES ? [] : [...shingles].sort((a, b) => a - b).slice(0, SKETCH);

/** FNV-1a, 32 bits. */
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
};
