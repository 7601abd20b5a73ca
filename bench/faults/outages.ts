import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { echo, startBench } from "../../test/adapters/slack/harness.ts";
import { startLyingModel } from "../../test/support/lying-model.ts";
import { startBot, teamsMessage } from "../../test/support/teams/bot.ts";
import { startRecorder } from "../../test/support/teams/recorder.ts";
import { startCrowd } from "./crowd.ts";
import { inFolder } from "./folder.ts";
import { claim, pause, type Row, readyClaim, within } from "./row.ts";
import { makeServer } from "./server.ts";
import { withServer } from "./with-server.ts";

const MODEL_WAITS_MS = 2_000;
const TEN_MINUTES_MS = 10 * 60_000;
const PEOPLE = 50;

export const model: Row = {
  name: "model",
  fault: "the language model takes the question and never answers",
  run: () =>
    inFolder(async (dataDir) => {
      const lying = await startLyingModel();
      lying.script(() => ({ kind: "stall" }));
      const env = { OPENAI_BASE_URL: lying.baseUrl, OPENAI_API_KEY: "none", OPENAI_TIMEOUT_MS: String(MODEL_WAITS_MS) };
      try {
        return await withServer({ dataDir, env }, async ({ crowd }) => {
          const seconds: number[] = [];
          for (let i = 0; i < 5; i++) {
            const begun = performance.now();
            const index = crowd.asked();
            await crowd.ask("Who is Song Kum Hyok?");
            await within(30_000, () => crowd.wordsTo(index).length > 0);
            seconds.push((performance.now() - begun) / 1_000);
          }
          const load = crowd.load(5);
          await pause(4_000);
          await load.stop();
          await crowd.settled(60_000);
          lying.script(() => ({ kind: "raw", status: 404, text: "{}" }));
          const ready = await crowd.secondsToAnswer();
          const worst = Math.max(...seconds);
          return [
            claim(
              `${lying.requests.length} requests stalled; one person waited ${worst.toFixed(1)} s at worst for an extracted answer (the model may take ${MODEL_WAITS_MS / 1_000} s)`,
              worst < MODEL_WAITS_MS / 1_000 + 4,
            ),
            ...(await crowd.claims(dataDir)),
            readyClaim(ready),
          ];
        });
      } finally {
        await lying.close();
      }
    }),
};

/** Hands requests on to Slack, or answers 503 while `down` says so. */
const startProxy = async (origin: () => string, down: () => boolean) => {
  let refused = 0;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", async () => {
      if (down()) {
        refused++;
        return response.writeHead(503).end("upstream connect error");
      }
      const { host: _host, "content-length": _length, connection: _connection, ...headers } = request.headers;
      const answer = await fetch(`${origin()}${request.url}`, {
        method: request.method ?? "POST",
        headers: headers as Record<string, string>,
        body: Buffer.concat(parts),
      });
      return response
        .writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "" })
        .end(Buffer.from(await answer.arrayBuffer()));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refused: () => refused,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};

const OUTAGE_MS = 20_000;

export const slack: Row = {
  name: "slack",
  fault: "Slack answers every call with 503: 20 s on the running server, ten minutes on a simulated clock",
  run: () =>
    inFolder(async (dataDir) => {
      const crowd = await startCrowd();
      let down = false;
      const proxy = await startProxy(
        () => crowd.sim.origin,
        () => down,
      );
      const server = await makeServer({ dataDir, slack: crowd.sim, env: { SLACK_API_URL: `${proxy.url}/api/` } });
      try {
        await server.start();
        await crowd.ask();
        await crowd.settled(20_000);
        down = true;
        const load = crowd.load(3);
        await pause(OUTAGE_MS);
        await load.stop();
        down = false;
        const seconds = await crowd.secondsToAnswer();
        const settled = await crowd.settled(90_000);
        return [
          claim(`${proxy.refused()} calls refused; everybody has a word: ${settled}`, settled && proxy.refused() > 0),
          ...(await crowd.claims(dataDir)),
          readyClaim(seconds),
          ...(await tenMinutesOfSlack()),
        ];
      } finally {
        await server.kill();
        proxy.close();
        await crowd.close();
      }
    }),
};

