/** How a source gives its documents. */
export type DocumentSourceKind =
  /** RSS or Atom: one document an item; an item that leaves the feed stays. */
  | "feed"
  /** A page that lists pages: one document for each page it leads to. */
  | "index"
  /** One page or file on the web. */
  | "page"
  /** A folder on this machine: a file that disappears stops answering. */
  | "folder";

export interface DocumentSource {
  readonly id: string;
  readonly title: string;
  /** `null` takes what the documents say themselves. */
  readonly publisher: string | null;
  readonly kind: DocumentSourceKind;
  /** Web address, or the path of a folder. */
  readonly url: string;
  /** Paths that an index leads to; `null` for the other kinds. */
  readonly articles: RegExp | null;
  /** How often the publisher adds to it. */
  readonly cadence: string;
  /** Refreshed without being asked by name. */
  readonly refreshed: boolean;
}

/** OFAC ended its own RSS feed on 31 January 2025: its recent actions are read from the page. */
export const DOCUMENT_SOURCES: readonly DocumentSource[] = [
  {
    id: "ofac-recent-actions",
    title: "OFAC recent actions",
    publisher: "OFAC",
    kind: "index",
    url: "https://ofac.treasury.gov/recent-actions",
    articles: /^\/recent-actions\/\d{8}(?:_\d+)?$/,
    cadence: "several a week",
    refreshed: true,
  },
  {
    id: "treasury-press",
    title: "US Treasury press releases",
    publisher: "US Department of the Treasury",
    kind: "index",
    url: "https://home.treasury.gov/news/press-releases",
    articles: /^\/news\/press-releases\/[a-z]{2}\d{4}$/,
    cadence: "several a day; most are not about sanctions",
    refreshed: false,
  },
  {
    id: "federal-register-ofac",
    title: "Federal Register: Office of Foreign Assets Control",
    publisher: "Federal Register",
    kind: "feed",
    url: "https://www.federalregister.gov/api/v1/documents.rss?conditions%5Bagencies%5D%5B%5D=foreign-assets-control-office",
    articles: null,
    cadence: "several a week",
    refreshed: true,
  },
  {
    id: "fbi-ic3-psa",
    title: "FBI IC3 public service announcements",
    publisher: "FBI Internet Crime Complaint Center (IC3)",
    kind: "feed",
    url: "https://www.ic3.gov/PSA/RSS",
    articles: null,
    cadence: "several a month",
    refreshed: true,
  },
  {
    id: "cisa-advisories",
    title: "CISA cybersecurity advisories",
    publisher: "CISA",
    kind: "feed",
    url: "https://www.cisa.gov/cybersecurity-advisories/all.xml",
    articles: null,
    cadence: "daily",
    refreshed: true,
  },
  {
    id: "doj-press",
    title: "US Department of Justice press releases",
    publisher: "US Department of Justice",
    kind: "feed",
    url: "https://www.justice.gov/news/rss?type=press_release",
    articles: null,
    cadence: "many a day, of the whole department",
    refreshed: false,
  },
];
