import { GRANT } from "../../test/adapters/slack/harness.ts";
import type { Delivery } from "../../test/support/slack/delivery.ts";
import type { Message } from "../../test/support/slack/model.ts";
import { type Simulator, startSimulator } from "../../test/support/slack/simulator.ts";
import { type Claim, claim, pause, within } from "./row.ts";
import { runCommand } from "./server.ts";

/** Questions to which the starter documents give one short answer each. */
const QUESTIONS = [
  "Who is Song Kum Hyok?",
  "Is Tornado Cash still sanctioned?",
  "screen Song Geum-hyeok",
  "screen 0x098B716B8Aaf21512996dC57EB0615e2383E2f96",
  "What is the capital of Brazil?",
] as const;

/** What a reason looks like: it says that something was not done, or asks to repeat. */
const REASON = /ask again|try again|nothing was (changed|searched|screened|stored)|could not|did not/i;

interface Asked {
  readonly user: string;
  readonly channel: string;
  readonly delivery: Delivery | undefined;
  ts: string;
}

export interface Tally {
  readonly asked: number;
  readonly acknowledged: number;
  readonly answered: number;
  readonly reasons: number;
  /** Acknowledged and left without a word. */
  readonly lost: number;
  /** More than one word to one question. */
  readonly doubled: number;
  /** Answered without an entry in the record. */
  readonly unrecorded: number;
}

/** People who ask the bot in the simulated Slack, each in a direct message of their own. */
export interface Crowd {
  readonly sim: Simulator;
  /** Asks one question of a new person; resolves when Slack has delivered it or given up. */
  readonly ask: (question?: string) => Promise<void>;
  /** Asks at a steady rate until told to stop. */
  readonly load: (perSecond: number) => { readonly stop: () => Promise<void> };
  /** Waits until everybody whose question was acknowledged has a word. */
  readonly settled: (withinMs: number) => Promise<boolean>;
  readonly wordsTo: (index: number) => readonly Message[];
  readonly asked: () => number;
  /** Asks until an answer comes and not a reason; seconds until then. */
  readonly secondsToAnswer: () => Promise<number>;
  /** Counts, with the record read by the program itself. */
  readonly claims: (dataDir: string, env?: Readonly<Record<string, string>>) => Promise<readonly Claim[]>;
  readonly close: () => Promise<void>;
}

export const startCrowd = async (
  retryDelaysMs: readonly number[] = [300, 1_000, 2_000, 4_000, 8_000],
): Promise<Crowd> => {
  const sim = await startSimulator({ grant: GRANT, retryDelaysMs });
  const people: Asked[] = [];
  const delivering = new Set<Promise<unknown>>();
  const ask = (question: string = QUESTIONS[people.length % QUESTIONS.length] ?? ""): Promise<void> => {
    const user = sim.workspace.addUser(`Person ${people.length}`);
    const direct = sim.workspace.direct(user.id);
    const at = sim.post.deliveries.length;
    const said = sim.people.say(user.id, direct.id, question);
    // `say` has handed its event over by now.
    const asked: Asked = { user: user.id, channel: direct.id, delivery: sim.post.deliveries[at], ts: "" };
    people.push(asked);
    const done = said.then((message) => {
      asked.ts = message.ts;
    });
    delivering.add(done);
    return done.finally(() => delivering.delete(done));
  };
  const words = ({ channel }: Asked): readonly Message[] =>
    sim.workspace.messages.filter(
      (message) =>
        message.channel === channel &&
        message.user === sim.workspace.bot.id &&
        !message.deleted &&
        message.stream?.state !== "open",
    );
  const waiting = (): readonly Asked[] => {
    const spoken = new Set(
      sim.workspace.messages
        .filter(({ user, stream }) => user === sim.workspace.bot.id && stream?.state !== "open")
        .map(({ channel }) => channel),
    );
    return people.filter(({ delivery, channel }) => delivery?.acked === true && !spoken.has(channel));
  };
  const tally = (recorded: ReadonlySet<string>): Tally => {
    const counts = {
      asked: people.length,
      acknowledged: 0,
      answered: 0,
      reasons: 0,
      lost: 0,
      doubled: 0,
      unrecorded: 0,
    };
    for (const one of people) {
      const said = words(one);
      const answers = said.filter((message) => !isReason(message)).length;
      if (one.delivery?.acked) counts.acknowledged++;
      if (answers > 0) counts.answered++;
      else if (said.length > 0) counts.reasons++;
      else if (one.delivery?.acked) counts.lost++;
      if (said.length > 1) counts.doubled++;
      if (answers > 0 && !recorded.has(one.user)) counts.unrecorded++;
    }
    return counts;
  };
  return {
    sim,
    ask,
    asked: () => people.length,
    secondsToAnswer: async () => {
      const begun = performance.now();
      while (performance.now() - begun < 120_000) {
        const index = people.length;
        void ask();
        const heard = (): readonly Message[] => (people[index] ? words(people[index]) : []);
        await within(5_000, () => heard().length > 0);
        if (heard().some((message) => !isReason(message))) break;
      }
      return (performance.now() - begun) / 1_000;
    },
    wordsTo: (index) => (people[index] ? words(people[index]) : []),
    load: (perSecond) => {
      let on = true;
      const running = (async () => {
        while (on) {
          void ask();
          await pause(1_000 / perSecond);
        }
      })();
      return {
        stop: async () => {
          on = false;
          await running;
        },
      };
    },
    settled: async (withinMs) => {
      await Promise.race([Promise.all([...delivering]), pause(withinMs)]);
      return within(withinMs, () => waiting().length === 0);
    },
    claims: async (dataDir, env = {}) => {
      const [verified, exported] = [
        await runCommand(dataDir, ["audit", "verify"], env),
        await runCommand(dataDir, ["audit", "export"], env),
      ];
      const entries = exported.out
        .split("\n")
        .flatMap((line) => (line.startsWith("{") ? [JSON.parse(line) as { actor: string }] : []));
      const counts = tally(new Set(entries.map(({ actor }) => actor)));
      return [
        claim(
          `${counts.asked} asked, ${counts.acknowledged} acknowledged: ${counts.answered} answered, ${counts.reasons} given a reason, ${counts.lost} lost`,
          counts.lost === 0 && counts.asked > 0,
        ),
        claim(`${counts.doubled} told twice`, counts.doubled === 0),
        claim(
          `audit: ${verified.out.split("\n")[0] || verified.err.trim()} ${counts.unrecorded} answers without an entry`,
          verified.code === 0 && counts.unrecorded === 0,
        ),
      ];
    },
    close: () => sim.close(),
  };
};

const isReason = (message: Message): boolean => {
  const text = `${message.text} ${JSON.stringify(message.blocks)}`;
  return text.length < 1_200 && REASON.test(text) && !/no match|found nothing/i.test(text);
};
