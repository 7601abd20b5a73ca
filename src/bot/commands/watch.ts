import { BadInput } from "../../core/errors.ts";
import { placeOf } from "../../core/place.ts";
import type { Subject } from "../../core/screening.ts";
import { screenIntent } from "../intents.ts";
import { quoted } from "../replies/phrases.ts";
import { noteReply } from "../replies/plain.ts";
import { watchListReply } from "../replies/watch.ts";
import type { RunCommand } from "./command.ts";

/** "watch", "watch list", "watch remove 3", "watch Kim Example --dob 1984". */
export const watch: RunCommand = async (incoming, text, desk) => {
  const { watch: watches } = desk.deps.office;
  const place = placeOf(incoming);
  if (text === "" || /^list$/i.test(text)) return watchListReply(await watches.list(place));
  const removal = /^(?:remove|stop)\s+(\d+)$/i.exec(text);
  if (!removal) {
    const intent = screenIntent(text);
    if (intent.kind !== "screen") throw new BadInput("There is nothing to watch. Nothing was changed.");
    return watchSubject(incoming, intent.subject, desk);
  }
  const all = await watches.list(place);
  const chosen = all[Number(removal[1]) - 1];
  if (!chosen)
    throw new BadInput(`There is no watched name ${removal[1]} here. Nothing was changed. “watch list” shows them.`);
  await watches.remove(chosen.watchId);
  await desk.record(incoming, "watch", { did: "removed", watchId: chosen.watchId, subject: chosen.subject });
  return noteReply(`${quoted(chosen.subject.text)} is not watched here any more.`);
};

/** Adds one subject to the watchlist of the conversation. */
export const watchSubject = async (
  incoming: Parameters<RunCommand>[0],
  subject: Subject,
  desk: Parameters<RunCommand>[2],
) => {
  const { watch: watches } = desk.deps.office;
  const [added] = await watches.add([subject], placeOf(incoming), incoming.userId);
  await desk.record(incoming, "watch", { did: "added", watchId: added?.watchId, subject });
  const known = (added?.hits ?? []).map(
    ({ name, verdict }) => `${verdict === "match" ? "match" : "possible match"}: ${name}`,
  );
  const now = known.length === 0 ? "No match found now." : `Now: ${known.slice(0, 3).join("; ")}.`;
  return noteReply(
    `${quoted(subject.text)} is watched here. ${now} This conversation is told when a change of a list or of the matching rules changes that.`,
  );
};
