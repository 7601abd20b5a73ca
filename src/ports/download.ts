export interface Downloaded {
  readonly url: string;
  readonly bytes: Uint8Array;
  readonly contentType: string;
  /** `Last-Modified` as sent, `null` when absent. */
  readonly lastModified: string | null;
  readonly etag: string | null;
}

/** Fetches one public document: http(s) only, no private addresses, size cap, time-out. Rejects with `Unavailable`. */
export type Download = (url: string) => Promise<Downloaded>;