const tenMinutesOfSlack = async () => {
  let over = (): boolean => true;
  let origin = "";
  const proxy = await startProxy(
    () => origin,
    () => !over(),
  );
  const bench = await startBench("http", echo, {});
  await bench.slack.stop();
  origin = bench.sim.origin;
  const again = await startBench("http", echo, {
    sim: bench.sim,
    settings: {
      botToken: bench.sim.botToken,
      signingSecret: bench.sim.signingSecret,
      appToken: null,
      apiUrl: `${proxy.url}/api/`,
    },
  });
  try {
    // Each waits on the same simulated clock: it runs as many times faster as there are people waiting.
    over = () => again.waitedMs() > TEN_MINUTES_MS * PEOPLE;
    const people = Array.from({ length: PEOPLE }, (_, i) => bench.sim.workspace.addUser(`Person ${i}`));
    const answersTo = (id: string): number => bench.sim.answers(bench.sim.workspace.direct(id).id).length;
    await Promise.all(people.map(({ id }) => bench.sim.people.say(id, bench.sim.workspace.direct(id).id, "hello")));
    await within(60_000, () => people.every(({ id }) => answersTo(id) > 0));
    const counts = people.map(({ id }) => answersTo(id));
    return [
      claim(
        `ten minutes: ${counts.filter((n) => n > 0).length} of ${PEOPLE} answered afterwards, ${counts.filter((n) => n > 1).length} twice, ${proxy.refused()} calls refused`,
        counts.every((n) => n === 1),
      ),
    ];
  } finally {
    proxy.close();
    await again.close();
  }
};

export const teams: Row = {
  name: "teams",
  fault: "Teams answers every call with 503 for ten minutes on a simulated clock",
  run: async () => {
    const recorder = await startRecorder();
    let waitedMs = 0;
    recorder.failWhen(() => waitedMs < TEN_MINUTES_MS * PEOPLE, { status: 503 });
    const { ANSWERING } = await import("../../src/adapters/teams/retry.ts");
    const bot = await startBot(
      async (incoming, responder) => {
        if (incoming.body.kind === "message")
          await responder.send({
            summary: "a",
            blocks: [{ kind: "paragraph", text: [{ text: `Heard: ${incoming.body.text}` }] }],
            citations: [],
            audience: "everyone",
            aiGenerated: false,
            feedbackFor: null,
          });
      },
      {
        retrying: {
          ...ANSWERING,
          wait: async (ms) => {
            waitedMs += ms;
            await new Promise((resolve) => setImmediate(resolve));
          },
        },
      },
    );
    try {
      const statuses = await Promise.all(
        Array.from({ length: PEOPLE }, async (_, i) => {
          const conversation = {
            id: `a:person-${i}`,
            conversationType: "personal",
            tenantId: "00000000-0000-0000-0000-000000000001",
          };
          return (await bot.post(teamsMessage(recorder.url, { conversation, text: `question ${i}` }))).status;
        }),
      );
      const heard = (i: number): number =>
        recorder.left.filter(
          ({ status, body }) =>
            status < 300 &&
            String(body.text ?? "").includes(`Heard: question ${i}`) &&
            !new RegExp(`question ${i}\\d`).test(String(body.text)),
        ).length;
      await within(60_000, () => Array.from({ length: PEOPLE }, (_, i) => heard(i)).every((n) => n > 0));
      await bot.idle();
      const counts = Array.from({ length: PEOPLE }, (_, i) => heard(i));
      return [
        claim(
          `${statuses.filter((status) => status === 200).length} acknowledged: ${counts.filter((n) => n > 0).length} answered afterwards, ${counts.filter((n) => n === 0).length} lost, ${counts.filter((n) => n > 1).length} twice`,
          counts.every((n) => n === 1),
        ),
        claim(
          `${recorder.left.filter(({ status }) => status === 503).length} calls refused over ${(waitedMs / PEOPLE / 60_000).toFixed(0)} minutes of waiting each`,
          true,
        ),
      ];
    } finally {
      await bot.stop();
      await recorder.stop();
    }
  },
};
