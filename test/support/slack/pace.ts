import { TooFast } from "./methods.ts";

/** Counts calls and refuses those that come too fast. */
export interface Pace {
  /** At most `perMinute` calls of `key` in any minute. */
  minute(key: string, perMinute: number): void;
  /** At most one call of `key` a second. */
  second(key: string): void;
}

export const makePace = (nowMs: () => number): Pace => {
  const calls = new Map<string, number[]>();
  const last = new Map<string, number>();
  return {
    minute: (key, perMinute) => {
      const now = nowMs();
      const recent = (calls.get(key) ?? []).filter((at) => now - at < 60_000);
      const oldest = recent[0];
      if (recent.length >= perMinute && oldest !== undefined)
        throw new TooFast(Math.max(1, Math.ceil((60_000 - (now - oldest)) / 1_000)));
      calls.set(key, [...recent, now]);
    },
    second: (key) => {
      const now = nowMs();
      const before = last.get(key);
      if (before !== undefined && now - before < 1_000) throw new TooFast(1);
      last.set(key, now);
    },
  };
};
