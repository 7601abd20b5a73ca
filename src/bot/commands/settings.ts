import { BadInput } from "../../core/errors.ts";
import { placeOf } from "../../core/place.ts";
import { bold, type Reply } from "../../core/reply.ts";
import { assertZone } from "../../digest/schedule.ts";
import type { ChannelSettings } from "../../ports/settings.ts";
import type { RunCommand } from "./command.ts";

/** "settings", "settings zone Europe/Berlin", "settings four-eyes on". */
export const settings: RunCommand = async (incoming, text, desk) => {
  const place = placeOf(incoming);
  const store = desk.deps.office.settings;
  const before = await store.get(place);
  if (text === "") return settingsReply(before);
  const m = /^(zone|four-eyes)\s+(\S+)$/i.exec(text);
  if (!m)
    throw new BadInput(
      "That is no setting. Nothing was changed. There are: settings zone Europe/Berlin, settings four-eyes on|off.",
    );
  const after = changed(before, (m[1] ?? "").toLowerCase(), m[2] ?? "");
  await store.set(place, after);
  await desk.record(incoming, "settings", { before, after });
  return settingsReply(after);
};

const changed = (before: ChannelSettings, name: string, value: string): ChannelSettings => {
  if (name === "zone") {
    assertZone(value);
    return { ...before, zone: value };
  }
  if (!/^(?:on|off)$/i.test(value)) throw new BadInput(`four-eyes is on or off, got "${value}". Nothing was changed.`);
  return { ...before, fourEyes: value.toLowerCase() === "on" };
};

const settingsReply = ({ zone, fourEyes }: ChannelSettings): Reply => ({
  summary: "Settings of this conversation",
  blocks: [
    { kind: "headline", text: [bold("Settings of this conversation")] },
    {
      kind: "fields",
      rows: [
        { label: "Time zone of new subscriptions", value: [{ text: zone }] },
        { label: "Second reviewer for decisions (four-eyes)", value: [{ text: fourEyes ? "on" : "off" }] },
      ],
    },
  ],
  citations: [],
  audience: "asker",
  aiGenerated: false,
  feedbackFor: null,
});
