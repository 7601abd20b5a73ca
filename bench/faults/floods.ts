import { readFileSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { signature } from "../../test/support/slack/signature.ts";
import { inFolder } from "./folder.ts";
import { type Claim, claim, pause, type Row, within } from "./row.ts";
import { healthy, runCommand } from "./server.ts";
import { type Stage, withServer } from "./with-server.ts";

const TEN_MEGABYTES = 10_000_000;
const MOST_GROWTH_MB = 250;

const memoryMb = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1_024;

export const largeMessage: Row = {
  name: "large-message",
  fault: "messages of 10 MB on every way in, and one of 100,000 characters that gets through",
  lacking: () => (process.platform === "linux" ? null : "memory is read from /proc"),
  run: () =>
    inFolder((dataDir) =>
      withServer({ dataDir, env: { TEAMS_ALLOW_ANONYMOUS: "true" } }, async ({ crowd, server }) => {
        await crowd.ask();
        await crowd.settled(20_000);
        const before = memoryMb(server.pid());
        const load = crowd.load(4);
        const huge = "x ".repeat(TEN_MEGABYTES / 2);
        const event = JSON.stringify({
          type: "event_callback",
          event_id: "Ev10",
          team_id: crowd.sim.workspace.teamId,
          event: { type: "message", channel_type: "im", channel: "D1", user: "U1", ts: "1.1", text: huge },
        });
        const at = Math.floor(Date.now() / 1_000);
        const ways: readonly (readonly [string, string, string, Record<string, string>])[] = [
          [
            "Slack",
            "/slack/events",
            event,
            {
              "X-Slack-Request-Timestamp": String(at),
              "X-Slack-Signature": signature(crowd.sim.signingSecret, at, event),
            },
          ],
          ["Teams", "/api/messages", JSON.stringify({ type: "message", channelId: "msteams", text: huge }), {}],
          ["chat page", "/api/message", JSON.stringify({ text: huge, threadId: "t" }), {}],
        ];
        const claims: Claim[] = [];
        for (const [way, path, body, headers] of ways) {
          const begun = performance.now();
          const status = await fetch(server.url + path, {
            method: "POST",
            body,
            headers: { "Content-Type": "application/json", ...headers },
          }).then(
            (r) => r.status,
            () => 0,
          );
          claims.push(
            claim(
              `${way}: ${status === 0 ? "cut off" : status} after ${(performance.now() - begun).toFixed(0)} ms`,
              status !== 200 || way === "Slack",
            ),
          );
        }
        const index = crowd.asked();
        await crowd.ask("word ".repeat(20_000));
        await within(20_000, () => crowd.wordsTo(index).length > 0);
        await load.stop();
        await crowd.settled(30_000);
        const grown = memoryMb(server.pid()) - before;
        return [
          ...claims,
          claim(
            `100,000 characters: ${crowd.wordsTo(index)[0]?.text.slice(0, 70) ?? "no word"}`,
            crowd.wordsTo(index).length === 1,
          ),
          ...(await crowd.claims(dataDir)),
          claim(`memory grew by ${grown.toFixed(0)} MB (at most ${MOST_GROWTH_MB})`, grown < MOST_GROWTH_MB),
        ];
      }),
    ),
};

const ROWS = 10_000;
const BAD: readonly string[] = [
  "{id},,person,,",
  '{id},"   ",,,',
  "{id},Kim Example,robot,,",
  "{id},Kim Example,person,1984-13-40,",
  "{id},Kim Example,person,,KPX",
  `{id},${"x".repeat(600)},,,`,
  "{id},Kim Example,,yesterday,",
];

export const badRows: Row = {
  name: "bad-rows",
  fault: "10,000 customers of which every tenth row is bad, as a file in the terminal and dropped in Slack",
  run: () =>
    inFolder((dataDir) =>
      withServer({ dataDir }, async ({ crowd }) => {
        const lines = Array.from({ length: ROWS }, (_, i) =>
          i % 10 === 3
            ? (BAD[((i / 10) % BAD.length) | 0] ?? "").replace("{id}", String(i))
            : `${i},Person ${i} Example,person,1984,KP`,
        );
        const csv = `id,name,type,dob,country\n${lines.join("\n")}\n`;
        const [input, output] = [join(dataDir, "in.csv"), join(dataDir, "out.jsonl")];
        writeFileSync(input, csv);
        const { code, err } = await runCommand(dataDir, ["screen", "--input", input, "--output", output]);
        const results = readFileSync(output, "utf8")
          .trim()
          .split("\n")
          .map((line) => JSON.parse(line) as { id: string; error?: string });
        const reasons = results.filter(({ error }) => error !== undefined);
        const named = reasons.filter(({ error }) => /^Line \d+: /.test(error ?? ""));
        const user = crowd.sim.workspace.addUser("Dropper");
        const direct = crowd.sim.workspace.direct(user.id);
        await crowd.sim.people.say(user.id, direct.id, "", {
          files: [{ name: "people.csv", mimetype: "text/csv", content: csv }],
        });
        await within(120_000, () =>
          [...crowd.sim.workspace.files.values()].some(({ name }) => name.includes("screened")),
        );
        const file = [...crowd.sim.workspace.files.values()].find(({ name }) => name.includes("screened"));
        const shared = file?.content.trim().split("\n").length ?? 0;
        for (let i = 0; i < 5; i++) await crowd.ask();
        await crowd.settled(20_000);
        return [
          claim(
            `${results.length} lines for ${ROWS} rows, ${reasons.length} with a reason, ${named.length} of them name the line; exit code ${code}: ${err.trim().split("\n").at(-1)}`,
            results.length === ROWS && reasons.length === ROWS / 10 && named.length === reasons.length && code === 0,
          ),
          claim(
            `dropped in Slack: ${csv.length.toLocaleString("en-GB")} bytes give a file of ${shared - 1} rows`,
            shared - 1 === ROWS,
          ),
          ...(await crowd.claims(dataDir)),
        ];
      }),
    ),
};

const open = (url: string): Promise<Socket | null> =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname, () => resolve(socket));
    socket.on("error", () => resolve(null));
  });

