import { slackDriver } from "./drivers/slack.ts";
import { teamsDriver } from "./drivers/teams.ts";
import { webDriver } from "./drivers/web.ts";
import type { Driver } from "./scenario.ts";

/** Every platform that the scenarios are played on; new drivers each time, which whoever asked closes. */
export const platforms = (): readonly Driver[] => [
  slackDriver("http"),
  slackDriver("socket"),
  teamsDriver(),
  webDriver(),
];
