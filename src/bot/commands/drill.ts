import { BadInput } from "../../core/errors.ts";
import { drillReply } from "../replies/drill.ts";
import type { RunCommand } from "./command.ts";

/** The drill of this week. */
export const drill: RunCommand = async (_incoming, _text, desk) => {
  const found = await desk.deps.office.drills.now();
  if (!found)
    throw new BadInput(
      "There is no drill whose source is among the documents. Nothing was sent. Add the advisories to the corpus.",
    );
  return { ...drillReply(found), audience: "asker" };
};
