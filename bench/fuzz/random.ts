/** A stream of random numbers that a seed names. */
export interface Random {
  /** 0 <= x < 1 */
  next(): number;
  /** A whole number, 0 <= x < below. */
  below(below: number): number;
  pick<T>(from: readonly T[]): T;
}

/** mulberry32: 32 bits of state, enough to name an input by target and number. */
export const randomOf = (seed: number): Random => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    next,
    below,
    pick: (from) => {
      if (from.length === 0) throw new RangeError("There is nothing to pick from.");
      return from[below(from.length)] as (typeof from)[number];
    },
  };
};
