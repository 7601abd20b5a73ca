import { startCrowd } from "./crowd.ts";
import { inFolder } from "./folder.ts";
import { claim, pause, type Row, readyClaim } from "./row.ts";
import { makeServer } from "./server.ts";

const PER_SECOND = 20;
/** A process lives this long at most before it is killed. */
const LONGEST_LIFE_MS = 2_500;

export const kill: Row = {
  name: "kill",
  fault: "kill -9 at random moments under load",
  run: ({ times, say }) =>
    inFolder(async (dataDir) => {
      const crowd = await startCrowd();
      const server = await makeServer({ dataDir, slack: crowd.sim });
      try {
        await server.start();
        const load = crowd.load(PER_SECOND);
        const starts: number[] = [];
        for (let i = 0; i < times; i++) {
          await pause(Math.random() * LONGEST_LIFE_MS);
          await server.kill();
          starts.push(await server.start());
          if (i % 10 === 9) say(`${i + 1} kills, ${crowd.asked()} asked`);
        }
        await load.stop();
        await crowd.settled(60_000);
        await server.stop();
        return [
          claim(`${times} kills, ${PER_SECOND} questions a second`, true),
          ...(await crowd.claims(dataDir)),
          readyClaim(Math.max(...starts)),
        ];
      } finally {
        await server.kill();
        await crowd.close();
      }
    }),
};
