import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { inFolder } from "./folder.ts";
import { claim, pause, type Row, readyClaim } from "./row.ts";
import { withServer } from "./with-server.ts";

const DAY_MS = 24 * 60 * 60_000;
/** The schedule looks every 30 s. */
const LOOKS_MS = 34_000;
const PER_SECOND = 4;

export const clock: Row = {
  name: "clock",
  fault:
    "the clock jumps a day forward, back, a day backward, back, and forward again, with a daily digest due meanwhile",
  run: ({ say }) =>
    inFolder((dataDir) => {
      const file = join(dataDir, "ahead");
      const set = (ms: number): void => {
        writeFileSync(file, String(ms));
        say(`the clock is ${ms / DAY_MS} days ahead`);
      };
      writeFileSync(file, "0");
      // Over Socket Mode: over HTTP Slack's own signature is a day old then and is refused, as it must be.
      return withServer(
        {
          dataDir,
          socket: true,
          env: { FAULT_CLOCK_FILE: file },
          nodeArgs: ["--import", join(import.meta.dirname, "clock-preload.ts")],
        },
        async ({ crowd, server }) => {
          const reader = crowd.sim.workspace.addUser("Reader");
          const direct = crowd.sim.workspace.direct(reader.id);
          await crowd.sim.people.say(reader.id, direct.id, "digest subscribe daily");
          await crowd.sim.until(() => crowd.sim.answers(direct.id)[0], "the digest's confirmation", 20_000);
          const digests = (): number => crowd.sim.answers(direct.id).length - 1;
          const posted: number[] = [];
          const load = crowd.load(PER_SECOND);
          for (const [aheadMs, waitMs] of [
            [DAY_MS, LOOKS_MS],
            [0, 3_000],
            [-DAY_MS, LOOKS_MS],
            [0, 3_000],
            [DAY_MS, LOOKS_MS],
          ] as const) {
            set(aheadMs);
            await pause(waitMs);
            posted.push(digests());
          }
          set(0);
          const seconds = await crowd.secondsToAnswer();
          await load.stop();
          await crowd.settled(30_000);
          return [
            ...(await crowd.claims(dataDir)),
            claim(
              `digests posted after each jump: ${posted.join(", ")} (one for the day that came, none twice)`,
              digests() === 1,
            ),
            claim(`the process ${server.running() ? "lived" : "ended"}`, server.running()),
            readyClaim(seconds),
          ];
        },
      );
    }),
};
