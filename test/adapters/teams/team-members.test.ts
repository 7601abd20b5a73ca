import { expect, it } from "vitest";
import { makeTeamMembers } from "../../../src/adapters/teams/team-members.ts";
import type { Place } from "../../../src/adapters/teams/wire.ts";
import { fakeClock } from "../../support/clock.ts";
import { TENANT } from "../../support/teams/playground.ts";
import { waitUntil } from "../../support/teams/wait.ts";
import { inChannel, onTheWire } from "../../support/teams/wire.ts";

const { botThat, failNext, left, message } = onTheWire();
const person = (userId: string) => ({ platform: "teams", workspaceId: TENANT.tenantId, userId }) as const;

it("asks Teams whether a person belongs to a team that the bot is in", async () => {
  const bot = await botThat(async () => undefined);
  await bot.post(message({ type: "installationUpdate", action: "add", text: undefined, ...inChannel }));
  await waitUntil("the event was taken in", () => bot.incoming.length > 0);
  const { groups } = bot.teams;
  failNext({ status: 200 }, { status: 404, code: "MemberNotFoundInConversation" }, { status: 500 });
  expect(await groups.has(TENANT.channelId, person("object-1"))).toBe(true);
  expect(await groups.has(TENANT.channelId, person("object-2"))).toBe(false);
  await expect(groups.has(TENANT.channelId, person("object-3"))).rejects.toThrow();
  expect(left().map(({ method, path }) => `${method} ${decodeURIComponent(path)}`)).toEqual(
    [1, 2, 3].map((n) => `GET /v3/conversations/${TENANT.channelId}/members/object-${n}`),
  );
  expect(await groups.has("19:a-team-without-the-bot", person("object-1"))).toBe(false);
});

it("keeps a yes or no for five minutes, and no failure", async () => {
  const clock = fakeClock("2026-11-20T09:00:00Z");
  const answers = [true, false];
  let asked = 0;
  const groups = makeTeamMembers({
    connector: {
      isMember: async () => {
        const answer = answers[asked++];
        if (answer === undefined) throw new Error("Teams is away");
        return answer;
      },
    },
    places: { find: async () => ({}) as Place },
    now: clock.now,
  });
  const has = () => groups.has("19:team", person("object-1"));
  expect([await has(), await has(), asked]).toEqual([true, true, 1]);
  clock.pass(5);
  expect([await has(), asked]).toEqual([false, 2]);
  clock.pass(5);
  await expect(has()).rejects.toThrow("Teams is away");
  await expect(has()).rejects.toThrow("Teams is away");
  expect(asked).toBe(4);
});
