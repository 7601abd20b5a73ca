import { afterAll, describe, expect, it } from "vitest";
import type { Reply } from "../../src/core/reply.ts";
import type { Responder } from "../../src/ports/chat.ts";
import { memoryExpiring } from "../support/memory-stores.ts";
import { CHECKS } from "./checks.ts";
import { slackDriver } from "./drivers/slack.ts";
import { teamsDriver } from "./drivers/teams.ts";
import { webDriver } from "./drivers/web.ts";
import { FAULTS, ideal, type Scene, WORDS } from "./faults.ts";
import { play } from "./play.ts";
import type { Bot, Driver, Expectation, Scenario, Stage, Step } from "./scenario.ts";
import { SCENARIOS } from "./scenarios.ts";

/** A platform on which every scenario ends in this scene. */
const driverShowing = (scene: Scene, more: Partial<Stage> = {}): Driver => ({
  name: "made up",
  lacks: {},
  words: WORDS,
  close: () => Promise.resolve(),
  open: () =>
    Promise.resolve({
      play: () => Promise.resolve(),
      seen: () => scene.seen,
      heard: () => scene.heard,
      logged: () => scene.logged,
      prompts: () => scene.prompts,
      title: () => scene.title,
      home: () => scene.home,
      faults: () => scene.faults,
      lingering: () => scene.lingering,
      settle: () => Promise.resolve(),
      close: () => Promise.resolve(),
      ...more,
    }),
});

/** What happens on the way is another matter: `steps` that wait would wait for what the scene does not have. */
const ending = (scenario: Scenario, expect_: Expectation = scenario.expect): Scenario => ({
  ...scenario,
  steps: [],
  expect: expect_,
});

describe("a scene in which everything is right", () => {
  it.each(SCENARIOS.map((scenario) => [scenario.id, scenario] as const))("passes: %s", async (_id, scenario) => {
    expect(await play(ending(scenario), driverShowing(ideal(scenario.expect)))).toEqual({ result: "passed" });
  });
});

/** One row for each check and fault, with the scenarios in which it is planted. */
const rowsOf = <Key extends keyof Expectation>(part: Key) =>
  FAULTS[part].map(({ fault, plant }) => ({
    part,
    fault,
    planted: SCENARIOS.flatMap((scenario) => {
      const expected = scenario.expect[part];
      const scene = expected === undefined ? null : plant(ideal(scenario.expect), expected);
      return scene === null ? [] : [{ scenario, scene }];
    }),
  }));

describe("every check is tripped by a planted fault, in every scenario that makes it", () => {
  it.each(
    (Object.keys(CHECKS) as (keyof Expectation)[]).flatMap((part) => rowsOf(part)),
  )("$part: $fault", async (row) => {
    expect(row.planted.length).toBeGreaterThan(0);
    for (const { scenario, scene } of row.planted) {
      // Alone, so that no other check takes the credit.
      const alone = { messages: { atLeast: 0 }, says: scenario.expect.says, [row.part]: scenario.expect[row.part] };
      const outcome = await play(ending(scenario, alone as Expectation), driverShowing(scene));
      expect([scenario.id, outcome.result]).toEqual([scenario.id, "failed"]);
    }
  });
});

const scenarioOf = (id: string): Scenario => {
  const found = SCENARIOS.find((scenario) => scenario.id === id);
  if (found === undefined) throw new Error(`There is no scenario ${id}.`);
  return found;
};
const PATIENCE_MS = 150;

