import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeForms } from "../../src/bot/forms/forms.ts";
import { parseConfig } from "../../src/config.ts";
import type { Handler } from "../../src/ports/chat.ts";
import type { Forms } from "../../src/ports/forms.ts";
import { openRuntime, type Runtime } from "../../src/runtime.ts";
import { handlerOf } from "../../src/server.ts";

export interface RealBot {
  readonly runtime: Runtime;
  readonly handle: Handler;
  readonly forms: Forms;
  readonly dataDir: string;
  readonly close: () => Promise<void>;
}

/** The whole bot over the starter data in an empty data folder, without any platform. */
export const startRealBot = async (env: Readonly<Record<string, string>> = {}): Promise<RealBot> => {
  const dataDir = mkdtempSync(join(tmpdir(), "redflag-bot-"));
  const runtime = await openRuntime(parseConfig({ REDFLAG_DATA_DIR: dataDir, LOG_LEVEL: "silent", ...env }));
  return {
    runtime,
    handle: handlerOf(runtime),
    forms: makeForms({ office: runtime.services.office }),
    dataDir,
    close: async () => {
      await runtime.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};
