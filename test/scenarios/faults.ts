import { isoDate } from "../../src/core/dates.ts";
import type { Incoming } from "../../src/core/incoming.ts";
import type { Driver, Expectation, Refusal, Seen } from "./scenario.ts";

/** What people see and what reached Redflag, made up. */
export interface Scene {
  readonly seen: readonly Seen[];
  readonly heard: readonly Incoming[];
  readonly logged: readonly string[];
  readonly prompts: number;
  readonly title: string | null;
  readonly home: string;
  readonly faults: readonly string[];
  readonly lingering: readonly string[];
}

export const WORDS: Required<Driver["words"]> = {
  archived: "word-for-archived",
  removed: "word-for-removed",
  "token-revoked": "word-for-revoked",
};

const message: Seen = {
  where: "channel",
  private: false,
  inThread: false,
  text: "",
  links: [],
  files: [],
  steps: [],
};

const event = (body: Partial<Incoming["body"]>): Incoming => ({
  eventId: "event-1",
  platform: "web",
  workspaceId: "local",
  channelId: "web",
  threadId: "thread-1",
  userId: "web",
  scene: "direct",
  body: { kind: "message", text: "hello", addressed: true, ...body } as Incoming["body"],
  receivedAt: `${isoDate("2025-07-08")}T00:00:00.000Z` as Incoming["receivedAt"],
});

/** A scene in which everything is as expected. */
export const ideal = (expected: Expectation): Scene => {
  const count = typeof expected.messages === "number" ? expected.messages : Math.max(1, expected.messages.atLeast);
  const said = [...(expected.reason === undefined ? [] : [WORDS[expected.reason]]), ...(expected.says ?? [])].join(" ");
  const answer: Seen = {
    ...message,
    where: expected.where ?? "channel",
    private: expected.private ?? false,
    inThread: expected.inThread ?? false,
    text: said.padEnd(expected.characters?.atLeast ?? 0, "."),
    links: expected.links ?? [],
    files: expected.files ?? [],
    steps: expected.steps ?? [],
  };
  const events = expected.heard ?? (expected.heardLast === undefined ? 0 : 1);
  return {
    seen: count === 0 ? [] : [...Array.from({ length: count - 1 }, () => message), answer],
    heard: Array.from({ length: events }, () => event(expected.heardLast ?? {})),
    logged: expected.logs === undefined ? [] : [`error ${WORDS[expected.logs]}`],
    prompts: expected.prompts?.atLeast ?? 0,
    title: expected.title ?? null,
    home: (expected.home ?? []).join(" "),
    faults: expected.faults ?? [],
    lingering: [],
  };
};

interface Fault<Expected> {
  /** What is wrong. */
  readonly fault: string;
  /** `null` where there is nothing to spoil in this way. */
  readonly plant: (scene: Scene, expected: Expected) => Scene | null;
}

const eachSeen = (scene: Scene, change: (one: Seen) => Partial<Seen>): Scene => ({
  ...scene,
  seen: scene.seen.map((one) => ({ ...one, ...change(one) })),
});

const without = (texts: readonly string[], text: string | undefined): readonly string[] =>
  texts.filter((one) => one !== text);

