import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WebSocket } from "ws";
import { waitUntil } from "./wait.ts";

/** Ids of the one tenant that the playground plays. All of them are made up. */
export const TENANT = {
  tenantId: "00000000-0000-0000-0000-000000000001",
  botId: "00000000-0000-0000-0000-000000000011",
  botName: "Redflag",
  userId: "user-id-0",
  personalChat: "personal-chat-id",
  groupChat: "group-chat-id",
  teamId: "team-id",
  channelId: "channel-announcements-id",
} as const;

const person = (n: number): string => `
    id: user-id-${n}
    name: Example Person ${n}
    userPrincipleName: person${n}@example.com
    aadObjectId: 00000000-0000-0000-0000-00000000002${n}
    givenName: Example
    surname: Person ${n}
    email: person${n}@example.com`;

/** Exactly five users beside the current one, or the playground does not start. */
const CONFIG = `version: "0.1.1"
tenantId: ${TENANT.tenantId}
bot:
  id: ${TENANT.botId}
  name: ${TENANT.botName}
currentUser:${person(0).replaceAll("\n    ", "\n  ")}
users:
${[1, 2, 3, 4, 5].map((n) => `  - ${person(n).trimStart()}`).join("\n")}
personalChat:
  id: ${TENANT.personalChat}
groupChat:
  id: ${TENANT.groupChat}
  name: Group Chat
team:
  id: ${TENANT.teamId}
  name: My Team
  aadGroupId: 00000000-0000-0000-0000-000000000031
  channels:
    - id: ${TENANT.channelId}
      name: Announcements
`;

/** One event of the client's own stream: what a person would see. */
interface Shown {
  readonly action: string;
  readonly actionConversationId: string;
  readonly message?: {
    readonly messageId: string;
    readonly from: { readonly id: string };
    readonly text?: string;
    readonly postConversationId?: string;
    readonly attachments: readonly { readonly contentType: string; readonly content: unknown }[];
    readonly aiEntity?: { readonly additionalType?: readonly string[]; readonly citation?: readonly unknown[] };
    readonly feedbackLoopEnabled?: boolean;
    readonly streamEntity?: { readonly streamType: string };
  };
}

interface Posted {
  readonly messageId: string;
  /** The new thread, in a channel. */
  readonly postConversationId?: string;
}

export interface Playground {
  readonly url: string;
  /** Everything shown since the start, oldest first. */
  readonly shown: readonly Shown[];
  /** What the bot has said in a conversation; a channel's threads count as the channel. */
  botMessages(conversationId: string): readonly NonNullable<Shown["message"]>[];
  install(conversationId: string): Promise<void>;
  /** A person writes. In groups and channels the bot hears only messages that mention it. */
  say(conversationId: string, text: string, mention?: boolean): Promise<Posted>;
  /** A person writes into an existing thread of a channel. */
  answer(threadId: string, text: string): Promise<Posted>;
  /** A person presses a button of a card that the bot sent. */
  press(conversationId: string, messageId: string, data: unknown): Promise<void>;
  /** The client calls the bot and waits for its HTTP answer, for example a message command. */
  invoke(conversationId: string, name: string, value: unknown): Promise<unknown>;
  /** An activity that the client makes itself: "install", "uninstall" and others; `changes` replaces properties. */
  event(conversationId: string, type: string | null, changes?: Readonly<Record<string, unknown>>): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Microsoft's Agents Playground, the real client, offline and on loopback. `serviceUrl` is where the bot is told to send; a recorder
 * in between sees every body that leaves.
 */
export const startPlayground = async (options: {
  readonly botEndpoint: string;
  readonly serviceUrl: string;
}): Promise<Playground> => {
  const folder = mkdtempSync(join(tmpdir(), "teams-playground-"));
  writeFileSync(join(folder, ".m365agentsplayground.yml"), CONFIG);
  const cli = join(createRequire(import.meta.url).resolve("@microsoft/m365agentsplayground/package.json"), "../cli.js");
  const parameters = { "-e": options.botEndpoint, "-c": "msteams", "-p": "0", "--service-url": options.serviceUrl };
  const child = spawn(process.execPath, [cli, "start", ...Object.entries(parameters).flat(), "--disable-telemetry"], {
    cwd: folder,
    env: { ...process.env, TEAMSAPPTESTER_BROWSER: "none" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (bytes) => (output += bytes));
  child.stderr.on("data", (bytes) => (output += bytes));
  // A taken port is silently replaced by another: only this line tells.
  const port = await waitUntil(
    "the playground listens",
    () => /Listening on (\d+)/.exec(output)?.[1],
    () => output,
  );
  const url = `http://localhost:${port}`;

  const shown: Shown[] = [];
  const stream = new WebSocket(`ws://localhost:${port}/_ws_conversation/v1/conversations/stream`);
  stream.on("message", (data) => shown.push(JSON.parse(String(data)) as Shown));
  await new Promise((resolve, reject) => stream.once("open", resolve).once("error", reject));

  const posted = async (path: string, body: unknown): Promise<Response> => {
    const response = await fetch(`${url}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: HTTP ${response.status} ${await response.text()}`);
    return response;
  };

  const places = (conversationId: string) => ({ from: { id: TENANT.userId }, conversation: { id: conversationId } });
  const write = async (conversationId: string, text: string, mention: boolean): Promise<Posted> => {
    const at = `<at>${TENANT.botName}</at>`;
    const response = await posted(`/_conversation/v1/conversations/${encodeURIComponent(conversationId)}/messages`, {
      from: { id: TENANT.userId },
      textFormat: "plain",
      text: mention ? `${at} ${text}` : text,
      ...(mention
        ? { mentions: [{ type: "mention", text: at, mentioned: { id: TENANT.botId, name: TENANT.botName } }] }
        : {}),
    });
    return (await response.json()) as Posted;
  };

  return {
    url,
    shown,
    botMessages: (conversationId) =>
      latest(shown.filter((event) => event.actionConversationId.split(";")[0] === conversationId)).filter(
        (message) => message.from.id === TENANT.botId,
      ),
    install: async (conversationId) => {
      await posted(`/_debug/conversation/${conversationId}/installation`, {});
    },
    say: (conversationId, text, mention = conversationId !== TENANT.personalChat) =>
      write(conversationId, text, mention),
    answer: (threadId, text) => write(threadId, text, true),
    press: async (conversationId, replyToId, value) => {
      await posted("/_conversation/v1/submit", { ...places(conversationId), replyToId, value });
    },
    invoke: async (conversationId, name, value) =>
      (await posted("/_conversation/v1/invoke", { ...places(conversationId), name, value })).json(),
    event: async (conversationId, type, changes = {}) => {
      const query = new URLSearchParams({ conversationId, ...(type === null ? {} : { type }) });
      const template = await fetch(`${url}/_internal/v1/customActivities/template?${query}`);
      if (!template.ok) throw new Error(`no template "${type}": HTTP ${template.status} ${await template.text()}`);
      await posted("/_internal/v1/customActivities", { ...((await template.json()) as object), ...changes });
    },
    stop: async () => {
      stream.close();
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** Messages in order of first appearance, each as it was last updated: an answer stream updates its message. */
const latest = (events: readonly Shown[]): readonly NonNullable<Shown["message"]>[] => {
  const messages = new Map<string, NonNullable<Shown["message"]>>();
  for (const { message } of events) if (message) messages.set(message.messageId, message);
  return [...messages.values()];
};
