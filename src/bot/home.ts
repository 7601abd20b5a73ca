import type { Incoming } from "../core/incoming.ts";
import type { Place } from "../core/place.ts";
import type { Desk } from "./desk.ts";
import { recentScreenings } from "./recent.ts";
import type { HomeContents } from "./replies/home.ts";

interface Owned {
  readonly place: Place;
  readonly userId: string;
}

/** What a person finds on their page: only what they made themselves, in any conversation of their workspace. */
export const homeOf = async (incoming: Incoming, { deps }: Desk): Promise<HomeContents> => {
  const isTheirs = ({ place, userId }: Owned): boolean =>
    userId === incoming.userId && place.platform === incoming.platform && place.workspaceId === incoming.workspaceId;
  return {
    lists: await deps.listLines(),
    watched: (await deps.office.watch.list(null)).filter(isTheirs),
    recent: await recentScreenings(incoming, deps.expiring),
    subscriptions: (await deps.office.subscriptions.list(null)).filter(isTheirs),
  };
};
