import { renderText } from "../adapters/terminal/render.ts";
import { digestReply } from "../bot/replies/digest.ts";
import { subscribedReply, subscriptionsReply } from "../bot/replies/subscriptions.ts";
import { type IsoDate, isoDate } from "../core/dates.ts";
import { placeKey } from "../core/place.ts";
import type { Subscription } from "../core/subscription.ts";
import { countsOf, type Digest, isQuiet } from "../digest/digest.ts";
import { parseDigestRequest } from "../digest/request.ts";
import { parseTopics } from "../digest/topics.ts";
import { LIST_SOURCES } from "../lists/sources.ts";
import type { Services } from "../services.ts";
import { type Command, json, text, UsageError } from "./command.ts";
import { placeFrom } from "./places.ts";

const digestPreview: Command = {
  name: "digest preview",
  usage: "[--since DATE] [--topics WORDS] [--json]",
  what: "shows what changed in lists and reports since a day (default: a week ago)",
  options: { since: { type: "string" }, topics: { type: "string" }, json: { type: "boolean" } },
  run: async (_words, values, { runtime, out }) => {
    const since = text(values, "since");
    const topics = parseTopics(text(values, "topics") ?? "", ids());
    const { services } = await runtime();
    const day: IsoDate = since === undefined ? services.digest.weekAgo() : isoDate(since, "--since");
    const digest = await services.digest.sinceDay(day, topics, null);
    const heading = { title: "Sanctions digest", zone: "UTC", actions: [] };
    out(values.json ? json(digestJson(digest)) : renderText(digestReply(digest, heading)));
  },
};

const ids = (): readonly string[] => LIST_SOURCES.map(({ id }) => id);

const subscribe: Command = {
  name: "digest subscribe",
  usage: '"<topics and times>" --place slack/<workspace>/<channel> [--json]',
  what: "subscribes a conversation: DPRK crypto weekly on monday at 9 Europe/Berlin quiet",
  options: { place: { type: "string" }, json: { type: "boolean" } },
  run: async (words, values, { runtime, out }) => {
    const placeText = text(values, "place");
    if (!placeText) throw new UsageError("digest subscribe needs --place slack/<workspace>/<channel>.");
    const place = placeFrom(placeText);
    const { services, store } = await runtime();
    const request = parseDigestRequest(words.join(" "), (await store.settings.get(place)).zone, ids());
    const subscription = await services.subscriptions.subscribe({ ...request, place, userId: "terminal" });
    const detail = { did: "subscribed", subscriptionId: subscription.subscriptionId };
    await services.note("subscription", placeKey(place), detail);
    out(values.json ? json(subscription) : renderText(subscribedReply(subscription)));
  },
};

const list: Command = {
  name: "digest list",
  usage: "[--json]",
  what: "shows every subscription with its next time and its troubles",
  options: { json: { type: "boolean" } },
  run: async (_words, values, { runtime, out }) => {
    const { services } = await runtime();
    const all = await services.subscriptions.list(null);
    const lines = [];
    for (const subscription of all)
      lines.push({ subscription, trouble: await services.subscriptions.trouble(subscription) });
    if (values.json) return out(json(lines));
    for (const { subscription } of lines) out(`${subscription.subscriptionId}  ${placeKey(subscription.place)}`);
    out(renderText(subscriptionsReply(lines)));
  },
};

/** A subscription by its id. Throws `UsageError`. */
const chosen = async ([id]: readonly string[], services: Services): Promise<Subscription> => {
  const found = (await services.subscriptions.list(null)).find(({ subscriptionId }) => subscriptionId === id);
  if (found) return found;
  throw new UsageError("Name the subscription by its id. redflag digest list shows them. Nothing was changed.");
};

const noted = (services: Services, { subscriptionId, place }: Subscription, did: string): Promise<void> =>
  services.note("subscription", placeKey(place), { did, subscriptionId });

const change: Command = {
  name: "digest change",
  usage: '<subscription-id> "<topics and times>"',
  what: "gives a subscription other topics and times; what was told stays told",
  options: {},
  run: async (words, _values, { runtime, out }) => {
    const { services, store } = await runtime();
    const found = await chosen(words, services);
    const { zone } = await store.settings.get(found.place);
    const request = parseDigestRequest(words.slice(1).join(" "), zone, ids());
    await noted(services, found, "changed");
    out(renderText(subscribedReply(await services.subscriptions.change(found, request), "Changed")));
  },
};

/** Commands that need nothing but the subscription, and the word for it afterwards. */
const simple = (
  name: string,
  what: string,
  did: string,
  run: (services: Services, subscription: Subscription) => Promise<unknown>,
): Command => ({
  name: `digest ${name}`,
  usage: "<subscription-id>",
  what,
  options: {},
  run: async (words, _values, { runtime, out }) => {
    const { services } = await runtime();
    const found = await chosen(words, services);
    await noted(services, found, did);
    await run(services, found);
    out(`${did} ${found.subscriptionId}`);
  },
});

const pause = simple("pause", "posts nothing until it is resumed", "paused", ({ subscriptions }, one) =>
  subscriptions.setPaused(one, true),
);
const resume = simple(
  "resume",
  "goes on, with everything since the last digest in the next",
  "resumed",
  ({ subscriptions }, one) => subscriptions.setPaused(one, false),
);
const stop = simple("stop", "ends a subscription", "stopped", ({ subscriptions }, one) => subscriptions.remove(one));

export const digestCommands: readonly Command[] = [digestPreview, subscribe, list, change, pause, resume, stop];

/** The digest as scripts read it: parties by id and name, changed fields with what came and went. */
const digestJson = (digest: Digest): unknown => {
  const party = (l: Digest["lists"][number]["added"][number]) => ({
    listingId: l.listingId,
    name: l.names[0]?.text ?? "",
    kind: l.kind,
    programs: l.programs,
    listedOn: l.listedOn,
  });
  const version = (v: Digest["lists"][number]["to"]) => ({
    publishedOn: v.publishedOn,
    retrievedAt: v.retrievedAt,
    sha256: v.sha256,
    entries: v.entries,
    caveat: v.caveat,
  });
  const wallets = (of: Digest["lists"][number]["newWallets"]) =>
    of.map(({ code, address, listing }) => ({ code, address, ...party(listing) }));
  return {
    since: digest.since,
    until: digest.until,
    topics: digest.topics,
    quiet: isQuiet(digest),
    counts: { ...countsOf(digest), documents: digest.documents.length, watched: digest.watched.length },
    lists: digest.lists.map((list) => ({
      list: list.to.list,
      title: list.title,
      from: list.from && version(list.from),
      to: version(list.to),
      added: list.added.map(party),
      removed: list.removed.map(party),
      changed: list.changed.map(({ after, fields }) => ({ ...party(after), fields })),
      newAddresses: wallets(list.newWallets),
      removedAddresses: wallets(list.goneWallets),
    })),
    documents: digest.documents.map(({ document: d, citation }) => ({
      documentId: d.documentId,
      title: d.title,
      publisher: d.publisher,
      publishedOn: d.publishedOn,
      url: d.url,
      summary: citation?.quote ?? null,
      citation,
    })),
    watched: digest.watched,
    chart: digest.chart,
  };
};
