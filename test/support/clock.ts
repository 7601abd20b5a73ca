import { type Instant, instant } from "../../src/core/dates.ts";

/** A clock that stands still until a test moves it, and ids that count. */
export interface FakeClock {
  readonly now: () => Instant;
  readonly newId: () => string;
  readonly set: (at: string) => void;
  readonly pass: (minutes: number) => void;
}

export const fakeClock = (start: string): FakeClock => {
  let ms = Date.parse(start);
  let ids = 0;
  return {
    now: () => instant(new Date(ms)),
    newId: () => `id-${String(++ids).padStart(4, "0")}`,
    set: (at) => {
      ms = Date.parse(at);
    },
    pass: (minutes) => {
      ms += minutes * 60_000;
    },
  };
};
