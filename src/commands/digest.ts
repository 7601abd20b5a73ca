import { renderText } from "../adapters/terminal/render.ts";
import { digestReply } from "../bot/replies/digest.ts";
import { type IsoDate, isoDate } from "../core/dates.ts";
import { countsOf, type Digest, isQuiet } from "../digest/digest.ts";
import { parseTopics } from "../digest/topics.ts";
import { LIST_SOURCES } from "../lists/sources.ts";
import { type Command, json, text } from "./command.ts";

export const digestPreview: Command = {
  name: "digest preview",
  usage: "[--since DATE] [--topics WORDS] [--json]",
  what: "shows what changed in lists and reports since a day (default: a week ago)",
  options: { since: { type: "string" }, topics: { type: "string" }, json: { type: "boolean" } },
  run: async (_words, values, { runtime, out }) => {
    const since = text(values, "since");
    const topics = parseTopics(
      text(values, "topics") ?? "",
      LIST_SOURCES.map(({ id }) => id),
    );
    const { services } = await runtime();
    const day: IsoDate = since === undefined ? services.digest.weekAgo() : isoDate(since, "--since");
    const digest = await services.digest.sinceDay(day, topics, null);
    const heading = { title: "Sanctions digest", zone: "UTC", actions: [] };
    out(values.json ? json(digestJson(digest)) : renderText(digestReply(digest, heading)));
  },
};

/** The digest as scripts read it: parties by id and name, changed fields with what came and went. */
export const digestJson = (digest: Digest): unknown => {
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
