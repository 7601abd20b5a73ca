import type { BulkBlocks } from "../../ports/bulk-blocks.ts";
import type { Crew } from "../../ports/crew.ts";
import type { WorkQueue } from "../../ports/work-queue.ts";
import type { Block } from "./blocks.ts";
import type { BlockOrder } from "./bulk.ts";
import type { BulkTask } from "./lines.ts";
import { packBlock, packScreened, unpackBlock, unpackScreened } from "./packed.ts";
import type { ScreenedBytes } from "./screen-block.ts";

/** Kind of the works. */
const BULK = "bulk";
/** Blocks on their way at the same time: enough for so many processes, few enough that none is held long. */
const UNDER_WAY = 16;
const LOOK_MS = 100;
/** Results read at once, a megabyte each. */
const AT_ONCE = 4;

interface BlockWork {
  readonly job: string;
  readonly at: number;
  readonly order: BlockOrder;
}

export interface QueuedDeps {
  readonly queue: WorkQueue;
  readonly blocks: BulkBlocks;
}

/**
 * A crew of whatever processes take blocks from the queue. `job` names the job, also when it is gone on with: what was put or
 * done before is not done again. What all others gave up is done by `here`.
 */
export const queueCrew = (
  { queue, blocks }: QueuedDeps,
  job: () => string,
  order: BlockOrder,
  here: (task: BulkTask) => Promise<ScreenedBytes>,
): Crew<BulkTask, ScreenedBytes> => {
  const waiting = new Map<number, (result: Uint8Array) => void>();
  let looking: Promise<void> | null = null;
  let closed = false;
  const look = async (): Promise<void> => {
    while (waiting.size > 0 && !closed) {
      const found = await blocks.finished(job(), [...waiting.keys()], AT_ONCE);
      for (const { at, result } of found) {
        waiting.get(at)?.(result);
        waiting.delete(at);
      }
      if (found.length < AT_ONCE) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    looking = null;
  };
  return {
    size: UNDER_WAY,
    run: async (task) => {
      const block = task as Block;
      const at = block.next.offset;
      await blocks.put(job(), at, packBlock(block));
      const id = `${job()} ${at}`;
      await queue.put(BULK, { id, lane: id, body: { job: job(), at, order } satisfies BlockWork });
      const result = await new Promise<Uint8Array>((resolve, reject) => {
        waiting.set(at, resolve);
        looking ??= look();
        looking.catch(reject);
      });
      return unpackScreened(result) ?? here(task);
    },
    close: async () => {
      closed = true;
    },
  };
};

/** Threads that screen the blocks of one job. */
interface Team {
  readonly key: string;
  readonly crew: Promise<Crew<BulkTask, ScreenedBytes>>;
  busy: number;
}

/** Takes blocks from the queue until the queue is stopped. `crewFor` rejects for a job of another version of the program. */
export const takeBlocks = async (
  { queue, blocks }: QueuedDeps,
  threads: number,
  crewFor: (order: BlockOrder, threads: number) => Promise<Crew<BulkTask, ScreenedBytes>>,
): Promise<void> => {
  const teams: { current: Team | null } = { current: null };
  const end = async (team: Team): Promise<void> => (await team.crew).close();
  const teamFor = (order: BlockOrder): Team => {
    const key = JSON.stringify(order);
    const last = teams.current;
    if (last?.key === key) return last;
    const team: Team = { key, crew: crewFor(order, threads), busy: 0 };
    teams.current = team;
    if (last?.busy === 0) void end(last).catch(() => {});
    return team;
  };
  const screen = async (order: BlockOrder, block: Block): Promise<ScreenedBytes> => {
    const team = teamFor(order);
    team.busy++;
    try {
      return await (await team.crew).run(block);
    } catch (thrown) {
      // The next block begins with new threads
      if (team === teams.current) teams.current = null;
      throw thrown;
    } finally {
      if (--team.busy === 0 && team !== teams.current) await end(team).catch(() => {});
    }
  };
  const finish = (work: BlockWork, result: ScreenedBytes | null): Promise<void> =>
    blocks.finish(work.job, work.at, packScreened(result));
  // One more than can be worked on, so that no thread waits for the next block
  await queue.take(
    BULK,
    threads + 1,
    async ({ body }) => {
      const work = body as BlockWork;
      const packed = await blocks.read(work.job, work.at);
      if (packed) await finish(work, await screen(work.order, unpackBlock(packed)));
    },
    async ({ body }) => finish(body as BlockWork, null),
  );
};