describe("what is the same in every scenario", () => {
  const scenario = scenarioOf("direct");
  const scene = ideal(scenario.expect);
  const waiting = (step: Step): Scenario => ({ ...scenario, steps: [step] });
  it.each([
    ["a step still shown as under way", ending(scenario), driverShowing({ ...scene, lingering: ["Searching"] })],
    [
      "an answer that never comes",
      waiting({ do: "await-answers", messages: 1 }),
      driverShowing({ ...scene, seen: [] }),
    ],
    ["an event that never arrives", waiting({ do: "await-heard", events: 1 }), driverShowing({ ...scene, heard: [] })],
    [
      "a step that the platform refuses",
      waiting({ do: "open-home" }),
      driverShowing(scene, { play: () => Promise.reject(new Error("no such step")) }),
    ],
    [
      "work that does not end well",
      ending(scenario),
      driverShowing(scene, { settle: () => Promise.reject(new Error("still at work")) }),
    ],
    [
      "a driver without a word for a refusal",
      ending(scenarioOf("token-revoked")),
      { ...driverShowing(ideal(scenarioOf("token-revoked").expect)), words: {} },
    ],
  ])("%s fails", async (_fault, broken, driver) => {
    expect((await play(broken, driver, PATIENCE_MS)).result).toBe("failed");
  });
  it("a platform that lacks a need is not asked, and the reason is kept", async () => {
    const driver = { ...driverShowing(scene), lacks: { direct: "nobody is there" }, open: () => Promise.reject() };
    expect(await play(scenario, driver)).toEqual({
      result: "skipped",
      lacking: [{ need: "direct", reason: "nobody is there" }],
    });
  });
  it("the stage is closed and a waiting bot let go after a failure", async () => {
    const ended: string[] = [];
    const bot: Bot = { handle: () => Promise.resolve(), release: () => void ended.push("released") };
    const driver = driverShowing(scene, {
      play: () => Promise.reject(new Error("no such step")),
      close: async () => void ended.push("closed"),
    });
    await play({ ...scenario, bot: () => bot, steps: [{ do: "open-home" }] }, driver);
    expect(ended).toEqual(["released", "closed"]);
  });
});

/** The same platform with a bot whose answers are changed on the way. */
const spoiling = (driver: Driver, send: (reply: Reply, responder: Responder) => Promise<void>): Driver => ({
  ...driver,
  open: (bot) =>
    driver.open({
      ...bot,
      handle: (incoming, responder) => bot.handle(incoming, { ...responder, send: (reply) => send(reply, responder) }),
    }),
});

const slack = slackDriver("http");
const forgetful = teamsDriver({ expiring: { ...memoryExpiring(), claim: async () => true } });
const impatient = teamsDriver({
  retrying: { attempts: 1, firstWaitMs: 1, longestWaitMs: 1, wait: async () => undefined, random: () => 0 },
});
afterAll(async () => {
  for (const driver of [forgetful, impatient]) await driver.close();
});

describe("a broken bot or adapter on the real wire is found out", () => {
  it.each([
    [
      "a bot that answers twice",
      spoiling(slack, async (reply, responder) => {
        await responder.send(reply);
        await responder.send(reply);
      }),
      ["mention", "screen-command", "message-shortcut"],
    ],
    ["a bot that says nothing", spoiling(slack, async () => {}), ["mention", "citations", "home"]],
    [
      "a bot that shows everybody what is for one",
      spoiling(slack, (reply, responder) => responder.send({ ...reply, audience: "everyone" })),
      ["screen-command", "message-shortcut", "private-note"],
    ],
    [
      "a bot that loses its sources",
      spoiling(slack, (reply, responder) => responder.send({ ...reply, citations: [] })),
      ["citations", "long-answer"],
    ],
    [
      "a bot that loses its buttons",
      spoiling(webDriver(), (reply, responder) =>
        responder.send({ ...reply, blocks: reply.blocks.filter(({ kind }) => kind !== "actions"), feedbackFor: null }),
      ),
      ["buttons-direct", "feedback-good", "feedback-bad"],
    ],
    [
      "a bot that cuts long answers",
      spoiling(webDriver(), (reply, responder) => responder.send({ ...reply, blocks: [] })),
      ["long-answer", "oversize-answer", "literal-html"],
    ],
    [
      "an adapter that forgets what it has seen",
      forgetful,
      ["redelivered", "redelivered-while-answering", "command-redelivered"],
    ],
    ["an adapter that does not try again", impatient, ["slow-down-post", "server-error"]],
  ])("%s", async (_fault, driver, ids) => {
    for (const id of ids)
      expect([id, (await play(scenarioOf(id), driver, PATIENCE_MS)).result]).toEqual([id, "failed"]);
  });
});
