import { type ListedName, type Listing, NOTHING_KNOWN, type Provenance } from "../core/listing.ts";

/** Listings by number, kept as bytes and decoded when they are asked for. */
export interface ListingShelf {
  readonly count: number;
  at(number: number): Listing;
  /** Those that carry wallet addresses. */
  withWallets(): readonly Listing[];
  all(): readonly Listing[];
}

/** What a shelf is made of, as a snapshot holds it. */
export interface ShelfBytes {
  /** Listing n stands at starts[n] .. starts[n + 1] of `blob`. */
  readonly starts: Uint32Array;
  readonly blob: Uint8Array;
  /** JSON of the files that listings come from; most listings of a list share one. */
  readonly files: Uint8Array;
  /** Numbers of the listings with wallet addresses. */
  readonly wallets: Uint32Array;
}

/** A listing without what is the same in most: unknown fields, the file it stands in, names that are plain aliases. */
interface Shelved {
  readonly file: number;
  readonly at: string;
  readonly id: string;
  readonly kind: string;
  readonly names: readonly ShelvedName[];
  readonly programs: readonly string[];
  readonly more?: Partial<Listing>;
}
type ShelvedName =
  | string
  | readonly [ListedName["text"], ListedName["role"], ListedName["strength"], ListedName["parts"]];

interface ListedFile {
  readonly list: Listing["list"];
  readonly url: Provenance["url"];
  readonly publishedOn: Provenance["publishedOn"];
  readonly sha256: Provenance["sha256"];
}

/** Decoded listings that are kept. */
const MOST_KEPT = 4096;
const ENCODER = new TextEncoder();
const DECODER = new TextDecoder();

/** Takes listings one by one and keeps their bytes. */
export const makeShelfBuilder = () => {
  const starts: number[] = [0];
  const wallets: number[] = [];
  const files = new Map<string, number>();
  let blob = new Uint8Array(1 << 16);
  let at = 0;
  return {
    add(listing: Listing): void {
      const text = JSON.stringify(shelved(listing, files));
      if (at + text.length * 3 > blob.length) {
        const more = new Uint8Array(blob.length + (blob.length >> 1) + text.length * 3);
        more.set(blob.subarray(0, at));
        blob = more;
      }
      at += ENCODER.encodeInto(text, blob.subarray(at)).written;
      if (listing.wallets.length > 0) wallets.push(starts.length - 1);
      starts.push(at);
    },
    take: (): ShelfBytes => ({
      starts: Uint32Array.from(starts),
      blob: blob.slice(0, at),
      files: ENCODER.encode(`[${[...files.keys()].join()}]`),
      wallets: Uint32Array.from(wallets),
    }),
  };
};

const shelved = (listing: Listing, files: Map<string, number>): Shelved => {
  const { list, listingId, kind, names, programs, source, ...rest } = listing;
  const file = JSON.stringify({ list, url: source.url, publishedOn: source.publishedOn, sha256: source.sha256 });
  const number = files.get(file) ?? files.size;
  files.set(file, number);
  const known = Object.entries(rest).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(NOTHING_KNOWN[key as keyof typeof NOTHING_KNOWN]),
  );
  return {
    file: number,
    at: source.pointer,
    id: listingId,
    kind,
    names: names.map((n) =>
      n.role === "alias" && n.strength === "strong" && n.parts === null
        ? n.text
        : [n.text, n.role, n.strength, n.parts],
    ),
    programs,
    ...(known.length > 0 ? { more: Object.fromEntries(known) } : {}),
  };
};

const listingOf = (text: string, files: readonly ListedFile[]): Listing => {
  const { file, at, id, kind, names, programs, more } = JSON.parse(text) as Shelved;
  const { list, ...source } = files[file]!;
  return {
    list,
    listingId: id as Listing["listingId"],
    kind: kind as Listing["kind"],
    names: names.map((name): ListedName => {
      if (typeof name === "string") return { text: name, role: "alias", strength: "strong", parts: null };
      const [text, role, strength, parts] = name;
      return { text, role, strength, parts };
    }),
    programs,
    ...NOTHING_KNOWN,
    ...more,
    source: { ...source, pointer: at },
  };
};

/** The shelf over its bytes; the last few thousand listings asked for stay decoded. */
export const shelfOver = ({ starts, blob, files, wallets }: ShelfBytes): ListingShelf => {
  const listedIn = JSON.parse(DECODER.decode(files)) as readonly ListedFile[];
  const kept = new Map<number, Listing>();
  const at = (number: number): Listing => {
    const known = kept.get(number);
    if (known) return known;
    const listing = listingOf(DECODER.decode(blob.subarray(starts[number]!, starts[number + 1]!)), listedIn);
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(number, listing);
    return listing;
  };
  return {
    count: starts.length - 1,
    at,
    withWallets: () => Array.from(wallets, at),
    all: () => Array.from({ length: starts.length - 1 }, (_, number) => at(number)),
  };
};
