import { BadInput } from "../../core/errors.ts";
import type { Incoming } from "../../core/incoming.ts";
import { placeOf } from "../../core/place.ts";
import type { Reply } from "../../core/reply.ts";
import type { Subject } from "../../core/screening.ts";
import type { Desk } from "../desk.ts";
import { screenIntent } from "../intents.ts";
import { quoted } from "../replies/phrases.ts";
import { noteReply } from "../replies/plain.ts";
import { watchExportReply, watchedReply, watchedTableReply, watchListReply } from "../replies/watch.ts";
import type { RunCommand } from "./command.ts";

/** "watch", "watch list", "watch export", "watch remove 3", "watch edit 3 Kim Example --dob 1984", "watch Kim Example --dob 1984". */
export const watch: RunCommand = async (incoming, text, desk) => {
  const { watch: watches } = desk.deps.office;
  const place = placeOf(incoming);
  if (text === "" || /^list$/i.test(text)) return watchListReply(await watches.list(place));
  if (/^export$/i.test(text)) return watchExportReply(await watches.list(place), await watches.toTable(place));
  const numbered = /^(remove|stop|edit)\s+(\d+)(?:\s+([\s\S]+))?$/i.exec(text);
  if (!numbered) return watchSubject(incoming, subjectIn(text), desk);
  const chosen = (await watches.list(place))[Number(numbered[2]) - 1];
  if (!chosen)
    throw new BadInput(`There is no watched name ${numbered[2]} here. Nothing was changed. “watch list” shows them.`);
  const { watchId } = chosen;
  if (numbered[1]?.toLowerCase() === "edit") {
    const subject = subjectIn(numbered[3] ?? "");
    await desk.record(incoming, "watch", { did: "changed", watchId }, { before: chosen.subject, subject });
    const changed = await watches.edit(watchId, subject);
    if (!changed) throw new BadInput("That name is not watched here any more. Nothing was changed.");
    return watchedReply(changed);
  }
  await desk.record(incoming, "watch", { did: "removed", watchId }, { subject: chosen.subject });
  await watches.remove(watchId);
  return noteReply(`${quoted(chosen.subject.text)} is not watched here any more.`);
};

const subjectIn = (text: string): Subject => {
  const intent = screenIntent(text);
  if (intent.kind !== "screen") throw new BadInput("There is nothing to watch. Nothing was changed.");
  return intent.subject;
};

/** Adds one subject to the watchlist of the conversation. */
export const watchSubject = async (incoming: Incoming, subject: Subject, desk: Desk): Promise<Reply> => {
  const [added] = await desk.deps.office.watch.add([subject], placeOf(incoming), incoming.userId);
  await desk.record(incoming, "watch", { did: "added", watchId: added?.watchId }, { subject });
  if (!added) throw new BadInput("There is nothing to watch. Nothing was changed.");
  return watchedReply(added);
};

/** Adds every subject of a dropped table. */
export const watchTable = async (incoming: Incoming, csv: string, name: string, desk: Desk): Promise<Reply> => {
  const { watch: watches } = desk.deps.office;
  const subjects = watches.fromTable(csv, name);
  const added = await watches.add(subjects, placeOf(incoming), incoming.userId);
  await desk.record(incoming, "watch", { did: "added", watchIds: added.map(({ watchId }) => watchId) }, { subjects });
  return watchedTableReply(name, added);
};

/** True for what is written beside a dropped table that is to be watched and not only screened. */
export const asksToWatch = (said: string | undefined): boolean => /^\s*watch(?:list)?\b/i.test(said ?? "");
