/** Finds listed addresses that a text was probably meant to be, without comparing it with all of them. */
export interface NearIndex {
  /** Listed addresses at most one slip away, apart from case: indices into the list the index was made from. */
  mistyped(text: string): readonly number[];
  /** Listed addresses whose ends agree, whatever stands between. */
  lookalikes(text: string): readonly number[];
}

/** Characters compared at each end, as people do who compare by eye. */
export const END_CHARACTERS = 4;

/**
 * Shorter texts are what a cut remark left of an address ("XBT 3" in an SDN.CSV without its comments file): nothing is near them,
 * or "R/E OF AUDREY FARM" would be a mistyped "3".
 */
const WHOLE_ADDRESS = 20;

// Two texts one slip apart (insert, delete, substitute, transpose neighbours) have a common text after at most one deletion on each side,
// so hashing every one-deletion of the listed addresses (a "deletion neighbourhood", Bocek 2007) finds all of them:
//
//   listed 0x12ab  ->  x12ab 012ab 0x2ab 0x1ab 0x12b 0x12a, and itself
//   typed  0x21ab  ->  … 0x2ab …                 shared: compare these two exactly
//
// Hashes of 32 bits keep the index small; every candidate is compared in full, so a collision costs time only.

export const makeNearIndex = (addresses: readonly string[]): NearIndex => {
  const folded = addresses.map((address) => comparable(address).toLowerCase());
  const longest = addresses.reduce((most, address) => Math.max(most, address.length), 0) + "bitcoincash:".length;
  const byDeletion = new Map<number, number[]>();
  const byEnds = new Map<string, number[]>();
  folded.forEach((address, index) => {
    if (address.length < WHOLE_ADDRESS) return;
    for (const hash of deletionHashes(address)) push(byDeletion, hash, index);
    push(byEnds, endsOf(address), index);
  });
  return {
    mistyped(text) {
      if (text.length > longest + 2) return [];
      const typed = comparable(text).toLowerCase();
      const seen = new Set<number>();
      for (const hash of deletionHashes(typed)) for (const index of byDeletion.get(hash) ?? []) seen.add(index);
      return [...seen].filter((index) => slipOf(typed, folded[index] ?? "") !== null);
    },
    lookalikes: (text) => byEnds.get(endsOf(text)) ?? [],
  };
};

/** "bitcoincash:qpf2…" -> "qpf2…", "098b…2f96" -> "0x098b…2f96": prefixes that people leave out are no slip. */
const comparable = (text: string): string =>
  /^[0-9a-f]{39,41}$/i.test(text) ? `0x${text}` : text.replace(/^bitcoincash:/i, "");

/** "0x098b…2f96" -> "098b2f96", "bc1qabcd…wxyz" -> "abcdwxyz": what all addresses of a chain share says nothing. */
const endsOf = (address: string): string => {
  const body = address.toLowerCase().replace(/^(?:0x|bitcoincash:|(?:bc|tb|ltc)1[qp]?)/, "");
  // A short body would overlap itself; it has no middle that could differ.
  return body.length < 2 * END_CHARACTERS ? body : body.slice(0, END_CHARACTERS) + body.slice(-END_CHARACTERS);
};

const push = <K>(map: Map<K, number[]>, key: K, index: number): void => {
  const at = map.get(key);
  if (at) at.push(index);
  else map.set(key, [index]);
};

const BASE = 0x01000193;

/** Polynomial hashes modulo 2^32 of the text and of all texts with one character taken out, in linear time. */
const deletionHashes = (text: string): Set<number> => {
  const n = text.length;
  const suffix = new Array<number>(n + 1).fill(0);
  const power = new Array<number>(n + 1).fill(1);
  for (let i = n - 1; i >= 0; i--) {
    power[n - i] = Math.imul(power[n - i - 1] ?? 1, BASE);
    suffix[i] = (Math.imul(text.charCodeAt(i), power[n - i - 1] ?? 1) + (suffix[i + 1] ?? 0)) | 0;
  }
  const hashes = new Set<number>([suffix[0] ?? 0]);
  let prefix = 0;
  for (let i = 0; i < n; i++) {
    hashes.add((Math.imul(prefix, power[n - i - 1] ?? 1) + (suffix[i + 1] ?? 0)) | 0);
    prefix = (Math.imul(prefix, BASE) + text.charCodeAt(i)) | 0;
  }
  return hashes;
};

/** How an address as typed differs from a listed one: words for a person. `null` when more than one slip lies between. */
export const describeSlip = (typed: string, listed: string): string | null => {
  const [a, b] = [comparable(typed), comparable(listed)];
  return slipOf(a, b) ?? slipOf(a.toLowerCase(), b.toLowerCase());
};

const slipOf = (typed: string, listed: string): string | null => {
  // Only after folding: texts that were equal as written are a hit and never come here.
  if (typed === listed) return "nothing but upper and lower case differs";
  if (Math.abs(typed.length - listed.length) > 1) return null;
  let i = 0;
  while (i < typed.length && typed[i] === listed[i]) i++;
  const at = `character ${i + 1}`;
  if (typed.length === listed.length) {
    if (typed.slice(i + 1) === listed.slice(i + 1))
      return `${at} is "${typed[i]}", the listed address has "${listed[i]}"`;
    const swapped = typed[i] === listed[i + 1] && typed[i + 1] === listed[i];
    if (swapped && typed.slice(i + 2) === listed.slice(i + 2)) return `characters ${i + 1} and ${i + 2} are swapped`;
    return null;
  }
  if (typed.length > listed.length)
    return typed.slice(i + 1) === listed.slice(i) ? `${at}, "${typed[i]}", is one too many` : null;
  return typed.slice(i) === listed.slice(i + 1) ? `"${listed[i]}" is missing as ${at}` : null;
};
