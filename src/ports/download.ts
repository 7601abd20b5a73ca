/** What a server said about a document, to be sent back when asking whether it has changed. */
export interface Validators {
  readonly etag: string | null;
  /** `Last-Modified` as sent, `null` when absent. */
  readonly lastModified: string | null;
}

export interface Downloaded extends Validators {
  /** The final address, after redirects. */
  readonly url: string;
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

/** Fetches one public document: http(s) only, no private addresses, size cap, time-out. Rejects with `Unavailable`. */
export type Download = (url: string) => Promise<Downloaded>;

/** The same, asking first: "not-modified" when the document is still the one that `known` was sent with. `null` asks nothing. */
export type ConditionalDownload = (url: string, known: Validators | null) => Promise<Downloaded | "not-modified">;
