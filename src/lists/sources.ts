import { type SourceId, sourceId } from "../core/brand.ts";
import { BadInput } from "../core/errors.ts";
import { listTitle } from "../core/list-titles.ts";

/** How the bytes of one publication of a source are laid out. One parser per format. */
export type ListFormat =
  | "ofac-flat"
  | "ofac-legacy-xml"
  | "ofac-advanced-xml"
  | "un-xml"
  | "uk-csv"
  | "eu-csv"
  | "us-csl-csv"
  | "opensanctions-csv"
  | "opensanctions-ftm"
  | "own-csv";

/** One file of a publication. `pattern` is matched without case against the bare file name. */
export interface SourceFile {
  /** What the parser calls it: "primary", "aliases", "addresses", "comments", "list". */
  readonly role: string;
  /** The publisher's own file name, for messages. */
  readonly name: string;
  readonly pattern: RegExp;
  /** `null` where there is nothing to fetch (a team's own file). */
  readonly url: string | null;
}

/** One way in which a publisher offers a list: every file is required. */
export interface SourceEdition {
  readonly format: ListFormat;
  readonly files: readonly SourceFile[];
}

export interface ListSource {
  readonly id: SourceId;
  readonly title: string;
  readonly publisher: string;
  /** A page for people. */
  readonly home: string;
  readonly licence: string;
  readonly cadence: string;
  /** Older copies are named stale in every verdict. Hours since retrieval. */
  readonly maxAgeHours: number;
  /** Older publications are named stale even when retrieved just now: a copy from a cupboard. Days. */
  readonly maxPublishedAgeDays: number;
  /** What being on the list means: property is blocked, or it depends on the program. */
  readonly effect: "blocking" | "depends-on-program" | "not-a-government-list";
  /** Refreshed without being asked by name. */
  readonly refreshed: boolean;
  /** The edition that refresh takes comes first; an import takes the first whose files are all there. */
  readonly editions: readonly SourceEdition[];
}

const OFAC = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports";
const PUBLIC_DOMAIN = "US government work, public domain";

/** "sdn" -> /^sdn(?:[-_ ]?2021-09-21)?\.csv$/i: a day in the name is common in archives. */
const named = (stem: string, extension: string): RegExp =>
  new RegExp(`^${stem}(?:[-_ ]?\\d{4}(?:-?\\d{2}){0,2})?\\.${extension}$`, "i");

const ofac = (role: string, name: string): SourceFile => {
  const [stem = "", extension = ""] = name.toLowerCase().split(".");
  // OFAC's dataspec writes "SDN COMMENTS.CSV", the export "SDN_COMMENTS.CSV".
  return { role, name, pattern: named(stem.replace("_", "[_ ]"), extension), url: `${OFAC}/${name}` };
};

