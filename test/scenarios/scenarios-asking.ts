import {
  citedReply,
  echoBot,
  failingBot,
  hastyBot,
  noteBot,
  replyBot,
  sentence,
  silentBot,
  steppingBot,
} from "./bots.ts";
import type { Scenario, Step } from "./scenario.ts";

const ask: Step = { do: "say", text: "who is Song Kum Hyok?", where: "channel", mention: true };
const askPrivately: Step = { do: "say", text: "who is Song Kum Hyok?", where: "direct" };
const answered = (messages: number): Step => ({ do: "await-answers", messages });

const followUps = (mention: boolean): readonly Step[] =>
  Array.from({ length: 50 }, (_, index): readonly Step[] => [
    { do: "reply", text: `follow-up ${index + 1}`, mention },
    answered(index + 2),
  ]).flat();

const conversation: readonly Step[] = Array.from({ length: 50 }, (_, index): readonly Step[] => [
  { do: "say", text: `question ${index + 1}`, where: "direct" },
  answered(index + 1),
]).flat();

export const ASKING: readonly Scenario[] = [
  {
    id: "mention",
    claim: "a mention in a channel is answered in the thread of the message",
    needs: ["channels"],
    bot: echoBot,
    steps: [ask],
    expect: {
      messages: 1,
      says: ["Heard: who is Song Kum Hyok?"],
      where: "channel",
      inThread: true,
      private: false,
      heard: 1,
    },
  },
  {
    id: "direct",
    claim: "a direct message is answered",
    needs: ["direct"],
    bot: echoBot,
    steps: [askPrivately],
    expect: {
      messages: 1,
      says: ["Heard: who is Song Kum Hyok?"],
      where: "direct",
      heardLast: { kind: "message", addressed: true },
    },
  },
  {
    id: "follow-up",
    claim: "a follow-up in a thread that was answered needs no new mention",
    needs: ["channels", "channel-history"],
    bot: echoBot,
    steps: [ask, answered(1), { do: "reply", text: "and in 2024?" }],
    expect: { messages: 2, says: ["Heard: who is Song Kum Hyok?", "Heard: and in 2024?"], inThread: true },
  },
  {
    id: "follow-up-to-person",
    claim: "a message in that thread that turns to another person is left alone",
    needs: ["channels", "channel-history"],
    bot: echoBot,
    steps: [
      ask,
      answered(1),
      { do: "reply", text: "can you look at this?", toPerson: true },
      { do: "await-heard", events: 2 },
    ],
    expect: { messages: 1, heardLast: { kind: "message", addressed: false } },
  },
  {
    id: "thread-of-50",
    claim: "50 follow-ups in one thread get 50 answers in their order",
    needs: ["channels", "channel-history"],
    bot: echoBot,
    steps: [ask, answered(1), ...followUps(false)],
    expect: { messages: 51, says: ["who is", "follow-up 1", "follow-up 25", "follow-up 50"], inThread: true },
  },
  {
    id: "follow-up-mentioned",
    claim: "a follow-up with a mention is answered in the same thread",
    needs: ["channels", "mentions"],
    bot: echoBot,
    steps: [ask, answered(1), { do: "reply", text: "and in 2024?", mention: true }],
    expect: { messages: 2, says: ["Heard: who is Song Kum Hyok?", "Heard: and in 2024?"], inThread: true },
  },
  {
    id: "thread-of-50-mentioned",
    claim: "50 follow-ups with a mention in one thread get 50 answers in their order",
    needs: ["channels", "mentions"],
    bot: echoBot,
    steps: [ask, answered(1), ...followUps(true)],
    expect: {
      messages: 51,
      heard: 51,
      says: ["who is", "follow-up 1", "follow-up 25", "follow-up 50"],
      inThread: true,
    },
  },
  {
    id: "conversation-of-50",
    claim: "50 direct questions get 50 answers in their order",
    needs: ["direct"],
    bot: echoBot,
    steps: conversation,
    expect: {
      messages: 50,
      heard: 50,
      says: ["question 1", "question 2", "question 25", "question 49", "question 50"],
    },
  },
  {
    id: "own-post",
    claim: "a post on the bot's own account starts a thread of its own",
    needs: ["channels", "posts"],
    bot: echoBot,
    steps: [ask, answered(1), { do: "post", reply: sentence("Sanctions digest for the channel.") }],
    expect: {
      messages: 2,
      says: ["Heard", "Sanctions digest for the channel."],
      where: "channel",
      inThread: false,
      private: false,
    },
  },
  {
    id: "order",
    claim: "messages of one conversation that arrive at once are answered in their order",
    needs: ["channels"],
    bot: hastyBot,
    steps: [ask, { do: "reply", text: "second", mention: true }, { do: "reply", text: "third", mention: true }],
    expect: { messages: 3, says: ["who is", "Heard: second", "Heard: third"] },
  },
  {
    id: "ordinary-message",
    claim: "an ordinary channel message is not answered",
    needs: ["channels", "channel-history"],
    bot: echoBot,
    steps: [
      { do: "say", text: "lunch?", where: "channel" },
      { do: "await-heard", events: 1 },
    ],
    expect: { messages: 0, heardLast: { kind: "message", addressed: false } },
  },
  {
    id: "other-bot",
    claim: "messages of another bot are not answered",
    needs: ["channels", "channel-history"],
    bot: echoBot,
    steps: [{ do: "say-as-other-bot", text: "build passed" }, ask],
    expect: { messages: 1, heard: 1 },
  },
  {
    id: "private-note",
    claim: "a channel that opted in gets a private note to the author of a message",
    needs: ["channels", "channel-history", "private-replies"],
    bot: noteBot("asker"),
    steps: [{ do: "say", text: "we pay Fortuna Example", where: "channel" }],
    expect: { messages: 1, says: ["That names a listed party."], private: true, where: "channel" },
  },
  {
    id: "thread-note",
    claim: "a channel that chose thread replies gets the note in the thread",
    needs: ["channels", "channel-history"],
    bot: noteBot("everyone"),
    steps: [{ do: "say", text: "we pay Fortuna Example", where: "channel" }],
    expect: { messages: 1, private: false, inThread: true },
  },
  {
    id: "feedback-good",
    claim: "a thumb up comes back with the answer's reference",
    needs: ["direct", "feedback"],
    bot: replyBot(citedReply),
    steps: [askPrivately, answered(1), { do: "press", label: "Helpful" }, { do: "await-heard", events: 2 }],
    expect: {
      messages: { atLeast: 1 },
      heardLast: { kind: "action", id: "feedback", value: "question-1", fields: { rating: "helpful" } },
    },
  },
  {
    id: "feedback-bad",
    claim: "a thumb down comes back with the answer's reference",
    needs: ["direct", "feedback"],
    bot: replyBot(citedReply),
    steps: [askPrivately, answered(1), { do: "press", label: "Not helpful" }, { do: "await-heard", events: 2 }],
    expect: {
      messages: { atLeast: 1 },
      heardLast: { kind: "action", id: "feedback", value: "question-1", fields: { rating: "not-helpful" } },
    },
  },
  {
    id: "progress",
    claim: "steps are shown while the answer is made, and then the checked text",
    needs: ["direct", "streaming"],
    bot: steppingBot,
    steps: [askPrivately],
    expect: { messages: 1, says: ["The checked answer."], steps: ["Searching 84 documents", "Checking 5 citations"] },
  },
  {
    id: "agent-opened",
    claim: "opening the agent suggests at most four questions",
    needs: ["agent-view"],
    bot: echoBot,
    steps: [{ do: "open-agent" }],
    expect: { messages: 0, prompts: { atLeast: 1, atMost: 4 } },
  },
  {
    id: "agent-title",
    claim: "a conversation in the agent view is named after its first question",
    needs: ["agent-view", "direct"],
    bot: echoBot,
    steps: [askPrivately],
    expect: { messages: 1, title: "who is Song Kum Hyok?" },
  },
  {
    id: "failure",
    claim: "a failure gives a visible reason that repeats no internals",
    needs: ["direct"],
    bot: failingBot,
    steps: [askPrivately],
    expect: { messages: 1, says: ["Something went wrong", "ask again"], saysNot: ["secret-detail"] },
  },
  {
    id: "silence",
    claim: "a question to which nothing was said still gets a word",
    needs: ["direct"],
    bot: silentBot,
    steps: [askPrivately],
    expect: { messages: 1, says: ["Please ask again"] },
  },
];
