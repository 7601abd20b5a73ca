import { SHORTCUTS } from "../../../src/adapters/slack/surface.ts";
import { type Bench, startBench, type Wire } from "../../adapters/slack/harness.ts";
import { wrap } from "../../support/slack/events.ts";
import { isRecord, type Json, type Message, records, str, type View } from "../../support/slack/model.ts";
import type { Driver, Seen, Stage, Step, Where } from "../scenario.ts";

/** Real Bolt against the simulated Slack, over one of the two transports. */
export const slackDriver = (wire: Wire): Driver => ({
  name: `slack over ${wire}`,
  // Slack has everything the scenarios know.
  lacks: {},
  words: { archived: "is_archived", removed: "not_in_channel", "token-revoked": "token_revoked" },
  // A start of the whole bot keeps the process busy for longer than a short ping time-out takes to lose the connection.
  open: async (bot) =>
    stageOn(
      await startBench(wire, bot.handle, { reconnectAfterMs: 5_000, ...(bot.forms ? { forms: bot.forms } : {}) }),
    ),
  close: () => Promise.resolve(),
});

const stageOn = (bench: Bench): Stage => {
  const { sim, ann, channel, direct } = bench;
  /** What people have said, oldest first. */
  const said: Message[] = [];
  const faults: string[] = [];
  const place = (where: Where): string => (where === "direct" ? direct.id : channel.id);
  const mention = `<@${sim.workspace.bot.id}> `;
  const question = (): Message => {
    const [first] = said;
    if (first === undefined) throw new Error("Nothing has been said yet.");
    return first;
  };
  const answers = (): readonly Message[] =>
    sim.workspace.messages.filter(
      (message) => message.user === sim.workspace.bot.id && message.stream?.state !== "open",
    );
  const say = async (text: string, where: string, threadTs?: string): Promise<void> => {
    // Slack stores what a person types with &, < and > escaped.
    said.push(await sim.people.say(ann.id, where, text, threadTs === undefined ? {} : { threadTs }));
  };
  const view = (type: View["type"]): View => {
    const found = [...sim.workspace.views.values()].findLast((one) => one.type === type);
    if (found === undefined) throw new Error(`No ${type} view is open.`);
    return found;
  };

  const play = async (step: Step): Promise<void> => {
    switch (step.do) {
      case "say":
        return say(`${step.mention ? mention : ""}${escaped(step.text)}`, place(step.where));
      case "reply":
        return say(
          `${step.mention ? mention : ""}${step.toPerson ? "<@U0OTHER> " : ""}${escaped(step.text)}`,
          question().channel,
          question().ts,
        );
      case "say-as-other-bot": {
        const ts = sim.workspace.nextTs();
        const event = {
          type: "message",
          channel: channel.id,
          channel_type: "channel",
          user: "U0OTHERBOT",
          bot_id: "B0OTHER",
          text: step.text,
          ts,
          event_ts: ts,
        };
        await sim.post.deliver({ kind: "events_api", payload: wrap(sim.workspace, event) });
        return;
      }
      case "command":
        await sim.people.command(ann.id, place(step.where), `/${step.name}`, escaped(step.text));
        return;
      case "press": {
        const find = () => answers().findLast((message) => sim.people.offers(message, step.label));
        await sim.people.press(ann.id, await sim.until(find, `an answer that offers “${step.label}”`), step.label);
        return;
      }
      case "press-on-home":
        await sim.people.press(
          ann.id,
          await sim.until(() => [...sim.workspace.views.values()].find((one) => one.type === "home"), "the home page"),
          step.label,
        );
        return;
      case "shortcut-on-message":
        await sim.people.messageShortcut(ann.id, SHORTCUTS.screenMessage.callbackId, question());
        return;
      case "shortcut-for-form":
        await sim.people.globalShortcut(ann.id, SHORTCUTS.screenSubject.callbackId);
        return;
      case "submit-form": {
        const isOpen = () => [...sim.workspace.views.values()].some((one) => one.type === "modal" && !one.closed);
        const shown = answers().at(-1);
        if (!isOpen() && step.opener && shown && JSON.stringify(shown.blocks).includes(`"${step.opener}"`))
          await sim.people.press(ann.id, shown, step.opener);
        await sim.until(isOpen, "the form");
        const form = view("modal");
        await sim.people.submit(ann.id, form, step.values);
        faults.push(...Object.values(form.errors ?? {}));
        return;
      }
      case "drop-csv":
        await sim.people.say(ann.id, place(step.where), step.text ?? "", {
          files: [{ name: step.name, mimetype: "text/csv", content: step.csv }],
        });
        return;
      case "open-home":
        return sim.people.openApp(ann.id, "home");
      case "open-agent":
        return sim.people.openApp(ann.id, "messages");
      case "edit-question":
        return sim.people.edit(question(), `${step.mention ? mention : ""}${escaped(step.text)}`);
      case "preview-question":
        return sim.people.preview(question());
      case "join":
        return sim.people.join(sim.workspace.addUser("Ben Example").id, channel.id);
      case "say-as-other": {
        const other = [...channel.members].find((id) => id !== ann.id && id !== sim.workspace.bot.id);
        const user = other ?? sim.workspace.addUser("Ben Example").id;
        channel.members.add(user);
        said.push(await sim.people.say(user, channel.id, escaped(step.text)));
        return;
      }
      case "delete-question":
        return sim.people.remove(question());
      case "redeliver": {
        // The app's own posts come back as events too; what is delivered again is what a person did.
        const byPerson = sim.post.deliveries.filter(
          ({ envelope }) => !JSON.stringify(envelope.payload).includes(`"bot_id":"${sim.workspace.botId}"`),
        );
        const last = byPerson.at(-1);
        if (last !== undefined) await sim.redeliver(last);
        return;
      }
      case "fault":
        return sim.api.fault(METHOD[step.on], faultOf(step.on, step.as), step.times ?? 1);
      case "post":
        return bench.slack.post(
          { workspaceId: sim.workspace.teamId, channelId: channel.id, threadTs: null },
          step.reply,
        );
      case "pass-minutes":
        return bench.advance(step.minutes * 60_000);
      case "remove-bot":
        channel.members.delete(sim.workspace.bot.id);
        return;
      case "remove-person":
        channel.members.delete(ann.id);
        // The answer goes to one person: without a thread of its own it could not be posted in the channel either.
        channel.members.delete(sim.workspace.bot.id);
        return;
      case "archive-channel":
        channel.archived = true;
        return;
      case "revoke-token":
        sim.workspace.tokens.set(sim.botToken, "revoked");
        return;
      case "release":
      case "await-heard":
      case "await-answers":
        return;
    }
  };

  return {
    play,
    seen: () => answers().map((message) => seen(message, bench)),
    heard: () => bench.heard,
    logged: () => bench.logged,
    prompts: () => sim.workspace.prompts.get(direct.id)?.length ?? 0,
    title: () => [...sim.workspace.titles.values()].at(-1) ?? null,
    faults: () => faults,
    home: () => words(view("home").body.blocks).join(" "),
    lingering: () => [
      ...sim.workspace.statuses.values(),
      ...answers()
        .flatMap((message) => [...(message.stream?.tasks.values() ?? [])])
        .filter((task) => task.status !== "complete")
        .map((task) => str(task.title)),
    ],
    settle: () => bench.slack.stop(),
    close: () => bench.close(),
  };
};

