import { describe, expect, it, vi } from "vitest";
import type { BulkBlocks } from "../../../src/ports/bulk-blocks.ts";
import type { Crew } from "../../../src/ports/crew.ts";
import type { Block } from "../../../src/services/bulk/blocks.ts";
import type { BlockOrder } from "../../../src/services/bulk/bulk.ts";
import { inOrder } from "../../../src/services/bulk/in-order.ts";
import type { BulkTask } from "../../../src/services/bulk/lines.ts";
import { queueCrew, takeBlocks } from "../../../src/services/bulk/queued.ts";
import { NO_COUNTS, type ScreenedBytes } from "../../../src/services/bulk/screen-block.ts";
import { memoryBlocks } from "../../support/memory-blocks.ts";
import { memoryQueue } from "../../support/memory-queue.ts";

const ORDER: BlockOrder = {
  key: "rules and lists",
  lists: [],
  options: { columns: ["id", "name"], forFile: true, screen: {} },
};
const BLOCKS = 30;
const ENDS = Array.from({ length: BLOCKS }, (_, i) => (i + 1) * 100);
const blockAt = (offset: number): Block => {
  const none = new Uint32Array(0);
  return {
    format: "csv",
    bytes: new TextEncoder().encode(`rows to ${offset}`),
    starts: none,
    ends: none,
    lines: none,
    next: { offset, line: 1 },
  };
};
/** The block's own bytes, and who screened it. */
const doneBy = (who: string, task: BulkTask): ScreenedBytes => {
  const said = `${new TextDecoder().decode(task.bytes)} by ${who}\n`;
  return {
    rows: 1,
    bytes: new TextEncoder().encode(said),
    quiet: NO_COUNTS,
    alerts: [],
    failed: 0,
    firstFailure: null,
  };
};

const worldOf = (blocks: BulkBlocks = memoryBlocks()) => {
  const queue = memoryQueue();
  const screened: string[] = [];
  /** A process that takes blocks; `screen` may never resolve, as in one that is killed. */
  const worker = async (
    who: string,
    screen: (task: BulkTask) => Promise<ScreenedBytes> = async (task) => doneBy(who, task),
    crewFor?: () => Promise<Crew<BulkTask, ScreenedBytes>>,
  ) => {
    const replica = queue.replica();
    const run = async (task: BulkTask): Promise<ScreenedBytes> => {
      screened.push(`${who} ${new TextDecoder().decode(task.bytes)}`);
      return screen(task);
    };
    const closed: BlockOrder[] = [];
    const crew = (order: BlockOrder) => ({ size: 1, run, close: async () => void closed.push(order) });
    await takeBlocks({ queue: replica, blocks }, 1, crewFor ?? (async (order) => crew(order)));
    return { ...replica, closed };
  };
  /** Whoever began the job: the results in the order of the file. */
  const collect = async (job: string, ends: readonly number[] = ENDS, order = ORDER): Promise<readonly string[]> => {
    const crew = queueCrew(
      { queue: queue.replica(), blocks },
      () => job,
      order,
      async (task) => doneBy("here", task),
    );
    const tasks = async function* () {
      for (const end of ends) yield blockAt(end);
    };
    const all = await Array.fromAsync(inOrder(tasks(), crew.run, crew.size));
    await crew.close();
    return all.map(({ done }) => new TextDecoder().decode(done.bytes).trimEnd());
  };
  return { queue, blocks, screened, worker, collect };
};
const rowsIn = (results: readonly string[]): readonly string[] => results.map((said) => said.replace(/ by .*/, ""));
const ALL = ENDS.map((end) => `rows to ${end}`);

describe("blocks through a queue", () => {
  it("come back in the order of the file, each screened once by one of the processes", async () => {
    const { worker, collect, screened } = worldOf();
    await Promise.all([worker("a"), worker("b")]);
    const results = await collect("job");
    expect(rowsIn(results)).toEqual(ALL);
    expect(screened).toHaveLength(BLOCKS);
    expect(new Set(screened.map((said) => said[0]))).toEqual(new Set(["a", "b"]));
  });
  it("that a killed process held are screened by another: none lost, none doubled", async () => {
    const { worker, collect, screened } = worldOf();
    const dying = await worker("a", () => new Promise(() => {}));
    const collecting = collect("job");
    await vi.waitFor(() => expect(screened).toContain("a rows to 100"));
    await worker("b");
    dying.die();
    const results = await collecting;
    expect(rowsIn(results)).toEqual(ALL);
    expect(results.every((said) => said.endsWith("by b"))).toBe(true);
  });
  it("that were done before whoever began the job was killed are not done again", async () => {
    const { blocks, worker, collect, screened } = worldOf();
    await worker("a");
    await collect("job", ENDS.slice(0, 20));
    // Up to the checkpoint they were collected
    await blocks.drop("job", 500);
    const results = await collect("job", ENDS.slice(5));
    expect(rowsIn(results)).toEqual(ALL.slice(5));
    expect(screened).toHaveLength(BLOCKS);
  });
  it("are done where the job began when everybody gave them up", async () => {
    const { worker, collect } = worldOf();
    await worker("a", async (task) => {
      if (new TextDecoder().decode(task.bytes) === "rows to 300") throw new Error("it brings threads down");
      return doneBy("a", task);
    });
    const results = await collect("job");
    expect(rowsIn(results)).toEqual(ALL);
    expect(results.filter((said) => said.endsWith("here"))).toEqual(["rows to 300 by here"]);
  });
  it("of other matching rules are left to others", async () => {
    const { worker, collect, screened } = worldOf();
    await worker("a", undefined, () => Promise.reject(new Error("other matching rules")));
    await worker("b");
    const results = await collect("job");
    expect(rowsIn(results)).toEqual(ALL);
    expect(screened.some((said) => said.startsWith("a"))).toBe(false);
  });
  it("of the next job end the threads of the last one", async () => {
    const { worker, collect } = worldOf();
    const { closed } = await worker("a");
    await collect("one");
    await collect("two", ENDS, { ...ORDER, key: "newer lists" });
    expect(closed.map(({ key }) => key)).toEqual([ORDER.key]);
  });
  it("that nobody can collect any more end the job with the store's own error", async () => {
    const blocks = memoryBlocks();
    const failing = { ...blocks, finished: () => Promise.reject(new Error("Postgres is gone")) };
    await expect(worldOf(failing).collect("job")).rejects.toThrow("Postgres is gone");
  });
  it("that nobody waits for are not screened", async () => {
    const { queue, worker, screened } = worldOf();
    const body = { job: "collected", at: 100, order: ORDER };
    await queue.replica().put("bulk", { id: "collected 100", lane: "collected 100", body });
    await worker("a");
    await vi.waitFor(async () => expect(await queue.replica().depth("bulk")).toBe(0));
    expect(screened).toEqual([]);
  });
});
