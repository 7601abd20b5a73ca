import { type SourceId, sourceId } from "../core/brand.ts";
import { BadInput } from "../core/errors.ts";

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
    title: "OFAC SDN",
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
    title: "OFAC non-SDN",
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
    title: "UN Security Council",
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
];

/** The row of a source. Throws `BadInput` naming the ids that exist. */
export const sourceOf = (id: string): ListSource => {
  const source = LIST_SOURCES.find((s) => s.id === id);
  if (source) return source;
  const known = LIST_SOURCES.map((s) => s.id).join(", ");
  throw new BadInput(`There is no list called "${id}". Nothing was changed. Use one of: ${known}.`);
};
