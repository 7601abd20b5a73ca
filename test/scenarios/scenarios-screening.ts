import { batchBot, cardBot, echoBot, replyBot, sentence } from "./bots.ts";
import { realBot } from "./real-bots.ts";
import type { Scenario, Step } from "./scenario.ts";

const ADDRESS = "0x098B716B8Aaf21512996dC57EB0615e2383E2f96";
const screen: Step = { do: "command", name: "screen", text: ADDRESS, where: "channel" };
const answered = (messages: number): Step => ({ do: "await-answers", messages });
const form: Step = {
  do: "submit-form",
  values: { name: "Example Person", dob: "1980-01", country: "KP", kind: "person" },
};

const CUSTOMERS = "id,name\n1,Example One\n2,Example Two\n";
const dropped: Step = { do: "drop-csv", name: "customers.csv", csv: CUSTOMERS, where: "direct" };

export const SCREENING: readonly Scenario[] = [
  {
    id: "screen-command",
    claim: "the screen command is answered privately",
    needs: ["channels", "commands", "private-replies"],
    bot: echoBot,
    steps: [screen],
    expect: {
      messages: 1,
      says: [`Command screen: ${ADDRESS}`],
      private: true,
      heardLast: { kind: "command", name: "screen", text: ADDRESS },
    },
  },
  {
    id: "ask-command",
    claim: "the ask command reaches Redflag with the question",
    needs: ["channels", "commands"],
    bot: echoBot,
    steps: [{ do: "command", name: "ask", text: "Is Tornado Cash still sanctioned?", where: "channel" }],
    expect: { messages: 1, heardLast: { kind: "command", name: "ask", text: "Is Tornado Cash still sanctioned?" } },
  },
  {
    id: "command-escapes",
    claim: "&, < and > in a command arrive as they were typed",
    needs: ["channels", "commands"],
    bot: echoBot,
    steps: [{ do: "command", name: "screen", text: "Smith & <Sons>", where: "channel" }],
    expect: { messages: 1, heardLast: { kind: "command", name: "screen", text: "Smith & <Sons>" } },
  },
  {
    id: "buttons",
    claim: "two buttons of one kind are told apart",
    needs: ["channels", "commands", "buttons"],
    bot: cardBot,
    steps: [screen, answered(1), { do: "press", label: "Watch FORTUNA" }],
    expect: {
      messages: 2,
      says: ["Possible match", "Pressed watch second"],
      heardLast: { kind: "action", id: "watch", value: "second" },
    },
  },
  {
    id: "buttons-direct",
    claim: "a button under a direct answer is answered there",
    needs: ["direct", "buttons"],
    bot: cardBot,
    steps: [
      { do: "say", text: "screen Fortuna Example", where: "direct" },
      answered(1),
      { do: "press", label: "Watch FORTUNA" },
    ],
    expect: {
      messages: 2,
      says: ["Possible match", "Pressed watch second"],
      where: "direct",
      heardLast: { kind: "action", id: "watch", value: "second" },
    },
  },
  {
    id: "share",
    claim: "a private answer is shared with the channel by its button",
    needs: ["channels", "commands", "buttons", "private-replies"],
    bot: cardBot,
    steps: [screen, answered(1), { do: "press", label: "Share" }],
    expect: { messages: 2, says: ["Possible match", "Shared: screening-1"], private: false, where: "channel" },
  },
  {
    id: "share-late",
    claim: "an answer is shared when the reply address has expired",
    needs: ["channels", "commands", "buttons", "private-replies", "reply-url"],
    bot: cardBot,
    steps: [screen, answered(1), { do: "pass-minutes", minutes: 45 }, { do: "press", label: "Share" }],
    expect: { messages: 2, says: ["Shared: screening-1"], private: false },
  },
  {
    id: "form-from-command",
    claim: "the screen command without a name opens the form, and its answer is private where it was opened",
    needs: ["channels", "commands", "form", "private-replies"],
    bot: echoBot,
    steps: [{ do: "command", name: "screen", text: "", where: "channel" }, form],
    expect: {
      // The form's offer may be a message of its own.
      messages: { atLeast: 1 },
      says: ["Action screen-form", "name=Example Person"],
      private: true,
      heardLast: {
        kind: "action",
        id: "screen-form",
        fields: { name: "Example Person", dob: "1980-01", country: "KP", kind: "person" },
      },
    },
  },
  {
    id: "form-from-shortcut",
    claim: "the form opened from anywhere is answered directly",
    needs: ["form", "direct"],
    bot: echoBot,
    steps: [{ do: "shortcut-for-form" }, form],
    expect: { messages: 1, says: ["Action screen-form"], where: "direct" },
  },
  {
    id: "message-shortcut",
    claim: "“Screen this message” screens the words of the message privately",
    needs: ["channels", "message-shortcut", "private-replies"],
    bot: echoBot,
    steps: [{ do: "say", text: "pay Fortuna Example & Co", where: "channel" }, { do: "shortcut-on-message" }],
    expect: { messages: 1, says: ["Command screen-message: pay Fortuna Example & Co"], private: true },
  },
  {
    id: "csv",
    claim: "a CSV dropped in a direct message is screened as a batch",
    needs: ["direct", "csv"],
    bot: batchBot,
    steps: [dropped],
    expect: {
      messages: { atLeast: 1 },
      says: ["2 rows of customers.csv screened."],
      heardLast: { kind: "action", id: "screen-csv", value: "customers.csv", fields: { csv: CUSTOMERS } },
    },
  },
  {
    id: "csv-results",
    claim: "the results of a batch come back as a file",
    needs: ["direct", "csv", "result-files"],
    bot: batchBot,
    steps: [dropped],
    expect: { messages: { atLeast: 1 }, says: ["2 rows of customers.csv screened."], files: ["results.csv"] },
  },
  {
    id: "csv-form",
    claim: "a CSV given to a form is screened as a batch, with its results in a direct message",
    needs: ["channels", "commands", "csv", "csv-form", "direct", "result-files"],
    bot: batchBot,
    steps: [
      { do: "command", name: "screen", text: "file", where: "channel" },
      { do: "submit-form", values: { csv: CUSTOMERS } },
    ],
    expect: {
      messages: { atLeast: 2 },
      says: ["Screening upload.csv.", "2 rows of upload.csv screened."],
      where: "direct",
      inThread: true,
      files: ["results.csv"],
      heardLast: { kind: "action", id: "screen-csv", value: "upload.csv", fields: { csv: CUSTOMERS } },
    },
  },
  {
    id: "csv-real",
    claim: "a dropped CSV is screened row by row, with a step that says so and a file of results",
    needs: ["direct", "csv", "result-files", "streaming"],
    bot: realBot,
    steps: [
      { do: "drop-csv", name: "customers.csv", csv: "id,name\n1,Song Kum Hyok\n2,Jane Miller\n", where: "direct" },
    ],
    expect: {
      messages: { atLeast: 1 },
      says: ["2 rows screened, 1 match"],
      steps: ["Screening the 2 rows of customers.csv"],
      files: ["customers-screened.csv"],
    },
  },
  {
    id: "csv-too-large",
    claim: "a CSV above the limit is refused with the limit",
    needs: ["direct", "csv"],
    bot: batchBot,
    steps: [{ do: "drop-csv", name: "huge.csv", csv: "x".repeat(1_000_001), where: "direct" }],
    expect: { messages: 1, says: ["huge.csv", "1000 kB", "Nothing was screened"], heard: 0 },
  },
  {
    id: "private-results",
    claim: "a results file meant for one person is not shared with a channel",
    needs: ["channels", "csv", "private-replies"],
    bot: replyBot(
      sentence("1 row screened.", {
        audience: "asker",
        file: { name: "results.csv", mediaType: "text/csv", text: "id,verdict\n" },
      }),
    ),
    steps: [{ do: "say", text: "screen this", where: "channel", mention: true }],
    expect: { messages: { atLeast: 1 }, says: ["1 row screened."], private: true, files: [] },
  },
  {
    id: "home",
    claim: "opening the home page shows it",
    needs: ["home"],
    bot: replyBot(sentence("Lists: OFAC SDN 9 July 2025")),
    steps: [{ do: "open-home" }],
    expect: { messages: 0, home: ["Lists: OFAC SDN 9 July 2025"], heardLast: { kind: "action", id: "home-opened" } },
  },
  {
    id: "home-refreshed",
    claim: "a button on the home page is answered directly and the page is drawn again",
    needs: ["home", "buttons", "direct"],
    bot: cardBot,
    steps: [
      { do: "open-home" },
      { do: "await-heard", events: 1 },
      { do: "press-on-home", label: "Watch EXAMPLE" },
      { do: "await-heard", events: 3 },
    ],
    expect: {
      messages: 1,
      says: ["Pressed watch first"],
      where: "direct",
      heardLast: { kind: "action", id: "home-opened" },
    },
  },
];
