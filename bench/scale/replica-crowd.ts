import type { Transport } from "../../test/support/slack/delivery.ts";
import { httpTransport } from "../../test/support/slack/delivery.ts";
import type { Message } from "../../test/support/slack/model.ts";
import type { Simulator } from "../../test/support/slack/simulator.ts";

/** Questions to which the starter documents give a short answer each. */
const QUESTIONS = [
  "Who is Song Kum Hyok?",
  "Is Tornado Cash still sanctioned?",
  "What is the capital of Brazil?",
  "What precautions can tech companies take?",
] as const;

/** Asked in direct messages only: in a channel they are answered privately, and a message that one person sees carries no key. */
const SCREENINGS = ["screen Song Geum-hyeok", "screen 0x098B716B8Aaf21512996dC57EB0615e2383E2f96"] as const;

/** Every third thread is in a channel, where the first question mentions the bot and the follow-ups do not. */
const CHANNEL_EVERY = 3;

export interface Asked {
  readonly key: string;
  readonly thread: number;
  readonly atMs: number;
  /** Its first delivery until it was acknowledged, milliseconds; `null` when it never was. */
  ackMs: number | null;
  deliveries: number;
}

export interface Crowd {
  /** Asks the next question in the next thread; resolves when Slack has handed it over or given up. */
  ask(): Promise<void>;
  readonly asked: readonly Asked[];
}

/** People in threads of their own who ask one after another without waiting for the answers. */
export const makeCrowd = (sim: Simulator, threads: number): Crowd => {
  const { workspace } = sim;
  const seats = Array.from({ length: threads }, (_, index) => {
    const user = workspace.addUser(`Person ${index}`);
    const inChannel = index % CHANNEL_EVERY === 0;
    const channel = inChannel
      ? workspace.addChannel(`thread-${index}`, [user.id, workspace.bot.id])
      : workspace.direct(user.id);
    return { user: user.id, channel: channel.id, inChannel, root: null as string | null };
  });
  const asked: Asked[] = [];
  const ask = async (): Promise<void> => {
    const thread = asked.length % threads;
    const seat = seats[thread];
    if (seat === undefined) return;
    const choice = seat.inChannel ? QUESTIONS : [...QUESTIONS, ...SCREENINGS];
    const question = choice[Math.floor(asked.length / CHANNEL_EVERY) % choice.length];
    const mention = seat.inChannel && seat.root === null ? `<@${workspace.bot.id}> ` : "";
    const from = sim.post.deliveries.length;
    const atMs = Date.now();
    const saying = sim.people.say(seat.user, seat.channel, `${mention}${question}`, {
      ...(seat.root === null ? {} : { threadTs: seat.root }),
    });
    // `say` has kept its message and handed its events over by now.
    const message = lastOf(workspace.messages, seat.user);
    seat.root ??= message.ts;
    const entry: Asked = {
      key: `message:${workspace.teamId}:${seat.channel}:${message.ts}`,
      thread,
      atMs,
      ackMs: null,
      deliveries: 0,
    };
    asked.push(entry);
    const own = sim.post.deliveries.slice(from);
    const begun = performance.now();
    await saying;
    entry.deliveries = own.reduce((sum, { attempts }) => sum + attempts.length, 0);
    if (!own.every(({ acked }) => acked)) return;
    const retried = own.some(({ attempts }) => attempts.length > 1);
    entry.ackMs = retried ? performance.now() - begun : Math.max(...own.map(({ attempts }) => attempts[0]?.ackMs ?? 0));
  };
  return { ask, asked };
};

const lastOf = (messages: readonly Message[], user: string): Message => {
  const found = messages.findLast((message) => message.user === user);
  if (found === undefined) throw new Error("nothing was said");
  return found;
};

/** A balancer: each delivery goes to the next replica that was healthy when it was looked at last. */
export const balanced = (
  replicas: readonly { readonly url: string; readonly isUp: () => boolean }[],
  secret: string,
): Transport => {
  const transports = replicas.map(({ url, isUp }) => ({
    isUp,
    carry: httpTransport(`${url}/slack/events`, secret, () => Math.floor(Date.now() / 1_000)),
  }));
  let turn = 0;
  return (envelope, retry, deadlineMs) => {
    for (let tried = 0; tried < transports.length; tried++) {
      const next = transports[turn++ % transports.length];
      if (next?.isUp()) return next.carry(envelope, retry, deadlineMs);
    }
    return Promise.resolve({ status: null, ackMs: null, body: "no replica" });
  };
};
