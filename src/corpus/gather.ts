import { documentId } from "../core/brand.ts";
import type { CorpusDocument } from "../core/document.ts";
import { BadInput, messageOf, RedflagError } from "../core/errors.ts";
import type { Now } from "../ports/clock.ts";
import type { ConditionalDownload, Validators } from "../ports/download.ts";
import { readText, sha256Of } from "./bytes.ts";
import { looksLikeFeed } from "./feed.ts";
import { linksOn } from "./links.ts";
import { parseDocuments } from "./parse.ts";
import type { DocumentSource } from "./sources.ts";

export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What was taken from one part of a source. */
export interface Part {
  /** Of the part's bytes; `null` when they are to be read again next time. */
  readonly sha256: string | null;
  /** sha256 by document id. */
  readonly documents: Readonly<Record<string, string>>;
}

/** What a source gives now. */
export interface Read {
  readonly validators: Validators | null;
  /** Documents by part, of the parts that were read. */
  readonly parts: ReadonlyMap<string, readonly CorpusDocument[]>;
  readonly sha256: ReadonlyMap<string, string>;
  /** Parts that were not read again because nothing changed or because they cannot be read now. */
  readonly kept: Readonly<Record<string, Part>>;
  readonly skipped: readonly { readonly name: string; readonly why: string }[];
  /** The source shows its newest documents only: a part it no longer shows stays. */
  readonly window: boolean;
}

interface GatherDeps {
  readonly download: ConditionalDownload;
  readonly readFolder: (path: string) => readonly NamedBytes[];
  readonly now: Now;
}

interface Before {
  readonly validators: Validators | null;
  readonly parts: Readonly<Record<string, Part>>;
}

/** Articles of an index that one refresh fetches; the rest is fetched by the next ones. */
const MOST_ARTICLES = 20;

/** Reads a source without changing anything. Throws `BadInput` or `Unavailable` when nothing can be had of it. */
export const readSource = async (
  source: DocumentSource,
  before: Before | null,
  deps: GatherDeps,
): Promise<Read | "not-modified"> => {
  if (source.kind === "folder") return readFolderSource(source, before, deps);
  const page = await deps.download(source.url, before?.validators ?? null);
  if (page === "not-modified") return "not-modified";
  const validators = { etag: page.etag, lastModified: page.lastModified };
  if (source.kind === "index")
    return readIndex(source, readText(page.bytes, page.url), page.url, validators, before, deps);
  if (source.kind === "feed" && !looksLikeFeed(readText(page.bytes, page.url)))
    throw new BadInput(`${source.url} sent something that is no feed. Nothing was changed. Try again later.`);
  const documents = await parseDocuments(page.bytes, page.url, page.url, deps.now());
  return {
    validators,
    parts: new Map([["", documents.map((document) => named(document, source))]]),
    sha256: new Map([["", sha256Of(page.bytes)]]),
    kept: {},
    skipped: [],
    window: source.kind === "feed",
  };
};

const readFolderSource = async (source: DocumentSource, before: Before | null, deps: GatherDeps): Promise<Read> => {
  const files = deps.readFolder(source.url);
  // An unmounted disk is an empty folder too.
  if (files.length === 0 && Object.keys(before?.parts ?? {}).length > 0)
    throw new BadInput(
      `The folder ${source.url} is empty. Nothing was changed. If its documents are to go, stop watching it.`,
    );
  const parts = new Map<string, readonly CorpusDocument[]>();
  const sha256 = new Map<string, string>();
  const kept: Record<string, Part> = {};
  const skipped: { name: string; why: string }[] = [];
  for (const { name, bytes } of files) {
    const hash = sha256Of(bytes);
    const last = before?.parts[name];
    if (last?.sha256 === hash) {
      kept[name] = last;
      continue;
    }
    try {
      const documents = await parseDocuments(bytes, name, null, deps.now());
      parts.set(
        name,
        documents.map((document) => ownId(document, source)),
      );
      sha256.set(name, hash);
    } catch (thrown) {
      if (!(thrown instanceof RedflagError)) throw thrown;
      skipped.push({ name, why: messageOf(thrown) });
      if (last) kept[name] = last;
    }
  }
  return { validators: null, parts, sha256, kept, skipped, window: false };
};

const readIndex = async (
  source: DocumentSource,
  html: string,
  base: string,
  validators: Validators,
  before: Before | null,
  deps: GatherDeps,
): Promise<Read> => {
  const links = linksOn(html, base, source.articles ?? /./);
  if (links.length === 0)
    throw new BadInput(`${source.url} leads to no documents any more. Nothing was changed. Look at the page.`);
  const fresh = links.filter((link) => !before?.parts[link]);
  const parts = new Map<string, readonly CorpusDocument[]>();
  const sha256 = new Map<string, string>();
  const skipped: { name: string; why: string }[] = [];
  for (const link of fresh.slice(0, MOST_ARTICLES)) {
    try {
      const page = await deps.download(link, null);
      if (page === "not-modified") continue;
      const documents = await parseDocuments(page.bytes, page.url, page.url, deps.now());
      parts.set(
        link,
        documents.map((document) => named(document, source)),
      );
      sha256.set(link, sha256Of(page.bytes));
    } catch (thrown) {
      if (!(thrown instanceof RedflagError)) throw thrown;
      skipped.push({ name: link, why: messageOf(thrown) });
    }
  }
  if (fresh.length > 0 && parts.size === 0)
    throw new BadInput(
      `None of the pages that ${source.url} leads to could be read. Nothing was changed. The first: ${skipped[0]?.why ?? "nothing was sent"}`,
    );
  // What is still missing is asked for next time, even when the list of pages is the same.
  return {
    validators: parts.size === fresh.length ? validators : null,
    parts,
    sha256,
    kept: {},
    skipped,
    window: true,
  };
};

const named = (document: CorpusDocument, source: DocumentSource): CorpusDocument =>
  source.publisher === null ? document : { ...document, publisher: source.publisher };

/** Two folders may each hold a "notes.md": ids made from file names carry the folder's. */
const ownId = (document: CorpusDocument, source: DocumentSource): CorpusDocument => {
  const own = named(document, source);
  return own.url.startsWith("file:") ? { ...own, documentId: documentId(`${source.id}-${own.documentId}`) } : own;
};
