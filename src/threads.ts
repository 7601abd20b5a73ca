import { threadCrew } from "./adapters/threads/crew.ts";
import type { StartCrew } from "./ports/crew.ts";
import type { HeavyWork, TakenList } from "./ports/heavy-work.ts";
import type { Log } from "./ports/log.ts";
import { type HeavyWorkDeps, heavyWorkBySize, heavyWorkHere } from "./services/heavy-work.ts";
import type { ListTask } from "./workers/lists.ts";

/** The thread that reads lists has much in memory; it ends when nothing is to be read for this long. */
const IDLE_MS = 2_000;
/** Megabytes: five times what a thread of a bulk job keeps, its tokens and vocabularies; the index is shared. */
const SCREENING_MB = 512;

/** Threads of bulk jobs. */
export const startScreenCrew: StartCrew = (setup, size, onReplaced) =>
  threadCrew({
    script: new URL("./workers/screen.ts", import.meta.url),
    size,
    setup,
    onReplaced,
    idleMs: null,
    mostMb: SCREENING_MB,
  });

/** sha256 of a file, lower-case hex, read on a thread of its own. Rejects where it cannot be read. */
export const hashOfFile = async (path: string): Promise<string> => {
  const crew = threadCrew<string, string>({
    script: new URL("./workers/hash.ts", import.meta.url),
    size: 1,
    setup: null,
    onReplaced: () => {},
    idleMs: null,
    mostMb: null,
  });
  try {
    return await crew.run(path);
  } finally {
    await crew.close();
  }
};

export interface HeavyThread {
  readonly heavy: HeavyWork;
  readonly close: () => Promise<void>;
}

/** Reading and compiling lists on a thread with a connection of its own to `database`, a SQLite file or the address of a Postgres. */
export const heavyThread = (database: string, here: HeavyWorkDeps, log: Log): HeavyThread => {
  const crew = threadCrew<ListTask, TakenList | Uint8Array>({
    script: new URL("./workers/lists.ts", import.meta.url),
    size: 1,
    setup: { database },
    onReplaced: (why) => log.warn("the thread that reads lists was replaced", { reason: why }),
    idleMs: IDLE_MS,
    mostMb: null,
  });
  const elsewhere: HeavyWork = {
    compile: async (request) => (await crew.run({ compile: request })) as Uint8Array,
    take: async (files) => (await crew.run({ take: files })) as TakenList,
  };
  return { heavy: heavyWorkBySize(heavyWorkHere(here), elsewhere), close: crew.close };
};
