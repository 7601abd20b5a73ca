import type { Citation } from "../../../src/core/answer.ts";
import { dayInProse, instant } from "../../../src/core/dates.ts";
import type { Incoming } from "../../../src/core/incoming.ts";
import { type Action, chartBlocks, type Reply, type ReplyBlock, textOf } from "../../../src/core/reply.ts";
import { startWeb } from "../../support/console.ts";
import type { Bot, Driver, Seen, Stage, Step } from "../scenario.ts";

const NO_PLATFORM = "Nothing stands between the page and Redflag that could do this";
const ALONE = "One person talks to Redflag on the page";
const NOT_ON_PAGE = "The page has a text field and the buttons of answers, nothing more";

const LACKS: Driver["lacks"] = {
  "agent-view": NOT_ON_PAGE,
  archive: ALONE,
  "blocks-refused": NO_PLATFORM,
  "channel-history": ALONE,
  channels: ALONE,
  commands: "A command is a question like any other: the router reads “screen …” in it",
  "connection-lost": NO_PLATFORM,
  csv: "The page takes no files; the command line does",
  "csv-form": NOT_ON_PAGE,
  delete: NOT_ON_PAGE,
  edit: NOT_ON_PAGE,
  form: NOT_ON_PAGE,
  home: NOT_ON_PAGE,
  "late-form": NOT_ON_PAGE,
  joins: ALONE,
  "link-preview": NOT_ON_PAGE,
  mentions: ALONE,
  "message-shortcut": NOT_ON_PAGE,
  posts: "The page asks and shows; nothing is sent to a page that did not ask",
  "private-in-place": ALONE,
  "private-replies": ALONE,
  redelivery: NO_PLATFORM,
  "remove-bot": ALONE,
  "reply-url": NO_PLATFORM,
  "result-files": NOT_ON_PAGE,
  "revoke-token": NO_PLATFORM,
  "server-error": NO_PLATFORM,
  "slow-down": NO_PLATFORM,
  "stream-calls": "Steps are lines of the answer to the question itself",
  "stream-in-channel": ALONE,
};

/** The chat page's own protocol over HTTP: the real router, lines of JSON read as they come. */
export const webDriver = (): Driver => ({
  name: "web",
  lacks: LACKS,
  words: {},
  open: openStage,
  close: () => Promise.resolve(),
});

/** A reply or an error as the page shows it. */
interface Shown extends Seen {
  readonly actions: readonly Action[];
  readonly feedbackFor: string | null;
}

/** One line of an answer. */
interface Line {
  readonly progress?: string;
  readonly reply?: Reply;
  readonly error?: string;
}

const openStage = async (bot: Bot): Promise<Stage> => {
  const heard: Incoming[] = [];
  let events = 0;
  const server = await startWeb({
    handle: (incoming, responder) => {
      heard.push(incoming);
      return bot.handle(incoming, responder);
    },
    now: () => instant(new Date()),
    newId: () => `event-${++events}`,
  });
  const url = `${server.url}/api/message`;

  const shown: Shown[] = [];
  const pending: Promise<void>[] = [];
  /** Begins an exchange; its answer is read behind, as the page does. */
  const send = async (body: unknown): Promise<void> => {
    const before = heard.length;
    const exchange = fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ...(body as object), threadId: "thread-1" }),
    }).then((response) => readLines(response, shown));
    pending.push(exchange);
    exchange.catch(() => undefined);
    while (heard.length === before && (await Promise.race([exchange.then(() => false), soon()])));
  };

  const play = async (step: Step): Promise<void> => {
    switch (step.do) {
      case "say":
        return send({ text: step.text });
      case "press": {
        const rating = RATINGS[step.label];
        const answer = shown.findLast(({ feedbackFor }) => feedbackFor !== null);
        if (rating !== undefined && answer)
          return send({ action: { id: "feedback", value: answer.feedbackFor, fields: { rating } } });
        const pressed = shown.flatMap(({ actions }) => actions).findLast(({ label }) => label === step.label);
        if (pressed === undefined) throw new Error(`There is no button “${step.label}”.`);
        return send({ action: { id: pressed.id, value: pressed.value, fields: {} } });
      }
      case "release":
      case "await-heard":
      case "await-answers":
        return;
      default:
        throw new Error(`The page has no “${step.do}”.`);
    }
  };

  return {
    play,
    seen: () => shown,
    heard: () => heard,
    logged: () => [],
    prompts: () => 0,
    title: () => null,
    home: () => "",
    faults: () => [],
    // The line with the step goes when the answer has ended, which `settle` waits for.
    lingering: () => [],
    settle: async () => void (await Promise.all(pending)),
    close: server.close,
  };
};

/** What the page's two buttons under an answer send. */
const RATINGS: Readonly<Record<string, string>> = { Helpful: "helpful", "Not helpful": "not-helpful" };

const soon = (): Promise<true> => new Promise((resolve) => setTimeout(() => resolve(true), 2));

const readLines = async (response: Response, shown: Shown[]): Promise<void> => {
  if (!response.ok || response.body === null) throw new Error(`HTTP ${response.status}: ${await response.text()}`);
  const steps: string[] = [];
  let rest = "";
  for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const { progress, reply, error } = JSON.parse(line) as Line;
      if (progress !== undefined) steps.push(progress);
      if (reply !== undefined) shown.push(shownReply(reply, steps));
      if (error !== undefined) shown.push({ ...EMPTY, text: error, steps });
    }
  }
};

const EMPTY: Shown = {
  where: "direct",
  private: false,
  inThread: false,
  text: "",
  links: [],
  files: [],
  steps: [],
  actions: [],
  feedbackFor: null,
};

/** What page/app.js makes of a reply; that its texts never become markup is held by the test of the page itself. */
const shownReply = (reply: Reply, steps: readonly string[]): Shown => ({
  ...EMPTY,
  text: [...reply.blocks.flatMap(textsOf), ...reply.citations.map(sourceLine)].join("\n"),
  links: reply.citations.map(({ url }) => url),
  steps: [...steps],
  actions: reply.blocks.flatMap(pressable),
  feedbackFor: reply.feedbackFor,
});

const pressable = (block: ReplyBlock): Shown["actions"] => {
  if (block.kind === "choices")
    return block.choices.flatMap(({ options }) => options.map((option) => ({ id: block.id, ...option })));
  return block.kind === "actions" ? block.actions : [];
};

const sourceLine = ({ title, publisher, publishedOn }: Citation): string =>
  `${title} — ${publisher}${publishedOn === null ? "" : `, ${dayInProse(publishedOn)}`}`;

const textsOf = (block: ReplyBlock): readonly string[] => {
  switch (block.kind) {
    case "headline":
    case "paragraph":
    case "quote":
    case "note":
      return [textOf(block.text)];
    case "list":
      return block.items.map(textOf);
    case "chart":
      return chartBlocks(block.chart).flatMap(textsOf);
    case "fields":
      return block.rows.map(({ label, value }) => `${label} ${textOf(value)}`);
    case "choices":
      return block.choices.map(
        ({ label, options, chosen }) => `${label} ${options.find(({ value }) => value === chosen)?.label ?? ""}`,
      );
    case "actions":
    case "divider":
      return [];
  }
};
