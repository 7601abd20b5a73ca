import type { TeamsDeps } from "../../../src/adapters/teams/teams.ts";
import { makeInOrder } from "../../../src/bot/in-order.ts";
import type { Handler } from "../../../src/ports/chat.ts";
import { startBot } from "../../support/teams/bot.ts";
import { type Front, startFront } from "../../support/teams/front.ts";
import { type Playground, startPlayground } from "../../support/teams/playground.ts";
import { type Recorder, startRecorder } from "../../support/teams/recorder.ts";
import type { Bot, Driver, Stage } from "../scenario.ts";
import { makePeople } from "./teams-people.ts";
import { makeScreen } from "./teams-screen.ts";

/** The client and what stands around it, started once and shared by all scenarios. */
export interface World {
  readonly front: Front;
  readonly recorder: Recorder;
  readonly playground: Playground;
}

/** What Teams does not have, and what its documentation does not say. */
const LACKS: Driver["lacks"] = {
  "agent-view": "Teams suggests what the app manifest lists; the bot is not told that a chat was opened",
  archive: "Teams documents no refusal of its own for an archived team; any 403 or 404 counts as removal",
  "channel-history": "Teams sends a bot only the messages that mention it, and no permission for more is asked for",
  "connection-lost":
    "The Bot Connector knows no message again that is sent twice; one whose connection breaks is sent again rather than lost",
  joins: "That somebody joined comes as an activity of another type, which is no message",
  "link-preview": "Teams tells a bot of no previews of links",
  "csv-form": "Adaptive Cards have no input for files; a CSV is dropped into the chat",
  home: "A home in Teams is a web page in a tab; Redflag has none, “lists” and “help” are commands",
  "late-form": "A dialog is the answer to the request that asks for it: no second call can come too late",
  "private-in-place":
    "An answer for one person to a mention goes to the private chat, and nothing is shared from there with the channel",
  "reply-url": "A command is an activity like any other and is answered through the Bot Connector",
  "result-files":
    "Files from bots need a consent card and OneDrive; results are given in words, files on the command line",
  "stream-in-channel": "Teams streams in one-to-one chats only",
};

/** botbuilder between Microsoft's Agents Playground, which plays Teams, and a recorder of every body that leaves. */
export const teamsDriver = (changes: Partial<TeamsDeps> = {}): Driver => {
  let world: Promise<World> | null = null;
  return {
    name: "teams",
    lacks: LACKS,
    words: { removed: "HTTP 403 BotNotInConversationRoster", "token-revoked": "HTTP 401" },
    open: async (bot) => {
      world ??= startWorld();
      return stageIn(await world, bot, changes);
    },
    close: async () => {
      const started = await world;
      world = null;
      await started?.playground.stop();
      await started?.front.stop();
      await started?.recorder.stop();
    },
  };
};

const startWorld = async (): Promise<World> => {
  const recorder = await startRecorder();
  const front = await startFront();
  const playground = await startPlayground({
    botEndpoint: front.endpoint,
    serviceUrl: `${recorder.url}/_connector`,
  });
  recorder.forwardTo(playground.url);
  return { front, recorder, playground };
};

const stageIn = async (world: World, bot: Bot, changes: Partial<TeamsDeps>): Promise<Stage> => {
  const { front, recorder } = world;
  const files = new Map<string, Uint8Array>();
  let ms = 0;
  const teams = await startBot(inOrder(bot.handle), {
    ...(bot.forms ? { forms: bot.forms } : {}),
    // Every look at the watch is a second later: Teams takes one step of progress a second.
    stopwatch: () => {
      ms += 1_001;
      return ms;
    },
    download: async (url) => {
      const bytes = files.get(url);
      if (bytes === undefined) throw new Error(`There is no file at ${url}.`);
      return { url, bytes, contentType: "text/csv", etag: null, lastModified: null };
    },
    ...changes,
  });
  front.forwardTo(teams.endpoint);
  const screen = makeScreen(world);
  const people = makePeople({ world, teams, screen, files });
  return {
    play: people.play,
    seen: screen.seen,
    heard: () => teams.incoming,
    logged: () => teams.logged,
    prompts: () => 0,
    title: () => null,
    home: () => "",
    faults: people.faults,
    lingering: screen.lingering,
    settle: async () => {
      await teams.teams.stop();
      await screen.settled();
    },
    close: async () => {
      front.forwardTo(null);
      await teams.stop();
      recorder.failNoMore();
    },
  };
};

/** The order within a thread is kept by the router; this is its own part for that, around the bot of the scenario. */
const inOrder = (handle: Handler): Handler => {
  const run = makeInOrder();
  return (incoming, responder) => run(`${incoming.channelId}/${incoming.threadId}`, () => handle(incoming, responder));
};