const METHOD = {
  "end-stream": "chat.stopStream",
  "open-form": "views.open",
  post: "chat.postMessage",
  "start-stream": "chat.startStream",
} as const;

const faultOf = (on: keyof typeof METHOD, as: Extract<Step, { do: "fault" }>["as"]) => {
  if (as === "slow-down") return { retryAfterSeconds: 7 };
  if (as === "connection-lost") return { breaksAfter: true };
  if (as === "server-error") return { status: 503 };
  if (as === "blocks-refused") return { error: "invalid_blocks" };
  return { error: on === "open-form" ? "expired_trigger_id" : "message_not_in_streaming_state" };
};

const escaped = (typed: string): string =>
  typed.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const seen = (message: Message, { sim, direct }: Bench): Seen => ({
  where: message.channel === direct.id ? "direct" : "channel",
  private: message.onlyFor !== null,
  inThread: message.threadTs !== null && sim.workspace.find(message.channel, message.threadTs) !== undefined,
  text: message.blocks.length > 0 ? words(message.blocks).join("") : message.text,
  links: linksIn(message.blocks),
  files: message.files.map(({ name }) => name),
  steps: [...(message.stream?.tasks.values() ?? [])].map((task) => str(task.title)),
});

/** Every text that Slack shows, letter by letter for rich and plain text. */
const words = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(words);
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, one]) =>
    key === "text" && typeof one === "string" ? [one] : words(one),
  );
};

const linksIn = (blocks: readonly Json[]): readonly string[] => {
  const urls = (value: unknown): readonly string[] => {
    if (Array.isArray(value)) return value.flatMap(urls);
    if (!isRecord(value)) return [];
    return [...(value.type === "link" ? [str(value.url)] : []), ...Object.values(value).flatMap(urls)];
  };
  return urls(records(blocks));
};
