import type { Citation } from "../../src/core/answer.ts";
import { documentId, passageId } from "../../src/core/brand.ts";
import { isoDate } from "../../src/core/dates.ts";
import type { Incoming } from "../../src/core/incoming.ts";
import { bold, plain, type Reply } from "../../src/core/reply.ts";
import type { Responder } from "../../src/ports/chat.ts";
import type { Bot } from "./scenario.ts";

/** Stand-ins for the rest of Redflag. What they say is fictional. */

export const sentence = (text: string, more: Partial<Reply> = {}): Reply => ({
  summary: text.slice(0, 200),
  blocks: [{ kind: "paragraph", text: plain(text) }],
  citations: [],
  audience: "everyone",
  aiGenerated: false,
  feedbackFor: null,
  ...more,
});

const bot =
  (answer: (incoming: Incoming, responder: Responder) => Promise<void>): (() => Bot) =>
  () => ({
    handle: answer,
    release: () => {},
  });

/** Says back what reached it; privately to commands and buttons. Ordinary channel messages get no answer. */
export const echoBot = bot(async ({ body }, responder) => {
  if (body.kind === "message" && body.addressed) await responder.send(sentence(`Heard: ${body.text}`));
  if (body.kind === "command")
    await responder.send(sentence(`Command ${body.name}: ${body.text}`, { audience: "asker" }));
  if (body.kind === "action") {
    const fields = Object.entries(body.fields).map(([name, value]) => `${name}=${value}`);
    await responder.send(sentence(`Action ${body.id}: ${[body.value, ...fields].join(" ")}`, { audience: "asker" }));
  }
});

const citation = (number: number, more: Partial<Citation> = {}): Citation => ({
  number,
  documentId: documentId(`example-${number}`),
  title: `Example notice ${number}`,
  publisher: "Example Publisher",
  publishedOn: isoDate("2025-07-08"),
  url: `https://example.org/notices/${number}`,
  linkedSource: null,
  passageId: passageId(documentId(`example-${number}`), 0),
  quote: `The quoted passage ${number}.`,
  start: 0,
  end: 10,
  ...more,
});

/** Always the same reply to whatever it is asked. */
export const replyBot = (reply: Reply): (() => Bot) =>
  bot(async ({ body }, responder) => {
    if (body.kind !== "message" || body.addressed) await responder.send(reply);
  });

export const citedReply: Reply = sentence("", {
  summary: "Fortuna Example is named in two notices.",
  blocks: [
    {
      kind: "paragraph",
      text: [
        bold("Fortuna Example"),
        { text: " was named on 8 July 2025 " },
        { text: "[1]", cite: 1 },
        { text: " and again " },
        { text: "[2]", cite: 2 },
        { text: "." },
      ],
    },
  ],
  citations: [citation(1), citation(2, { publisher: "Second Publisher", publishedOn: null })],
  feedbackFor: "question-1",
});

const SENTENCE = "This sentence of a long answer states one fact and names the notice it was taken from. ";

const replyOf = (characters: number, sources: number): Reply =>
  sentence(SENTENCE.repeat(Math.ceil(characters / SENTENCE.length)), {
    citations: Array.from({ length: sources }, (_, index) => citation(index + 1)),
  });

export const longReply: Reply = replyOf(14_000, 25);
export const oversizeReply: Reply = replyOf(60_000, 60);

/** A screening card with two buttons of one kind, a share button and the reaction to each. */
export const cardBot = bot(async ({ body }, responder) => {
  if (body.kind === "action" && body.id === "share") return responder.send(sentence(`Shared: ${body.value}`));
  if (body.kind === "action" && body.id !== "home-opened")
    return responder.send(sentence(`Pressed ${body.id} ${body.value}`, { audience: "asker" }));
  return responder.send(
    sentence("Possible match: EXAMPLE, Fortuna", {
      audience: "asker",
      blocks: [
        { kind: "headline", text: plain("Possible match: EXAMPLE, Fortuna") },
        { kind: "fields", rows: [{ label: "Why", value: plain("family name equal") }] },
        {
          kind: "actions",
          actions: [
            { id: "watch", label: "Watch EXAMPLE", value: "first" },
            { id: "watch", label: "Watch FORTUNA", value: "second" },
            { id: "share", label: "Share", value: "screening-1" },
          ],
        },
      ],
    }),
  );
});

/** Shows two steps, then answers. */
export const steppingBot = bot(async (_incoming, responder) => {
  await responder.progress("Searching 84 documents");
  await new Promise((resolve) => setTimeout(resolve, 20));
  await responder.progress("Checking 5 citations");
  await new Promise((resolve) => setTimeout(resolve, 20));
  await responder.send(sentence("The checked answer."));
});

/** Takes longer over earlier questions, so that answers only keep their order where somebody sees to it. */
export const hastyBot = (): Bot => {
  let asked = 0;
  return {
    release: () => {},
    handle: async ({ body }, responder) => {
      asked += 1;
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, 60 - asked * 20)));
      if (body.kind === "message") await responder.send(sentence(`Heard: ${body.text}`));
    },
  };
};

export const failingBot = bot(() => Promise.reject(new Error("secret-detail: disk on fire")));
export const silentBot = bot(() => Promise.resolve());

/** A note for ordinary channel messages: private or for everyone. */
export const noteBot = (audience: Reply["audience"]): (() => Bot) =>
  bot(({ body }, responder) =>
    body.kind === "message" && !body.addressed
      ? responder.send(sentence("That names a listed party.", { audience }))
      : Promise.resolve(),
  );

/** Waits to be released before it answers. */
export const waitingBot =
  (reply: Reply): (() => Bot) =>
  () => {
    let release = (): void => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    return {
      release,
      handle: async (_incoming, responder) => {
        await released;
        await responder.send(reply);
      },
    };
  };

/** Waits to be released, then says back what it was asked, and whether that were new words of an answered question. */
export const waitingEchoBot = (): Bot => {
  const { handle: wait, release } = waitingBot(sentence(""))();
  return {
    release,
    handle: async (incoming, responder) => {
      await wait(incoming, { progress: async () => {}, send: async () => {} });
      const { body } = incoming;
      if (body.kind === "message" && body.addressed)
        await responder.send(sentence(`${body.edited ? "Edited" : "Heard"}: ${body.text}`));
    },
  };
};

/** Answers with results in a file. */
export const batchBot = bot(async ({ body }, responder) => {
  if (body.kind !== "action" || body.id !== "screen-csv") return responder.send(sentence("No file came."));
  const rows = (body.fields.csv ?? "").trim().split("\n").length - 1;
  await responder.progress(`Screening ${rows} rows`);
  await responder.send(
    sentence(`${rows} rows of ${body.value} screened.`, {
      file: { name: "results.csv", mediaType: "text/csv", text: "id,verdict\n1,no-match\n" },
    }),
  );
});
