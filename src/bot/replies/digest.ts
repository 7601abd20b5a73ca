import type { Citation } from "../../core/answer.ts";
import { dayInProse, dayOf, type Instant, type IsoDate } from "../../core/dates.ts";
import type { Listing } from "../../core/listing.ts";
import { type Action, bold, plain, type Reply, type ReplyBlock, type Rich } from "../../core/reply.ts";
import { chartOf } from "../../digest/chart.ts";
import { type ChangedEntry, countsOf, type Digest, isQuiet, type ListedWalletOf } from "../../digest/digest.ts";
import { dayInZone } from "../../digest/schedule.ts";
import { topicsInWords } from "../../digest/topics.ts";
import { counted, day } from "./phrases.ts";

/** Spelt out in a digest; the rest is counted. */
const SHOWN = { names: 25, programs: 12, changed: 20, fields: 4, items: 3, wallets: 15, documents: 10 } as const;

export interface DigestHeading {
  /** Whose digest: "Sanctions digest". */
  readonly title: string;
  readonly zone: string;
  readonly actions: readonly Action[];
}

/** The digest as one reply, the counts first. `splitReply` cuts it for the platforms. */
export const digestReply = (digest: Digest, heading: DigestHeading): Reply => {
  const { added, removed, changed } = countsOf(digest);
  const period = `${dayOfEnd(digest.since, heading.zone)} – ${dayOfEnd(digest.until, heading.zone)} (${heading.zone})`;
  const summary = isQuiet(digest)
    ? `${heading.title}: no changes, ${period}`
    : `${heading.title}: ${added} added, ${removed} removed, ${changed} changed, ${counted(digest.documents.length, "report", "reports")}, ${period}`;
  return {
    summary,
    blocks: [
      { kind: "headline", text: [bold(heading.title), { text: ` · ${period}` }] },
      ...(digest.topics.length > 0 ? [note(`About: ${topicsInWords(digest.topics)}.`)] : []),
      ...(isQuiet(digest) ? [{ kind: "paragraph", text: plain("No changes.") } as const] : bodyBlocks(digest)),
      note(listsLine(digest)),
      ...caveats(digest),
      ...(heading.actions.length > 0 ? [{ kind: "actions", actions: heading.actions } as const] : []),
    ],
    citations: citationsOf(digest),
    audience: "everyone",
    aiGenerated: false,
    feedbackFor: null,
  };
};

const citationsOf = (digest: Digest): readonly Citation[] =>
  digest.documents.slice(0, SHOWN.documents).flatMap(({ citation }) => (citation ? [citation] : []));

const dayOfEnd = (end: Instant | IsoDate, zone: string): string =>
  end.length === 10 ? dayInProse(end as IsoDate) : dayInZone(end as Instant, zone);

const note = (text: string): ReplyBlock => ({ kind: "note", text: plain(text) });

const bodyBlocks = (digest: Digest): readonly ReplyBlock[] => [
  ...(digest.watched.length > 0
    ? [
        { kind: "paragraph", text: [bold(`Watched names affected: ${digest.watched.length}`)] } as const,
        { kind: "list", items: digest.watched.map(({ sentence }) => plain(sentence)) } as const,
      ]
    : []),
  ...digest.lists.flatMap(listBlocks),
  ...documentBlocks(digest),
  ...chartBlocks(digest),
];

const listBlocks = (list: Digest["lists"][number]): readonly ReplyBlock[] => {
  const { title, added, removed, changed } = list;
  if (added.length + removed.length + changed.length === 0) return [];
  return [
    ...parties(`Added ${added.length} to ${title}`, added),
    ...parties(`Removed ${removed.length} from ${title}`, removed),
    ...changes(`Changed ${changed.length} on ${title}`, changed),
    ...wallets(`New addresses ${list.newWallets.length}`, list.newWallets),
    ...wallets(`Addresses removed ${list.goneWallets.length}`, list.goneWallets),
  ];
};

/** One line a program, most parties first; a party stands under its first program. */
const parties = (heading: string, listings: readonly Listing[]): readonly ReplyBlock[] => {
  if (listings.length === 0) return [];
  const groups = [...Map.groupBy(listings, (listing) => listing.programs[0] ?? "no program given")].sort(
    (a, b) => b[1].length - a[1].length,
  );
  return [
    { kind: "paragraph", text: [bold(heading), ...sourceOf(listings[0])] },
    {
      kind: "list",
      items: groups.slice(0, SHOWN.programs).map(([program, members]) => [
        bold(`${program} (${members.length}): `),
        {
          text:
            members.slice(0, SHOWN.names).map(nameOf).join(" · ") +
            (members.length > SHOWN.names ? ` · and ${members.length - SHOWN.names} more` : ""),
        },
      ]),
    },
    ...(groups.length > SHOWN.programs ? [note(`and ${groups.length - SHOWN.programs} more programs.`)] : []),
  ];
};

