import type { Random } from "./random.ts";

/** One thing that is given generated inputs. */
export interface Target {
  readonly name: string;
  /** How many of 1,000 inputs it gets; dear ones get fewer. */
  readonly share: number;
  /** Makes an input: how large it is, how to show it, and the run over it. */
  readonly make: (random: Random) => Input;
}

export interface Input {
  /** Characters or bytes. */
  readonly size: number;
  readonly shown: () => string;
  /** Throws or rejects; errors of the program's own family are answers. */
  readonly run: () => unknown;
}

/** A target over texts. */
export const overText = (
  name: string,
  share: number,
  text: (random: Random) => string,
  run: (text: string) => unknown,
): Target => ({
  name,
  share,
  make: (random) => {
    const given = text(random);
    return { size: given.length, shown: () => JSON.stringify(given), run: () => run(given) };
  },
});

/** A target over bytes. */
export const overBytes = (
  name: string,
  share: number,
  bytes: (random: Random) => Uint8Array,
  run: (bytes: Uint8Array) => unknown,
): Target => ({
  name,
  share,
  make: (random) => {
    const given = bytes(random);
    return {
      size: given.length,
      shown: () => JSON.stringify(Buffer.from(given).toString("latin1")),
      run: () => run(given),
    };
  },
});
