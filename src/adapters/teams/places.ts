import type { ExpiringStore } from "../../ports/stores.ts";
import type { InboundActivity, Place } from "./wire.ts";

/** Conversations the bot may write to on its own, kept until it is removed from them. */
export interface Places {
  remember(place: Place, teamId: string | null): Promise<void>;
  /** `null` when the bot was never there or has been removed. */
  find(tenantId: string, conversationId: string): Promise<Place | null>;
  /** Forgets one conversation, or all channels of a team when the bot leaves the team. */
  forget(place: Place, teamId: string | null): Promise<void>;
}

/** Unchanged places are not written again; the store is asked anew after this many others. */
const REMEMBERED = 10_000;

/** `shared`: other replicas write too, so that only the store says what is there. */
export const makePlaces = (expiring: ExpiringStore, shared: boolean): Places => {
  const written = new Map<string, string>();
  const keyOf = (tenantId: string, conversationId: string): string =>
    `teams:place:${encodeURIComponent(tenantId)}:${encodeURIComponent(conversationId)}`;
  const teamKeyOf = (tenantId: string, teamId: string): string =>
    `teams:team:${encodeURIComponent(tenantId)}:${encodeURIComponent(teamId)}`;
  const channelsOf = async (tenantId: string, teamId: string): Promise<readonly string[]> =>
    ((await expiring.get(teamKeyOf(tenantId, teamId))) as readonly string[] | undefined) ?? [];

  return {
    remember: async (place, teamId) => {
      const key = keyOf(place.tenantId, place.conversationId);
      const value = JSON.stringify(place);
      if ((shared ? JSON.stringify(await expiring.get(key)) : written.get(key)) === value) return;
      await expiring.set(key, place, null);
      if (teamId !== null) {
        const channels = await channelsOf(place.tenantId, teamId);
        if (!channels.includes(place.conversationId))
          await expiring.set(teamKeyOf(place.tenantId, teamId), [...channels, place.conversationId], null);
      }
      if (written.size >= REMEMBERED) written.clear();
      written.set(key, value);
    },
    find: async (tenantId, conversationId) =>
      ((await expiring.get(keyOf(tenantId, conversationId))) as Place | undefined) ?? null,
    forget: async (place, teamId) => {
      const channels = teamId === null ? [] : await channelsOf(place.tenantId, teamId);
      for (const conversationId of new Set([place.conversationId, ...channels])) {
        const key = keyOf(place.tenantId, conversationId);
        written.delete(key);
        await expiring.delete(key);
      }
      if (teamId !== null) await expiring.delete(teamKeyOf(place.tenantId, teamId));
    },
  };
};

/** What an event says about where the bot is: "here" also for every message. */
export const presenceOf = (activity: InboundActivity): "channel-gone" | "gone" | "here" => {
  const isBot = (account: { readonly id: string }): boolean => account.id === activity.recipient.id;
  if (activity.type === "installationUpdate") return activity.action?.startsWith("remove") ? "gone" : "here";
  if (activity.type === "conversationUpdate") {
    if (activity.membersRemoved?.some(isBot) || activity.channelData?.eventType === "teamDeleted") return "gone";
    if (activity.channelData?.eventType === "channelDeleted") return "channel-gone";
  }
  return "here";
};
