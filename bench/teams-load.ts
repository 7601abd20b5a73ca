import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startBot, teamsMessage } from "../test/support/teams/bot.ts";
import { TENANT } from "../test/support/teams/playground.ts";
import { reply } from "../test/support/teams/replies.ts";
import { openExpiring } from "../src/adapters/stores/expiring.ts";

/**
 * Conversations that all talk at once, each asking again when it has its answer, through the real botbuilder adapter, Express and the
 * embedded store, to a stand-in of the Bot Connector; every tenth message is delivered twice. One process for everything, so the
 * figures are an upper bound of the times.
 */
const { values } = parseArgs({
  options: { conversations: { type: "string", default: "100" }, seconds: { type: "string", default: "30" } },
});
const [conversations, seconds] = [Number(values.conversations), Number(values.seconds)];

const folder = mkdtempSync(join(tmpdir(), "teams-load-"));
const store = await openExpiring({ path: join(folder, "expiring.sqlite"), redisUrl: null });
