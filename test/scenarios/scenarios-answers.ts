import { citedReply, longReply, oversizeReply, replyBot, sentence } from "./bots.ts";
import type { Scenario, Step } from "./scenario.ts";

const askPrivately: Step = { do: "say", text: "who is Song Kum Hyok?", where: "direct" };

const literal = (id: string, text: string): Scenario => ({
  id: `literal-${id}`,
  claim: `${text} in a document is shown letter by letter`,
  needs: ["direct"],
  bot: replyBot(
    sentence(`The document says ${text} here.`, {
      blocks: [{ kind: "paragraph", text: [{ text: `The document says ${text} here.` }] }],
    }),
  ),
  steps: [askPrivately],
  expect: { messages: 1, says: [`The document says ${text} here.`] },
});

export const ANSWERS: readonly Scenario[] = [
  {
    id: "citations",
    claim: "numbered sources carry title, publisher, date and link, and an undated one says so",
    needs: ["direct"],
    bot: replyBot(citedReply),
    steps: [askPrivately],
    expect: {
      messages: 1,
      says: [
        "Fortuna Example",
        "[1]",
        "[2]",
        "Example notice 1",
        "Example Publisher",
        "8 July 2025",
        "Second Publisher",
      ],
      links: ["https://example.org/notices/1", "https://example.org/notices/2"],
    },
  },
  {
    id: "long-answer",
    claim: "an answer of 14,000 characters arrives whole, with all of its 25 sources",
    needs: ["direct"],
    bot: replyBot(longReply),
    steps: [askPrivately],
    expect: {
      messages: { atLeast: 1 },
      characters: { atLeast: 14_000 },
      says: ["This sentence of a long answer", "Example notice 1", "Example notice 13", "Example notice 25"],
      links: Array.from({ length: 25 }, (_, index) => `https://example.org/notices/${index + 1}`),
    },
  },
  {
    id: "oversize-answer",
    claim: "an answer of 60,000 characters arrives whole, with all of its 60 sources",
    needs: ["direct"],
    bot: replyBot(oversizeReply),
    steps: [askPrivately],
    expect: {
      messages: { atLeast: 1 },
      characters: { atLeast: 60_000 },
      says: ["This sentence of a long answer", "Example notice 1", "Example notice 60"],
      links: Array.from({ length: 60 }, (_, index) => `https://example.org/notices/${index + 1}`),
    },
  },
  literal("channel-mention", "<!channel>"),
  literal("user-mention", "<@U0VICTIM>"),
  literal("everyone", "@everyone"),
  literal("link", "<https://evil.example|Treasury>"),
  literal("markdown", "*Abu_Ali_* and `rm -rf`"),
  literal("markdown-link", "[Treasury](https://evil.example)"),
  literal("right-to-left", "محمد بن علي (אבג)"),
  literal("emoji", "Ωmega 🦊 Trading 👨‍👩‍👧 :fox_face:"),
  literal("html", "<b>bold</b> &amp; <script>"),
];
