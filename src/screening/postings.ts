/**
 * Key -> values, in two typed arrays: entries are grouped by the leading bits of their key, and a group is scanned. An entry is
 * one word of 32 bits: the next bits of the key before the value, so that a look-up touches one or two cache lines. Keys whose
 * kept bits agree are not told apart: what is found is compared in full anyway.
 */
export interface Postings {
  /** Leading bits of a key that choose the group. */
  readonly bits: number;
  /** Low bits of an entry that hold the value; the high ones hold the bits of the key that follow the leading ones. */
  readonly valueBits: number;
  /** Group g holds entries starts[g] .. starts[g + 1]. */
  readonly starts: Uint32Array;
  readonly entries: Uint32Array;
  /** A bit for every key that is filed, by its leading bits: most keys that are asked for are not, and one look tells. */
  readonly filter: Uint32Array;
}

/** Entries added at a time; chunks are not copied as the index grows. */
const CHUNK = 1 << 18;
/** Entries of a group, about. */
const GROUP_BITS = 3;
/** Bits of the filter for each entry, as a power of two. */
const FILTER_BITS = 2;

/** Takes entries in any order; `pack` groups them in one counting pass and lets go of them. */
export const makePostingsBuilder = () => {
  const chunks: Uint32Array[] = [];
  let chunk = new Uint32Array(0);
  let at = 0;
  let most = 0;
  const each = (visit: (key: number, value: number) => void): void => {
    chunks.forEach((one, c) => {
      const end = c === chunks.length - 1 ? at : one.length;
      for (let i = 0; i < end; i += 2) visit(one[i]!, one[i + 1]!);
    });
  };
  return {
    add(key: number, value: number): void {
      if (at === chunk.length) {
        chunk = new Uint32Array(2 * CHUNK);
        chunks.push(chunk);
        at = 0;
      }
      chunk[at++] = key;
      chunk[at++] = value;
      if (value > most) most = value;
    },
    pack(): Postings {
      const count = Math.max(0, chunks.length - 1) * CHUNK + at / 2;
      const bits = Math.max(4, Math.ceil(Math.log2(count + 1)) - GROUP_BITS);
      const valueBits = Math.max(1, 32 - Math.clz32(most));
      const starts = new Uint32Array((1 << bits) + 1);
      const shift = 32 - bits;
      each((key) => {
        starts[(key >>> shift) + 1]!++;
      });
      for (let g = 0; g < 1 << bits; g++) starts[g + 1]! += starts[g]!;
      const next = starts.slice();
      const entries = new Uint32Array(count);
      const filter = new Uint32Array(1 << Math.max(0, filterBits(bits) - 5));
      each((key, value) => {
        const bit = key >>> (32 - filterBits(bits));
        filter[bit >>> 5]! |= 1 << (bit & 31);
        entries[next[key >>> shift]!++] = (tagOf(key, bits, valueBits) << valueBits) | value;
      });
      chunks.length = 0;
      return { bits, valueBits, starts, entries, filter };
    },
  };
};

const filterBits = (bits: number): number => Math.min(32, bits + GROUP_BITS + FILTER_BITS);

/** The bits of a key after the leading `bits`, as many as an entry has room for. */
const tagOf = (key: number, bits: number, valueBits: number): number => (key << bits) >>> valueBits;

/** Calls `visit` with every value filed under `key`; a value may come more than once. */
export const lookUp = (postings: Postings, key: number, visit: (value: number) => void): void => {
  const { bits, valueBits, starts, entries, filter } = postings;
  const bit = key >>> (32 - filterBits(bits));
  if ((filter[bit >>> 5]! & (1 << (bit & 31))) === 0) return;
  const group = key >>> (32 - bits);
  const tag = tagOf(key, bits, valueBits);
  const mask = (1 << valueBits) - 1;
  const end = starts[group + 1]!;
  for (let i = starts[group]!; i < end; i++) {
    const entry = entries[i]!;
    if (entry >>> valueBits === tag) visit(entry & mask);
  }
};
