import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startCrowd } from "./faults/crowd.ts";
import { inFolder } from "./faults/folder.ts";
import { pause } from "./faults/row.ts";
import { makeServer } from "./faults/server.ts";
import { percentile as at, makeTally } from "./tally.ts";

/**
 * The program as a person starts it, under a steady mix of questions, screenings, pages and Slack messages; what it
 * holds in memory and how fast it answers, minute by minute, and whether either gets worse.
 *
 *     npm run soak -- [--minutes 60] [--rate 20]
 */
const { values } = parseArgs({
  options: { minutes: { type: "string", default: "60" }, rate: { type: "string", default: "20" } },
});
const [minutes, rate] = [Number(values.minutes), Number(values.rate)];
/** The program has met everything once by then. */
const WARM_MINUTES = Math.min(5, minutes / 4);
const WINDOW_MINUTES = Math.min(5, minutes / 4);
/** A leak of a kilobyte a request is 72 MB an hour at 20 a second. */
const MOST_MB_PER_HOUR = 30;
const MOST_TIMES_SLOWER = 1.5;
const THREADS = 5_000;
const PAGES = [
  "/",
  "/screening",
  "/lists",
  "/cases",
  "/watchlist",
  "/subscriptions",
  "/documents",
  "/audit",
  "/readyz",
];

const linesOf = (path: string): readonly string[] =>
  readFileSync(join(import.meta.dirname, "..", path), "utf8")
    .trim()
    .split("\n");
const questions = linesOf("test/eval/questions.jsonl").map(
  (line) => (JSON.parse(line) as { question: string }).question,
);
const names = linesOf("data/lists/ofac-sdn.jsonl")
  .slice(1)
  .flatMap((line) => (JSON.parse(line) as { names: readonly { text: string }[] }).names.map(({ text }) => text));
const LETTERS = "aeiourstlnkm";
/** Each name of the list in many spellings, so that no cache holds them all. */
const spelled = (n: number): string => {
  const name = names[n % names.length] ?? "";
  const [place, letter] = [(n * 7) % Math.max(1, name.length), LETTERS[Math.floor(n / names.length) % LETTERS.length]];
  return n % 3 === 0 ? name : `${name.slice(0, place)}${letter}${name.slice(place + 1)}`;
};

interface Measured {
  readonly minute: number;
  readonly rssMb: number;
  readonly heapMb: number;
  readonly cpuSeconds: number;
  readonly requests: number;
}

/** The reason of a failed fetch stands in its cause. */
const reasonOf = (thrown: unknown): string =>
  thrown instanceof Error
    ? `${thrown.message}${thrown.cause instanceof Error ? `: ${thrown.cause.message}` : ""}`
    : String(thrown);

/** Megabytes an hour, by least squares. */
const slopeOf = (of: readonly Measured[], value: (m: Measured) => number): number => {
  const mean = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0) / list.length;
  const [x, y] = [mean(of.map((m) => m.minute)), mean(of.map(value))];
  const above = of.reduce((sum, m) => sum + (m.minute - x) * (value(m) - y), 0);
  return (60 * above) / of.reduce((sum, m) => sum + (m.minute - x) ** 2, 0);
};

