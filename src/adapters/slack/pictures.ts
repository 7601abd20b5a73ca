import { chartInWords } from "../../core/chart.ts";
import { messageOf } from "../../core/errors.ts";
import type { Reply } from "../../core/reply.ts";
import type { Log } from "../../ports/log.ts";
import type { DrawChart } from "../../ports/pictures.ts";
import type { Call } from "./calls.ts";
import { uploadPicture } from "./files.ts";
import type { Pictures } from "./render.ts";

/** Draws and uploads the charts of a reply. Without files:write, or when it fails, a chart stays lines of text. */
export const picturesOf = async (
  reply: Reply,
  deps: {
    readonly draw: DrawChart;
    readonly call: Call;
    readonly fetch: typeof fetch;
    readonly log: Log;
  },
): Promise<Pictures> => {
  const pictures = new Map<Parameters<DrawChart>[0], string>();
  for (const block of reply.blocks) {
    if (block.kind !== "chart") continue;
    const png = await deps.draw(block.chart);
    if (png === null) continue;
    try {
      pictures.set(block.chart, await uploadPicture(deps.call, deps.fetch, png, chartInWords(block.chart)));
    } catch (thrown) {
      deps.log.warn("Slack did not take the picture of a chart, it goes as text", { reason: messageOf(thrown) });
    }
  }
  return pictures;
};
