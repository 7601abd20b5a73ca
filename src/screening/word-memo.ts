/** What was found out about a word, by its bytes. */
export interface WordMemo<Facts> {
  /** `hash` is that of the bytes (`hashByte` over all of them); `make` is called for a word that is not kept. */
  of(bytes: Uint8Array, from: number, to: number, hash: number, make: (word: string) => Facts): Facts;
}

/** FNV-1a over bytes; begin with `HASH_START`. */
export const HASH_START = 0x811c9dc5;
export const hashByte = (hash: number, byte: number): number => Math.imul(hash ^ byte, 0x01000193);

/** Words of customers repeat; the tail of rare ones is longer than any memory, so that beyond `most` it begins afresh. */
const MOST_WORDS = 65_536;
const LONGEST_ON_AVERAGE = 16;

/**
 * Open addressing over the words' own bytes: a look-up makes no string and no object. Two words are told apart by all of
 * their bytes, never by their hash alone: a name taken for another one would be a missed hit.
 */
export const makeWordMemo = <Facts>(most = MOST_WORDS): WordMemo<Facts> => {
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(most * 2)));
  const mask = slots.length - 1;
  const starts = new Uint32Array(most + 1);
  let text = new Uint8Array(most * LONGEST_ON_AVERAGE);
  let facts: Facts[] = [];
  const decoder = new TextDecoder();

  const isKept = (word: number, bytes: Uint8Array, from: number, to: number): boolean => {
    const start = starts[word]!;
    if (starts[word + 1]! - start !== to - from) return false;
    for (let i = from, k = start; i < to; i++, k++) if (bytes[i] !== text[k]) return false;
    return true;
  };
  const keep = (bytes: Uint8Array, from: number, to: number): void => {
    const start = starts[facts.length]!;
    const end = start + to - from;
    if (end > text.length) {
      const more = new Uint8Array(Math.max(end, text.length * 2));
      more.set(text);
      text = more;
    }
    for (let i = from, k = start; i < to; i++, k++) text[k] = bytes[i]!;
    starts[facts.length + 1] = end;
  };

  return {
    of: (bytes, from, to, hash, make) => {
      let slot = (hash ^ (hash >>> 15)) & mask;
      for (; slots[slot] !== 0; slot = (slot + 1) & mask)
        if (isKept(slots[slot]! - 1, bytes, from, to)) return facts[slots[slot]! - 1]!;
      const made = make(decoder.decode(bytes.slice(from, to)));
      if (facts.length === most) {
        slots.fill(0);
        facts = [];
        slot = (hash ^ (hash >>> 15)) & mask;
      }
      keep(bytes, from, to);
      slots[slot] = facts.push(made);
      return made;
    },
  };
};
