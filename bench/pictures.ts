/**
 * Makes the two pictures of the README: the whole bot behind the Slack adapter, its replies as a person sees them.
 * Needs Chromium: npm run pictures
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { startBench } from "../test/adapters/slack/harness.ts";
import { openBrowser } from "../test/support/browser.ts";
import { startRealBot } from "../test/support/real-bot.ts";

const FOLDER = join(import.meta.dirname, "../data/pictures");
const PICTURES = [
  { name: "answer", text: "Is Tornado Cash still sanctioned?" },
  { name: "screening", text: "screen Song Geum-hyeok --country KP" },
] as const;

mkdirSync(FOLDER, { recursive: true });
const bot = await startRealBot();
const browser = await openBrowser();
for (const { name, text } of PICTURES) {
  const { sim, ann, direct, close } = await startBench("http", bot.handle);
  await sim.people.say(ann.id, direct.id, text);
  await sim.until(() => sim.answers(direct.id)[0], "an answer");
  const page = await browser.newPage({ viewport: { width: 760, height: 600 } });
  await page.goto(`${new URL(sim.apiUrl).origin}/transcript/${ann.id}`);
  await page.screenshot({ path: join(FOLDER, `${name}.png`), fullPage: true });
  console.log(`data/pictures/${name}.png`);
  await page.close();
  await close();
}
await browser.close();
await bot.close();
