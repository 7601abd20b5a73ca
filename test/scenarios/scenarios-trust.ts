import { botWith } from "./real-bots.ts";
import type { Scenario, Step } from "./scenario.ts";

const say = (text: string): Step => ({ do: "say", text, where: "direct" });
const answered = (messages: number): Step => ({ do: "await-answers", messages });

/** Named for a role of which nobody here is. */
const SOMEBODY_ELSE = "slack:U0ELSEWHERE,teams:somebody-else,web:somebody-else";

/** Who may do what, and how often: the same on every platform. */
export const TRUST: readonly Scenario[] = [
  {
    id: "role-refused",
    claim: "a person without the role is told in one sentence which one it takes, and nothing is screened",
    // One person alone on the page at the machine holds every role.
    needs: ["channels", "direct"],
    bot: () => botWith({ ROLE_SCREENERS: SOMEBODY_ELSE }),
    steps: [say("screen Song Kum Hyok")],
    expect: {
      messages: 1,
      says: ["You may not screen names and addresses here: it takes a screener.", "ROLE_SCREENERS"],
      saysNot: ["OFAC SDN"],
    },
  },
  {
    id: "role-below",
    claim: "what the role before it allows is still done",
    needs: ["direct"],
    bot: () => botWith({ ROLE_SCREENERS: SOMEBODY_ELSE }),
    steps: [say("Who is Song Kum Hyok and why was he sanctioned?")],
    expect: { messages: 1, says: ["Song Kum Hyok"], saysNot: ["You may not"] },
  },
  {
    id: "role-settings",
    claim: "a person who is no administrator does not change the settings once administrators are named",
    // One person alone on the page at the machine holds every role.
    needs: ["channels", "direct"],
    bot: () => botWith({ ROLE_ADMINISTRATORS: SOMEBODY_ELSE }),
    steps: [say("settings four-eyes on"), answered(1), say("settings")],
    expect: {
      messages: 2,
      says: ["You may not change the settings of a conversation here: it takes an administrator."],
      saysNot: ["Four eyes is on"],
    },
  },
  {
    id: "limit-exceeded",
    claim: "a person who asks more often than the limit allows is told when to try again",
    needs: ["direct"],
    // Three within two minutes of the clock are one too many, whenever the minute turns.
    bot: () => botWith({ LIMIT_USER_PER_MINUTE: "1" }),
    steps: [
      say("screen Song Kum Hyok"),
      answered(1),
      say("screen Song Kum Hyok"),
      answered(2),
      say("screen Song Kum Hyok"),
    ],
    expect: { messages: 3, says: ["You have sent 1 request within a minute, which is the limit.", "Try again in"] },
  },
];