await inFolder(async (dataDir) => {
  const crowd = await startCrowd();
  const server = await makeServer({ dataDir, slack: crowd.sim });
  const waits: { readonly minute: number; readonly ms: number }[] = [];
  const measured: Measured[] = [];
  const errors = new Map<string, number>();
  let [sent, slackAsked] = [0, 0];
  const failures = (): number => [...errors.values()].reduce((a, b) => a + b, 0);
  const wrong = (what: string): void => {
    if (!errors.has(what)) console.log(`  first error of its kind after request ${sent}: ${what}`);
    errors.set(what, (errors.get(what) ?? 0) + 1);
  };
  try {
    await server.start();
    const begun = performance.now();
    const minuteNow = (): number => (performance.now() - begun) / 60_000;

    const message = async (text: string, n: number): Promise<void> => {
      const response = await fetch(`${server.url}/api/message`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ text, threadId: `soak-${n % THREADS}` }),
      });
      const body = await response.text();
      if (!response.ok) wrong(`message ${response.status}`);
      else if (!body.includes('"reply"')) wrong(`message without a reply: ${body.slice(0, 80)}`);
    };
    const page = async (path: string): Promise<void> => {
      const response = await fetch(server.url + path);
      await response.arrayBuffer();
      if (!response.ok && path !== "/readyz") wrong(`${path} ${response.status}`);
    };
    const timed = async (work: Promise<void>): Promise<void> => {
      const [minute, from] = [minuteNow(), performance.now()];
      await work.catch((thrown: unknown) => wrong(reasonOf(thrown)));
      waits.push({ minute, ms: performance.now() - from });
    };
    const one = (n: number): Promise<void> => {
      const kind = n % 20;
      if (kind < 8) return timed(message(questions[(n * 13) % questions.length] ?? "", n));
      if (kind < 14) return timed(message(`screen ${spelled(n)}`, n));
      if (kind === 14) return timed(page(PAGES[Math.floor(n / 20) % PAGES.length] ?? "/"));
      if (kind === 15) return timed(page("/metrics"));
      slackAsked++;
      return crowd.ask();
    };
    /** Again when the connection that was kept open had just been closed. */
    const metricsText = async (): Promise<string> => {
      const get = async (): Promise<string> => (await fetch(`${server.url}/metrics`)).text();
      return get().catch(get);
    };
    const cpuOf = (from: Measured | undefined, to: Measured | undefined): number =>
      from && to ? (1_000 * (to.cpuSeconds - from.cpuSeconds)) / Math.max(1, to.requests - from.requests) : Number.NaN;
    const measure = async (): Promise<void> => {
      const text = await metricsText();
      const figure = (name: string): number =>
        Number(new RegExp(`^${name} (\\S+)$`, "m").exec(text)?.[1] ?? Number.NaN);
      measured.push({
        minute: minuteNow(),
        rssMb: figure("process_resident_memory_bytes") / 1e6,
        heapMb: figure("nodejs_heap_size_used_bytes") / 1e6,
        cpuSeconds: figure("process_cpu_seconds_total"),
        requests: sent,
      });
      const now = measured.at(-1);
      const last = waits.filter(({ minute }) => minute > minuteNow() - 1).map(({ ms }) => ms);
      console.log(
        `minute ${now?.minute.toFixed(0).padStart(3)}  RSS ${now?.rssMb.toFixed(0)} MB  heap ${now?.heapMb.toFixed(0)} MB` +
          `  p50 ${at(last, 50).toFixed(1)} ms  p99 ${at(last, 99).toFixed(1)} ms` +
          `  processor ${cpuOf(measured.at(-2), now).toFixed(1)} ms a request  ${sent} requests  ${failures()} errors`,
      );
    };

    const underWay = new Set<Promise<void>>();
    let nextLook = 1;
    while (minuteNow() < minutes) {
      const due = Math.floor(minuteNow() * 60 * rate);
      for (; sent < due; sent++) {
        const work: Promise<void> = one(sent).finally(() => underWay.delete(work));
        underWay.add(work);
      }
      if (minuteNow() >= nextLook) {
        nextLook++;
        await measure();
      }
      await pause(10);
    }
    await Promise.all([...underWay]);
    await measure();
    const spoken = await crowd.settled(30_000);

    const second = measured.filter(({ minute }) => minute >= Math.max(WARM_MINUTES, minutes / 2));
    const [rss, heap] = [slopeOf(second, (m) => m.rssMb), slopeOf(second, (m) => m.heapMb)];
    const between = (from: number, to: number): readonly number[] =>
      waits.filter(({ minute }) => minute >= from && minute < to).map(({ ms }) => ms);
    const first = between(WARM_MINUTES, WARM_MINUTES + WINDOW_MINUTES);
    const last = between(minutes - WINDOW_MINUTES, minutes);
    const cpuEach = (from: number, to: number): number => {
      const inside = measured.filter(({ minute }) => minute >= from && minute <= to);
      return cpuOf(inside[0], inside.at(-1));
    };
    const [cpuFirst, cpuLast] = [
      cpuEach(WARM_MINUTES, WARM_MINUTES + WINDOW_MINUTES),
      cpuEach(minutes - WINDOW_MINUTES, minutes + 1),
    ];
    console.log(
      `\n${sent.toLocaleString("en-GB")} requests in ${minutes} minutes, ${slackAsked.toLocaleString("en-GB")} of them in Slack`,
    );
    for (const [what, count] of errors) console.log(`  ${count} × ${what}`);
    const tally = makeTally();
    tally.check(`errors: ${failures()}`, errors.size === 0);
    tally.check("everybody in Slack has a word", spoken);
    tally.check(
      `memory over the second half: RSS ${rss.toFixed(1)} MB an hour, heap ${heap.toFixed(1)} MB an hour (at most ${MOST_MB_PER_HOUR})`,
      rss <= MOST_MB_PER_HOUR,
    );
    tally.check(
      `p50 and p99: ${at(first, 50).toFixed(1)} and ${at(first, 99).toFixed(1)} ms at first, ${at(last, 50).toFixed(1)} and ${at(last, 99).toFixed(1)} ms at the end`,
      at(last, 99) <= MOST_TIMES_SLOWER * at(first, 99),
    );
    tally.check(
      `processor time a request: ${cpuFirst.toFixed(2)} ms at first, ${cpuLast.toFixed(2)} ms at the end`,
      cpuLast <= MOST_TIMES_SLOWER * cpuFirst,
    );
    tally.close();
    await server.stop();
  } finally {
    await server.kill();
    await crowd.close();
  }
});
