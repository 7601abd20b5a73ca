import type { Now } from "../ports/clock.ts";
import type { PublishedFiles, TakenList } from "../ports/heavy-work.ts";
import type { ListStore } from "../ports/stores.ts";
import { readList } from "./import.ts";
import { assertMayReplace } from "./refresh-checks.ts";
import { sourceOf } from "./sources.ts";

/** Parses, checks and installs in this thread; see `HeavyWork.take`. The same bytes again only renew the time of retrieval. */
export const takeList = async (files: PublishedFiles, store: ListStore, now: Now): Promise<TakenList> => {
  const source = sourceOf(files.source);
  const read = readList(source, files.files, now, files.publishedOn, files);
  const versions = await store.versions(source.id);
  const previous = versions.at(-1) ?? null;
  const unchanged = previous?.sha256 === read.version.sha256;
  if (unchanged && files.checks !== null) {
    const renewed = { ...previous, retrievedAt: now() };
    await store.install(renewed, []);
    return { version: renewed, previous, unchanged, doubts: read.doubts };
  }
  if (files.checks !== null) {
    const inForceListings = previous ? await Array.fromAsync(store.listings(source.id, previous.sha256)) : [];
    assertMayReplace({ source, read, inForce: previous, inForceListings, versions, options: files.checks });
  }
  await store.install(read.version, read.listings);
  return { version: read.version, previous, unchanged, doubts: read.doubts };
};