/** For each check the ways in which a platform or a bot can break what it holds. A check without a fault does not compile. */
export const FAULTS: {
  readonly [Key in keyof Required<Expectation>]: readonly Fault<NonNullable<Expectation[Key]>>[];
} = {
  messages: [
    {
      fault: "the answer comes twice",
      plant: (scene, expected) =>
        typeof expected === "number" ? { ...scene, seen: [...scene.seen, scene.seen.at(-1) ?? message] } : null,
    },
    {
      fault: "no answer comes",
      plant: (scene) => (scene.seen.length > 0 ? { ...scene, seen: [] } : null),
    },
  ],
  says: [
    {
      fault: "a word is changed",
      plant: (scene, [first = ""]) => eachSeen(scene, ({ text }) => ({ text: text.replaceAll(first, "changed") })),
    },
    {
      fault: "the last comes first",
      plant: (scene, says) => {
        const last = { ...(scene.seen.at(-1) ?? message), text: says.toReversed().join("\n") };
        return new Set(says).size < 2 ? null : { ...scene, seen: [last] };
      },
    },
  ],
  saysNot: [
    {
      fault: "it is said all the same",
      plant: (scene, [text = ""]) => ({ ...scene, seen: [...scene.seen, { ...message, text }] }),
    },
  ],
  reason: [
    {
      fault: "the answer stands elsewhere without a word why",
      plant: (scene, reason) => eachSeen(scene, ({ text }) => ({ text: text.replace(WORDS[reason], "") })),
    },
    {
      fault: "the reason comes after the answer",
      plant: (scene, reason: Refusal) =>
        eachSeen(scene, ({ text }) => ({ text: `${text.replace(WORDS[reason], "")} ${WORDS[reason]}` })),
    },
  ],
  characters: [
    {
      fault: "the middle of a long answer is lost",
      plant: (scene) => eachSeen(scene, ({ text }) => ({ text: text.replace(/\.{9}$/, "") })),
    },
  ],
  private: [
    {
      fault: "the answer is shown to the others, or kept from them",
      plant: (scene) => eachSeen(scene, (one) => ({ private: !one.private })),
    },
  ],
  where: [
    {
      fault: "the answer stands in the wrong conversation",
      plant: (scene, where) => eachSeen(scene, () => ({ where: where === "direct" ? "channel" : "direct" })),
    },
  ],
  inThread: [
    {
      fault: "the answer stands beside the thread, or in one it does not belong to",
      plant: (scene) => eachSeen(scene, (one) => ({ inThread: !one.inThread })),
    },
  ],
  links: [
    {
      fault: "the last source has lost its link",
      plant: (scene, links) => eachSeen(scene, (one) => ({ links: without(one.links, links.at(-1)) })),
    },
  ],
  steps: [
    {
      fault: "a step was never shown",
      plant: (scene, steps) => eachSeen(scene, (one) => ({ steps: without(one.steps, steps.at(-1)) })),
    },
  ],
  files: [
    {
      fault: "the file is missing",
      plant: (scene, files) => (files.length === 0 ? null : eachSeen(scene, () => ({ files: [] }))),
    },
    {
      fault: "a private file is shared",
      plant: (scene, files) => (files.length > 0 ? null : eachSeen(scene, () => ({ files: ["results.csv"] }))),
    },
  ],
  prompts: [
    { fault: "nothing is suggested", plant: (scene) => ({ ...scene, prompts: 0 }) },
    { fault: "too much is suggested", plant: (scene, { atMost }) => ({ ...scene, prompts: atMost + 1 }) },
  ],
  title: [{ fault: "the conversation has no name", plant: (scene) => ({ ...scene, title: null }) }],
  home: [{ fault: "the page is empty", plant: (scene) => ({ ...scene, home: "" }) }],
  faults: [{ fault: "a form is taken whatever stands in it", plant: (scene) => ({ ...scene, faults: [] }) }],
  heard: [
    {
      fault: "an event is handled twice",
      plant: (scene) => ({ ...scene, heard: [...scene.heard, event({})] }),
    },
    {
      fault: "an event is lost",
      plant: (scene) => (scene.heard.length > 0 ? { ...scene, heard: scene.heard.slice(1) } : null),
    },
  ],
  heardLast: [
    { fault: "the event is lost", plant: (scene) => ({ ...scene, heard: [] }) },
    {
      fault: "a part of the event is changed",
      plant: (scene, expected) => {
        const [part = ""] = Object.keys(expected).toReversed();
        const heard = scene.heard.map((one) => ({ ...one, body: { ...one.body, [part]: "changed" } }) as Incoming);
        return { ...scene, heard };
      },
    },
  ],
  logs: [{ fault: "the log is silent", plant: (scene) => ({ ...scene, logged: [] }) }],
};
