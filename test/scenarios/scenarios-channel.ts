import { echoBot } from "./bots.ts";
import { freshBot } from "./real-bots.ts";
import type { Scenario, Step } from "./scenario.ts";

const LISTED = "Song Kum Hyok";
const OTHER_LISTED = "Gayk Asatryan";
const WALLET = "0x098B716B8Aaf21512996dC57EB0615e2383E2f96";

const answered = (messages: number): Step => ({ do: "await-answers", messages });
const heard = (events: number): Step => ({ do: "await-heard", events });
const write = (text: string): Step => ({ do: "say", text, where: "channel" });
const ask = (text: string): Step => ({ do: "say", text, where: "channel", mention: true });
const set = (text: string): Step => ({ do: "command", name: "redflag", text: `settings ${text}`, where: "channel" });
const opted = (mode: "private" | "thread"): readonly Step[] => [set(`auto-screen ${mode}`), answered(1)];

/** What a channel sets for itself, and what then happens in it. */
export const CHANNEL: readonly Scenario[] = [
  {
    id: "settings-show",
    claim: "the settings of a channel are shown to who asks, with a choice for each",
    needs: ["channels", "commands", "private-replies"],
    bot: freshBot,
    steps: [set("")],
    expect: {
      messages: 1,
      says: ["Settings of this conversation", "UTC", "Answers to questions asked here", "settings zone Europe/Berlin"],
      private: true,
    },
  },
  {
    id: "settings-choose",
    claim: "a setting is changed by choosing it, and shown as changed",
    needs: ["channels", "commands", "buttons", "channel-history", "private-replies"],
    bot: freshBot,
    steps: [set(""), answered(1), { do: "press", label: "Private note to the author" }, answered(2)],
    expect: { messages: 2, says: ["Changed. Settings of this conversation", "Only the author sees a note"] },
  },
  {
    id: "settings-value",
    claim: "a value that a setting does not have is refused in one sentence that names those it has",
    needs: ["channels", "commands"],
    bot: freshBot,
    steps: [set("replies loud")],
    expect: { messages: 1, says: ["replies is one of thread, private, got “loud”. Nothing was changed."] },
  },
  {
    id: "settings-name",
    claim: "a setting that does not exist is refused in one sentence that names those that do",
    needs: ["channels", "commands"],
    bot: freshBot,
    steps: [set("volume 11")],
    expect: {
      messages: 1,
      says: ["There is no setting “volume”. Nothing was changed.", "auto-screen, replies, scope"],
    },
  },
  {
    id: "settings-scope",
    claim: "a channel that is limited to some publishers is answered from those, and told so",
    needs: ["channels", "commands", "mentions"],
    bot: freshBot,
    steps: [set("scope TRM Labs"), answered(1), ask("Is Tornado Cash still sanctioned?")],
    expect: { messages: 2, says: ["Changed.", "only documents of TRM Labs"] },
  },
  {
    id: "settings-scope-unknown",
    claim: "a publisher of whom there is no document is refused with those that there are",
    needs: ["channels", "commands"],
    bot: freshBot,
    steps: [set("scope Example Gazette")],
    expect: { messages: 1, says: ["No document here is of a publisher or kind “Example Gazette”", "TRM Labs"] },
  },
  {
    id: "replies-private",
    claim: "a channel that chose private answers has them seen by the asker alone",
    needs: ["channels", "commands", "mentions", "private-replies"],
    bot: freshBot,
    steps: [set("replies private"), answered(1), ask("Is Tornado Cash still sanctioned?"), answered(2)],
    expect: {
      messages: { atLeast: 2 },
      says: ["Tornado Cash"],
      private: true,
    },
  },
  {
    id: "replies-shared",
    claim: "a private answer to a question is shared with the channel by its button, sources included",
    needs: ["channels", "commands", "mentions", "buttons", "private-in-place"],
    bot: freshBot,
    steps: [
      set("replies private"),
      answered(1),
      ask("Is Tornado Cash still sanctioned?"),
      answered(2),
      { do: "press", label: "Share with the channel" },
    ],
    expect: { messages: { atLeast: 3 }, says: ["Tornado Cash", "Tornado Cash"], where: "channel" },
  },
  {
    id: "auto-off",
    claim: "a channel that did not opt in gets no word about listed parties in ordinary messages",
    needs: ["channels", "channel-history"],
    bot: freshBot,
    steps: [write(`we pay ${LISTED} tomorrow`), heard(1)],
    expect: { messages: 0 },
  },
  {
    id: "auto-private",
    claim:
      "in a channel that opted in, the author of a message with a listed party gets a private note with list, day and settings",
    needs: ["channels", "channel-history", "commands", "private-replies"],
    bot: freshBot,
    steps: [...opted("private"), write(`we pay ${LISTED} tomorrow`), answered(2)],
    expect: {
      messages: 2,
      says: [
        "Match: SONG, Kum Hyok",
        "OFAC SDN",
        "listed 8 July 2025",
        "only you see this",
        "What was searched",
        "Settings",
      ],
      private: true,
      inThread: false,
      where: "channel",
    },
  },
  {
    id: "auto-thread",
    claim: "a channel that chose thread replies gets the note in the thread of the message",
    needs: ["channels", "channel-history", "commands"],
    bot: freshBot,
    steps: [...opted("thread"), write(`the refund goes to ${WALLET}`), answered(2)],
    expect: { messages: 2, says: ["Match:", "OFAC SDN"], private: false, inThread: true },
  },
  {
    id: "auto-silent",
    claim: "a message that names nobody listed gets no word",
    needs: ["channels", "channel-history", "commands"],
    bot: freshBot,
    steps: [...opted("thread"), write("lunch with Jane Miller and the bank at noon?"), heard(2)],
    expect: { messages: 1 },
  },
  {
    id: "auto-once",
    claim: "the same party is told of once a day, another one all the same",
    needs: ["channels", "channel-history", "commands"],
    bot: freshBot,
    steps: [
      ...opted("thread"),
      write(`we pay ${LISTED} tomorrow`),
      answered(2),
      write(`has ${LISTED} been paid?`),
      write(`and ${OTHER_LISTED}?`),
      answered(3),
    ],
    expect: { messages: 3, says: ["SONG, Kum Hyok", "ASATRYAN"] },
  },
  {
    id: "auto-each-author",
    claim: "a private note goes to each author who names the party, because nobody has seen that of another",
    needs: ["channels", "channel-history", "commands", "private-replies"],
    bot: freshBot,
    steps: [
      ...opted("private"),
      write(`we pay ${LISTED} tomorrow`),
      answered(2),
      { do: "say-as-other", text: `I have paid ${LISTED} today` },
      answered(3),
    ],
    expect: { messages: 3, private: true },
  },
  {
    id: "auto-edit",
    claim: "an edit that adds a listed name gets a note, an edit that adds none gets no word",
    needs: ["channels", "channel-history", "commands", "edit"],
    bot: freshBot,
    steps: [
      ...opted("private"),
      write("we pay them tomorrow"),
      heard(2),
      { do: "edit-question", text: `we pay ${LISTED} tomorrow` },
      answered(2),
      { do: "edit-question", text: `we pay ${LISTED} on Monday` },
      heard(4),
    ],
    expect: { messages: 2, says: ["Match: SONG, Kum Hyok"], private: true },
  },
  {
    id: "auto-other-bot",
    claim: "messages of other bots are not screened",
    needs: ["channels", "channel-history", "commands"],
    bot: freshBot,
    steps: [...opted("thread"), { do: "say-as-other-bot", text: `invoice of ${LISTED} approved` }],
    expect: { messages: 1, heard: 1 },
  },
  {
    id: "auto-join",
    claim: "that somebody joined a channel is no message",
    needs: ["channels", "channel-history", "joins"],
    bot: echoBot,
    steps: [{ do: "join" }],
    expect: { messages: 0, heard: 0 },
  },
  {
    id: "auto-searched",
    claim: "the note says on its button what was searched",
    needs: ["channels", "channel-history", "commands", "buttons"],
    bot: freshBot,
    steps: [
      ...opted("private"),
      write(`we pay ${LISTED} tomorrow`),
      answered(2),
      { do: "press", label: "What was searched" },
    ],
    expect: { messages: 3, says: ["What was searched", "OFAC SDN", "entries"], private: true },
  },
  {
    id: "follow-up-to-colleague",
    claim: "a message in an answered thread that turns to a colleague is not answered, whatever it asks",
    needs: ["channels", "channel-history"],
    bot: freshBot,
    steps: [
      ask("Is Tornado Cash still sanctioned?"),
      answered(1),
      { do: "reply", text: "can you look at this?", toPerson: true },
      heard(2),
    ],
    expect: { messages: 1 },
  },
  {
    id: "help-command",
    claim: "the command without words shows the help to who typed it",
    needs: ["channels", "commands", "private-replies"],
    bot: freshBot,
    steps: [{ do: "command", name: "redflag", text: "", where: "channel" }],
    expect: { messages: 1, says: ["What Redflag does", "Settings"], private: true },
  },
  {
    id: "status-command",
    claim: "the status command shows which lists are loaded, of what day",
    needs: ["channels", "commands", "private-replies"],
    bot: freshBot,
    steps: [{ do: "command", name: "redflag", text: "status", where: "channel" }],
    expect: { messages: 1, says: ["Lists in force", "OFAC SDN"], private: true },
  },
];
