/** Edits (insert, delete, replace, swap of neighbours) between two words; more than `most` is `most + 1`. */
export const editsBetween = (a: string, b: string, most: number): number => {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (before[j - 2] ?? 0) + 1);
      row.push(least);
    }
    if (Math.min(...row) > most) return most + 1;
    [before, above] = [above, row];
  }
  return above[b.length] ?? most + 1;
};

const isVowel = (letter: string | undefined): boolean => letter !== undefined && "aeiouy".includes(letter);

/**
 * Whether one word may be a slip of the other: one edit from five letters, two from eight, the first letter equal. In
 * words of four letters only a vowel may differ: "Hyuk" for "Hyok" but not "Jiao" for "Jian", who may be two people.
 */
export const isSlip = (typed: string, known: string): boolean => {
  if (typed === known || typed[0] !== known[0] || /\d/.test(typed + known)) return false;
  const length = Math.min(typed.length, known.length);
  if (length < 4) return false;
  if (length === 4) {
    const differing = [...typed].filter((letter, i) => letter !== known[i]);
    const at = [...typed].findIndex((letter, i) => letter !== known[i]);
    return typed.length === known.length && differing.length === 1 && isVowel(typed[at]) && isVowel(known[at]);
  }
  const most = length >= 8 ? 2 : 1;
  return editsBetween(typed, known, most) <= most;
};

/**
 * Names may differ in one word, and that word must be a slip. "song kum hyuk" for "song kum hyok". In names of
 * organisations one edit is a slip from four letters on: "tornado chash".
 */
export const isSlipOfName = (typed: readonly string[], known: readonly string[], person: boolean): boolean => {
  if (typed.length !== known.length) return false;
  const at = typed.findIndex((word, i) => word !== known[i]);
  if (at === -1 || typed.some((word, i) => i !== at && word !== known[i])) return false;
  const [a, b] = [typed[at] ?? "", known[at] ?? ""];
  return (
    isSlip(a, b) ||
    (!person && a[0] === b[0] && Math.min(a.length, b.length) >= 4 && !/\d/.test(a + b) && editsBetween(a, b, 1) <= 1)
  );
};
