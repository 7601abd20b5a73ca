import { afterEach } from "vitest";
import { LIMITS } from "../../../src/adapters/slack/limits.ts";
import type { Handler } from "../../../src/ports/chat.ts";
import type { WorkQueue } from "../../../src/ports/work-queue.ts";
import { type MemoryReplica, memoryQueue } from "../../support/memory-queue.ts";
import { memoryExpiring } from "../../support/memory-stores.ts";
import type { Message } from "../../support/slack/model.ts";
import { startSimulator } from "../../support/slack/simulator.ts";
import { type Bench, GRANT, startBench } from "./harness.ts";

/** Two replicas over one store and one queue; events go to the one that was connected last. */
export interface Pair {
  readonly one: Bench;
  readonly other: Bench;
  readonly first: MemoryReplica;
  readonly sim: Bench["sim"];
  /** From now on events go to this replica. */
  readonly deliverTo: (bench: Bench) => void;
}

const open: Bench[] = [];
/** Slack here does not know a post again by the id of the client: that an answer stands once is our own doing. */
export const startPair = async (
  handle: Handler,
  otherHandle: Handler = handle,
  more: {
    readonly scopes?: readonly string[];
    readonly spoil?: (queue: WorkQueue) => WorkQueue;
    /** The first replica stops for ever between two messages of an answer. */
    readonly stopsBetweenParts?: boolean;
  } = {},
): Promise<Pair> => {
  const expiring = memoryExpiring();
  const queue = memoryQueue();
  // What the replicas wait moves Slack's clock instead of the real one.
  let aheadMs = 0;
  const wait = async (ms: number): Promise<void> => {
    aheadMs += ms;
  };
  const sim = await startSimulator({
    nowMs: () => Date.now() + aheadMs,
    grant: { ...GRANT, scopes: more.scopes ?? GRANT.scopes },
    retryDelaysMs: [0, 0, 0],
    knowsPosts: false,
  });
  const first = queue.replica();
  const shared = { sim, expiring, wait };
  const one = await startBench("http", handle, {
    ...shared,
    queue: more.spoil?.(first) ?? first,
    ...(more.stopsBetweenParts ? { wait: (ms) => (ms === LIMITS.msBetweenPosts ? never : wait(ms)) } : {}),
  });
  const other = await startBench("http", otherHandle, { ...shared, queue: queue.replica() });
  open.push(one, other);
  const deliverTo = (bench: Bench): void => sim.connectHttp(bench.eventsUrl);
  deliverTo(one);
  return { one, other, first, sim, deliverTo };
};

/** Ends what the tests of a file have started: to be called once in it. */
export const endPairs = (): void => {
  afterEach(async () => {
    // A replica with a stuck handler cannot be waited for; ending Slack ends its connections.
    await open.splice(0)[0]?.sim.close();
  });
};

export const never = new Promise<never>(() => {});
export const words = (messages: readonly Message[]): readonly string[] =>
  messages.map(({ blocks, text }) => `${text} ${JSON.stringify(blocks)}`);
export const answered = (pair: Pair, channel: string, count: number): Promise<readonly Message[]> =>
  pair.sim.until(() => {
    const found = pair.sim.answers(channel);
    return found.length >= count && found;
  }, `${count} answers`);
/** Holds until nothing of the queue is under way any more. */
export const quiet = async (pair: Pair): Promise<void> => {
  for (let still = 0; still < 20; ) {
    still = (await pair.first.depth("slack")) === 0 ? still + 1 : 0;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
};
