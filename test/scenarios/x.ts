import { slackDriver } from "./drivers/slack.ts";
import { webDriver } from "./drivers/web.ts";
import { teamsDriver } from "./drivers/teams.ts";
import { play } from "./play.ts";
import { SCENARIOS } from "./scenarios.ts";

const which = process.argv[2];
const d = which === "slack" ? slackDriver("http") : which === "web" ? webDriver() : teamsDriver();
const only = process.argv.slice(3);
const n: Record<string, number> = {};
for (const s of SCENARIOS) {
  if (only.length && !only.includes(s.id)) continue;
  const t = performance.now();
  const o = await play(s, d);
  n[o.result] = (n[o.result] ?? 0) + 1;
  if (o.result === "failed") console.log("FAIL", s.id, o.problems);
  const ms = performance.now() - t;
  if (ms > 700) console.log("slow", s.id, ms);
}
console.log(n);
await d.close();
