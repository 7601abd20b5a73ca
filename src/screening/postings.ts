/**
 * Key -> values, in three typed arrays: entries are grouped by the leading bits of their key, and a group is scanned.
 * About eight entries a group, so a look-up touches one or two cache lines.
 */
export interface Postings {
  readonly bits: number;
  /** Group g holds entries starts[g] .. starts[g + 1]. */
  readonly starts: Uint32Array;
  readonly keys: Uint32Array;
  readonly values: Uint32Array;
}

/** Grows while entries are added; `pack` sorts them by group in one counting pass. */
export const makePostingsBuilder = () => {
  let keys = new Uint32Array(1 << 16);
  let values = new Uint32Array(1 << 16);
  let count = 0;
  return {
    add(key: number, value: number): void {
      if (count === keys.length) {
        const moreKeys = new Uint32Array(count * 2);
        const moreValues = new Uint32Array(count * 2);
        moreKeys.set(keys);
        moreValues.set(values);
        keys = moreKeys;
        values = moreValues;
      }
      keys[count] = key;
      values[count++] = value;
    },
    pack(): Postings {
      const bits = Math.max(4, Math.ceil(Math.log2(count + 1)) - 3);
      const starts = new Uint32Array((1 << bits) + 1);
      const shift = 32 - bits;
      for (let i = 0; i < count; i++) starts[(keys[i]! >>> shift) + 1]!++;
      for (let g = 0; g < 1 << bits; g++) starts[g + 1]! += starts[g]!;
      const at = starts.slice();
      const outKeys = new Uint32Array(count);
      const outValues = new Uint32Array(count);
      for (let i = 0; i < count; i++) {
        const to = at[keys[i]! >>> shift]!++;
        outKeys[to] = keys[i]!;
        outValues[to] = values[i]!;
      }
      return { bits, starts, keys: outKeys, values: outValues };
    },
  };
};

/** Calls `visit` with every value filed under `key`; a value may come more than once. */
export const lookUp = (postings: Postings, key: number, visit: (value: number) => void): void => {
  const group = key >>> (32 - postings.bits);
  const end = postings.starts[group + 1]!;
  for (let i = postings.starts[group]!; i < end; i++) if (postings.keys[i] === key) visit(postings.values[i]!);
};
