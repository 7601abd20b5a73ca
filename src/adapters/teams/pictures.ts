import type { Reply } from "../../core/reply.ts";
import type { DrawChart } from "../../ports/pictures.ts";
import type { Pictures } from "./card.ts";

/**
 * The charts of a reply as data addresses. Teams shows pictures that a card carries itself, as long as the message stays under its
 * limit; no public address is needed. A chart that cannot be drawn stays lines of text.
 */
export const picturesOf = async (reply: Reply, draw: DrawChart): Promise<Pictures> => {
  const pictures = new Map<Parameters<DrawChart>[0], string>();
  for (const block of reply.blocks) {
    if (block.kind !== "chart") continue;
    const png = await draw(block.chart);
    if (png !== null) pictures.set(block.chart, `data:image/png;base64,${Buffer.from(png).toString("base64")}`);
  }
  return pictures;
};
