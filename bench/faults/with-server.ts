import { type Crowd, startCrowd } from "./crowd.ts";
import type { Claim } from "./row.ts";
import { makeServer, type Server, type ServerOptions } from "./server.ts";

export interface Stage {
  readonly crowd: Crowd;
  readonly server: Server;
}

/** A running server in a simulated Slack with people in it; both are ended afterwards. */
export const withServer = async (
  options: Omit<ServerOptions, "slack">,
  work: (stage: Stage) => Promise<readonly Claim[]>,
): Promise<readonly Claim[]> => {
  const crowd = await startCrowd();
  const server = await makeServer({ ...options, slack: crowd.sim });
  try {
    await server.start();
    return await work({ crowd, server });
  } finally {
    await server.kill();
    await crowd.close();
  }
};
