import type { Incoming } from "../core/incoming.ts";
import { placeKey, placeOf } from "../core/place.ts";
import type { Reply } from "../core/reply.ts";
import type { Mention, Screening } from "../core/screening.ts";
import { subjectFrom } from "../core/subject.ts";
import type { Desk } from "./desk.ts";
import { autoNote } from "./replies/auto-note.ts";

/** A party is told of once a day: a note under every message would soon be read by nobody. */
const TOLD_MS = 24 * 60 * 60 * 1000;
/** Mentions of one message that are screened; a longer list is a batch. */
const MENTIONS_SCREENED = 10;

/**
 * Screens a message that nobody addressed to the bot, in a channel that opted in. `null` when there is nothing to tell: nothing
 * listed is named, or it was told of today. That a message was screened is recorded in any case, without its words.
 */
export const autoScreen = async (
  incoming: Incoming,
  text: string,
  mode: "private" | "thread",
  desk: Desk,
): Promise<Reply | null> => {
  const screener = await desk.deps.screener();
  const named = new Map(
    screener
      .mentions(text)
      .filter(isTold)
      .map((mention) => [mention.text, mention]),
  );
  const screenings: Screening[] = [];
  for (const { text: name, kind } of [...named.values()].slice(0, MENTIONS_SCREENED)) {
    const screening = await desk.deps.screen(subjectFrom({ text: name, kind }), {});
    // A reviewer may have decided meanwhile that it is somebody else.
    if (screening.hits.length > 0) screenings.push(screening);
  }
  for (const screening of screenings) await desk.keep(incoming, screening);
  const fresh = await untold(incoming, mode, screenings, desk);
  await desk.record(incoming, "auto-screening", {
    eventId: incoming.eventId,
    mode,
    named: named.size,
    screenings: screenings.map(({ screeningId }) => screeningId),
    told: fresh.map(({ screeningId }) => screeningId),
    lists: screener.searched().map(({ list, sha256, stale }) => ({ list, sha256, stale })),
  });
  return fresh.length === 0 ? null : autoNote(fresh, mode, desk.deps.describe);
};

/**
 * What is worth a word that nobody asked for: a match, an address, and of the lesser findings a name of two parts and more.
 * "Ibrahim" alone is near somebody's weak alias and is left out; “screen Ibrahim” shows it.
 */
export const isTold = ({ kind, verdict, text }: Mention): boolean =>
  verdict === "match" || (verdict === "possible-match" && (kind === "address" || /\S\s+\S/.test(text.trim())));

/** Findings that were not told of today: in a thread to everybody of the channel, privately to this author. */
const untold = async (
  incoming: Incoming,
  mode: "private" | "thread",
  screenings: readonly Screening[],
  desk: Desk,
): Promise<readonly Screening[]> => {
  const readers = mode === "private" ? incoming.userId : "all";
  const fresh: Screening[] = [];
  for (const screening of screenings) {
    const [hit] = screening.hits;
    const party = hit ? `${hit.list}/${hit.listingId}` : screening.subject.text;
    const key = ["told", placeKey(placeOf(incoming)), readers, party].map(encodeURIComponent).join(":");
    if (await desk.deps.expiring.claim(key, TOLD_MS)) fresh.push(screening);
  }
  return fresh;
};