/** Every list that can be loaded, in the order shown to people. */
export const LIST_SOURCES: readonly ListSource[] = [
  {
    id: sourceId("ofac-sdn"),
    title: listTitle("ofac-sdn"),
    publisher: "US Treasury (OFAC)",
    home: "https://sanctionslist.ofac.treas.gov/Home/SdnList",
    licence: PUBLIC_DOMAIN,
    cadence: "irregular, several times a week",
    maxAgeHours: 24,
    maxPublishedAgeDays: 31,
    effect: "blocking",
    refreshed: true,
    editions: [
      {
        format: "ofac-flat",
        files: [
          ofac("primary", "SDN.CSV"),
          ofac("aliases", "ALT.CSV"),
          ofac("addresses", "ADD.CSV"),
          ofac("comments", "SDN_COMMENTS.CSV"),
        ],
      },
      { format: "ofac-legacy-xml", files: [ofac("list", "SDN.XML")] },
      { format: "ofac-advanced-xml", files: [ofac("list", "SDN_ADVANCED.XML")] },
    ],
  },
  {
    id: sourceId("ofac-non-sdn"),
    title: listTitle("ofac-non-sdn"),
    publisher: "US Treasury (OFAC)",
    home: "https://sanctionslist.ofac.treas.gov/Home/ConsolidatedList",
    licence: PUBLIC_DOMAIN,
    cadence: "irregular",
    maxAgeHours: 24,
    maxPublishedAgeDays: 366,
    effect: "depends-on-program",
    refreshed: true,
    editions: [
      {
        format: "ofac-flat",
        files: [
          ofac("primary", "CONS_PRIM.CSV"),
          ofac("aliases", "CONS_ALT.CSV"),
          ofac("addresses", "CONS_ADD.CSV"),
          ofac("comments", "CONS_COMMENTS.CSV"),
        ],
      },
      { format: "ofac-legacy-xml", files: [ofac("list", "CONSOLIDATED.XML")] },
      { format: "ofac-advanced-xml", files: [ofac("list", "CONS_ADVANCED.XML")] },
    ],
  },
  {
    id: sourceId("un-sc"),
    title: listTitle("un-sc"),
    publisher: "United Nations Security Council",
    home: "https://main.un.org/securitycouncil/en/content/un-sc-consolidated-list",
    licence: "United Nations, free for information; see the terms of use on the site",
    cadence: "irregular, regenerated daily",
    maxAgeHours: 24,
    maxPublishedAgeDays: 31,
    effect: "blocking",
    refreshed: true,
    editions: [
      {
        format: "un-xml",
        files: [
          {
            role: "list",
            name: "consolidated.xml",
            pattern: /\.xml$/i,
            url: "https://scsanctions.un.org/resources/xml/en/consolidated.xml",
          },
        ],
      },
    ],
  },
  {
    id: sourceId("uk-sanctions"),
    title: listTitle("uk-sanctions"),
    publisher: "UK Foreign, Commonwealth and Development Office",
    home: "https://www.gov.uk/government/publications/the-uk-sanctions-list",
    licence: "Open Government Licence v3.0",
    cadence: "irregular, several times a month",
    maxAgeHours: 24,
    maxPublishedAgeDays: 62,
    effect: "blocking",
    refreshed: true,
    editions: [
      {
        format: "uk-csv",
        files: [
          {
            role: "list",
            name: "UK-Sanctions-List.csv",
            pattern: /^uk[-_ ]?sanctions[-_ ]?list.*\.csv$/i,
            url: "https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List.csv",
          },
        ],
      },
    ],
  },
  {
    id: sourceId("eu-fsf"),
    title: listTitle("eu-fsf"),
    publisher: "European Commission",
    home: "https://data.europa.eu/data/datasets/consolidated-list-of-persons-groups-and-entities-subject-to-eu-financial-sanctions",
    licence: "European Commission reuse policy (Decision 2011/833/EU)",
    cadence: "irregular, several times a month",
    maxAgeHours: 24,
    maxPublishedAgeDays: 62,
    effect: "blocking",
    refreshed: true,
    editions: [
      {
        format: "eu-csv",
        files: [
          {
            role: "list",
            name: "csvFullSanctionsList_1_1.csv",
            pattern: /full.?sanctions.?list.*\.csv$/i,
            // The token is the public one; a registered user may have another.
            url: "https://webgate.ec.europa.eu/fsd/fsf/public/files/csvFullSanctionsList_1_1/content?token=dG9rZW4tMjAxNw",
          },
        ],
      },
    ],
  },
  {
    id: sourceId("us-csl"),
    title: listTitle("us-csl"),
    publisher: "US Department of Commerce (ITA)",
    home: "https://www.trade.gov/consolidated-screening-list",
    licence: PUBLIC_DOMAIN,
    cadence: "daily",
    maxAgeHours: 24,
    maxPublishedAgeDays: 31,
    effect: "depends-on-program",
    // It repeats OFAC's lists, which are fetched from OFAC itself.
    refreshed: false,
    editions: [
      {
        format: "us-csl-csv",
        files: [
          {
            role: "list",
            name: "consolidated.csv",
            pattern: /^(?:consolidated|csl).*\.csv$/i,
            url: "https://data.trade.gov/downloadable_consolidated_screening_list/v1/consolidated.csv",
          },
        ],
      },
    ],
  },
  {
    id: sourceId("opensanctions"),
    title: listTitle("opensanctions"),
    publisher: "OpenSanctions",
    home: "https://www.opensanctions.org/datasets/",
    licence: "CC BY-NC 4.0; commercial use needs a licence from OpenSanctions",
    cadence: "several times a day",
    maxAgeHours: 48,
    maxPublishedAgeDays: 31,
    effect: "not-a-government-list",
    refreshed: false,
    editions: [
      {
        format: "opensanctions-csv",
        files: [{ role: "list", name: "targets.simple.csv", pattern: /targets.*\.csv$/i, url: null }],
      },
      {
        format: "opensanctions-ftm",
        files: [{ role: "list", name: "entities.ftm.json", pattern: /\.(?:ftm\.json|ijson|jsonl?)$/i, url: null }],
      },
    ],
  },
  {
    id: sourceId("own-list"),
    title: listTitle("own-list"),
    publisher: "Your team",
    home: "urn:redflag:own-list",
    licence: "your own",
    cadence: "when you import it",
    maxAgeHours: 24 * 366,
    maxPublishedAgeDays: 366,
    effect: "not-a-government-list",
    refreshed: false,
    editions: [{ format: "own-csv", files: [{ role: "list", name: "own-list.csv", pattern: /\.csv$/i, url: null }] }],
  },
];

/** The row of a source. Throws `BadInput` naming the ids that exist. */
export const sourceOf = (id: string): ListSource => {
  const source = LIST_SOURCES.find((s) => s.id === id);
  if (source) return source;
  const known = LIST_SOURCES.map((s) => s.id).join(", ");
  throw new BadInput(`There is no list called "${id}". Nothing was changed. Use one of: ${known}.`);
};
