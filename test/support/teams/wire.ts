import { afterEach, beforeEach, expect } from "vitest";
import type { TeamsDeps } from "../../../src/adapters/teams/teams.ts";
import type { Handler } from "../../../src/ports/chat.ts";
import { type Bot, startBot, teamsMessage } from "./bot.ts";
import { TENANT } from "./playground.ts";
import { type Left, type Recorder, startRecorder } from "./recorder.ts";

export const inGroup = {
  conversation: { id: TENANT.groupChat, conversationType: "groupChat", tenantId: TENANT.tenantId },
};
export const inChannel = {
  conversation: { id: `${TENANT.channelId};messageid=17`, conversationType: "channel", tenantId: TENANT.tenantId },
  channelData: { tenant: { id: TENANT.tenantId }, channel: { id: TENANT.channelId }, team: { id: TENANT.teamId } },
};

type Changes = Readonly<Record<string, unknown>>;

/** Real adapters and a recorder in the place of Microsoft's Bot Connector, new for each test of the file that calls this. */
export const onTheWire = () => {
  let recorder: Recorder;
  const bots: Bot[] = [];
  beforeEach(async () => {
    recorder = await startRecorder();
  });
  afterEach(async () => {
    for (const bot of bots.splice(0)) await bot.stop();
    await recorder.stop();
  });
  const message = (changes: Changes = {}) => teamsMessage(recorder.url, changes);
  return {
    left: (): readonly Left[] => recorder.left,
    failNext: (...answers: Parameters<Recorder["failNext"]>[0]): void => recorder.failNext(answers),
    botThat: async (handle: Handler, changes: Partial<TeamsDeps> = {}): Promise<Bot> => {
      const bot = await startBot(handle, changes);
      bots.push(bot);
      return bot;
    },
    message,
    invoke: (name: string, value: unknown, changes: Changes = {}) =>
      message({ type: "invoke", name, value, text: undefined, ...changes }),
    /** Posts and waits until everything acknowledged has been answered; afterwards the bot takes nothing in. */
    settled: async (bot: Bot, ...activities: readonly unknown[]): Promise<void> => {
      for (const activity of activities) expect((await bot.post(activity)).status).toBe(200);
      await bot.teams.stop();
    },
  };
};