/** A link to the file that an entry was read from. */
const sourceOf = (listing: Listing | undefined): Rich =>
  listing && /^https?:/.test(listing.source.url) ? [{ text: ", " }, { text: "source", href: listing.source.url }] : [];

const nameOf = (listing: Listing): string =>
  `${listing.names[0]?.text ?? listing.listingId}${listing.listedOn ? `, listed ${day(listing.listedOn)}` : ""}`;

/** "NAME: names + AKA; programs − SDGT". */
const changes = (heading: string, changed: readonly ChangedEntry[]): readonly ReplyBlock[] => {
  if (changed.length === 0) return [];
  const item = ({ after, fields }: ChangedEntry): Rich => {
    // The remarks of OFAC's flat files repeat what the other fields were read from.
    const told = fields.length > 1 ? fields.filter(({ label }) => label !== "remarks") : fields;
    return [
      bold(`${after.names[0]?.text ?? after.listingId}: `),
      { text: told.slice(0, SHOWN.fields).map(fieldInWords).join("; ") + more(told.length, SHOWN.fields) },
    ];
  };
  return [
    { kind: "paragraph", text: [bold(heading), ...sourceOf(changed[0]?.after)] },
    { kind: "list", items: changed.slice(0, SHOWN.changed).map(item) },
    ...(changed.length > SHOWN.changed ? [note(`and ${changed.length - SHOWN.changed} more changed entries.`)] : []),
  ];
};

const fieldInWords = ({ label, before, after }: ChangedEntry["fields"][number]): string => {
  const items = (sign: string, texts: readonly string[]): readonly string[] =>
    texts.length === 0
      ? []
      : [`${sign} ${texts.slice(0, SHOWN.items).map(short).join(", ")}${more(texts.length, SHOWN.items)}`];
  return `${label} ${[...items("added", after), ...items("removed", before)].join(", ")}`;
};

const more = (count: number, shown: number): string => (count > shown ? ` and ${count - shown} more` : "");
const short = (text: string): string => (text.length > 120 ? `“${text.slice(0, 119)}…”` : `“${text}”`);

/** "New addresses 3 (ETH 2, TRX 1)" and each with its party. */
const wallets = (heading: string, found: readonly ListedWalletOf[]): readonly ReplyBlock[] => {
  if (found.length === 0) return [];
  const codes = [...Map.groupBy(found, ({ code }) => code)]
    .sort((a, b) => b[1].length - a[1].length)
    .map(([code, of]) => `${code} ${of.length}`);
  return [
    { kind: "paragraph", text: [bold(heading), { text: ` (${codes.join(", ")})` }] },
    {
      kind: "list",
      items: found
        .slice(0, SHOWN.wallets)
        .map(({ code, address, listing }) => [
          { text: `${code} ` },
          { text: address, code: true },
          { text: ` ${listing.names[0]?.text ?? listing.listingId}` },
        ]),
    },
    ...(found.length > SHOWN.wallets ? [note(`and ${found.length - SHOWN.wallets} more addresses.`)] : []),
  ];
};

const documentBlocks = ({ documents }: Digest): readonly ReplyBlock[] => {
  if (documents.length === 0) return [];
  return [
    { kind: "paragraph", text: [bold(`Notices and reports ${documents.length}`)] },
    {
      kind: "list",
      items: documents
        .slice(0, SHOWN.documents)
        .map(({ document, citation }) => [
          bold(document.title),
          { text: ` (${document.publisher}, ${day(document.publishedOn)})` },
          ...(citation
            ? [{ text: `: ${citation.quote} ` }, { text: `[${citation.number}]`, cite: citation.number }]
            : [{ text: " " }, { text: "link", href: document.url }]),
        ]),
    },
    ...(documents.length > SHOWN.documents ? [note(`and ${documents.length - SHOWN.documents} more reports.`)] : []),
  ];
};

const chartBlocks = ({ chart }: Digest): readonly ReplyBlock[] =>
  chart === null ? [] : [{ kind: "chart", chart: chartOf(chart) }];

/** "Lists: OFAC SDN 30 September 2021 (before: 21 September 2021)". */
const listsLine = ({ lists }: Digest): string => {
  if (lists.length === 0) return "No list is loaded.";
  const dated = lists.map(({ title, from, to }) => {
    const before =
      from === null
        ? "loaded for the first time, nothing to compare"
        : from.sha256 === to.sha256
          ? "unchanged"
          : `before: ${day(from.publishedOn ?? dayOf(from.retrievedAt))}`;
    return `${title} ${day(to.publishedOn ?? dayOf(to.retrievedAt))} (${before})`;
  });
  return `Lists: ${dated.join(" · ")}.`;
};

const caveats = ({ lists }: Digest): readonly ReplyBlock[] =>
  lists.flatMap(({ title, to }) => (to.caveat ? [note(`${title}: ${to.caveat}.`)] : []));