/** People ask while sockets are held open; how the server fares meanwhile. */
const besides = async ({ crowd, server }: Stage, seconds: number): Promise<readonly Claim[]> => {
  const load = crowd.load(4);
  let worst = 0;
  const until = performance.now() + seconds * 1_000;
  while (performance.now() < until) {
    const begun = performance.now();
    const up = await healthy(server.url);
    worst = Math.max(worst, up ? performance.now() - begun : Number.POSITIVE_INFINITY);
    await pause(200);
  }
  await load.stop();
  await crowd.settled(30_000);
  return [
    claim(`health answered in ${worst.toFixed(0)} ms at worst`, worst < 1_000),
    ...(await crowd.claims(server.dataDir)),
  ];
};

const SLOW = 300;
/** The server looks for late requests now and then; headers may take 10 s, a body 30 s. */
const CUT_WITHIN_SECONDS = 50;

export const slowLoris: Row = {
  name: "slow-loris",
  fault: `${SLOW} connections that send a byte of a header or of a body now and then`,
  run: () =>
    inFolder((dataDir) =>
      withServer({ dataDir }, async (stage) => {
        const sockets = (await Promise.all(Array.from({ length: SLOW }, () => open(stage.server.url)))).filter(
          (socket) => socket !== null,
        );
        let closed = 0;
        const begun = performance.now();
        for (const [i, socket] of sockets.entries()) {
          socket.on("close", () => {
            closed++;
          });
          socket.write(
            i % 2 === 0
              ? "POST /slack/events HTTP/1.1\r\nHost: x\r\nX-A: "
              : "POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n",
          );
        }
        const dripping = setInterval(() => {
          for (const socket of sockets) if (!socket.destroyed) socket.write("a");
        }, 500);
        const claims = await besides(stage, 20);
        const all = await within((CUT_WITHIN_SECONDS - 20) * 1_000, () => closed === sockets.length);
        clearInterval(dripping);
        for (const socket of sockets) socket.destroy();
        return [
          ...claims,
          claim(
            `${closed} of ${sockets.length} cut off within ${((performance.now() - begun) / 1_000).toFixed(0)} s (goal ${CUT_WITHIN_SECONDS} s)`,
            all,
          ),
        ];
      }),
    ),
};

const MANY = 1_000;

export const sockets: Row = {
  name: "sockets",
  fault: `${MANY} open connections that say nothing`,
  run: () =>
    inFolder((dataDir) =>
      withServer({ dataDir }, async (stage) => {
        const opened = (await Promise.all(Array.from({ length: MANY }, () => open(stage.server.url)))).filter(
          (socket) => socket !== null,
        );
        const claims = await besides(stage, 12);
        for (const socket of opened) socket.destroy();
        return [claim(`${opened.length} of ${MANY} opened`, opened.length === MANY), ...claims];
      }),
    ),
};
