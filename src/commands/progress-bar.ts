/** The part of a stream that a bar needs. */
interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface ProgressBar {
  /** `share` of the work done, 0..1; `null` when nobody knows how much there is. */
  update(rows: number, share: number | null): void;
  /** Takes the bar away. */
  end(): void;
}

const BAR_CELLS = 24;
/** A bar that changes more often cannot be read. */
const EVERY_MS = 200;

/**
 * "████████░░░░░░░░  35%  352,000 rows  3,950 rows/s  2 min 45 s left", on a terminal only. `nowMs` is a clock that only
 * goes forward; `rowsBefore` were done by an earlier run.
 */
export const progressBar = (screen: Screen, nowMs: () => number, rowsBefore = 0): ProgressBar => {
  const began = nowMs();
  let shown = Number.NEGATIVE_INFINITY;
  let first: number | null = null;
  return {
    update: (rows, share) => {
      const now = nowMs();
      first ??= share;
      if (!screen.isTTY || now - shown < EVERY_MS) return;
      shown = now;
      const seconds = (now - began) / 1000;
      const speed = seconds > 0 ? (rows - rowsBefore) / seconds : 0;
      const gone = share === null || first === null ? 0 : share - first;
      const left = share !== null && gone > 0 ? ((1 - share) / gone) * seconds : null;
      const words = [
        ...(share === null ? [] : [`${cells(share)} ${String(Math.floor(share * 100)).padStart(3)}%`]),
        `${grouped(rows)} rows`,
        `${grouped(speed)} rows/s`,
        ...(left === null ? [] : [`${duration(left)} left`]),
      ];
      screen.write(`\r${words.join("  ").slice(0, (screen.columns ?? 80) - 1)}\x1b[K`);
    },
    end: () => {
      if (screen.isTTY && shown > Number.NEGATIVE_INFINITY) screen.write("\r\x1b[K");
    },
  };
};

const cells = (share: number): string => {
  const full = Math.round(Math.min(1, Math.max(0, share)) * BAR_CELLS);
  return "█".repeat(full) + "░".repeat(BAR_CELLS - full);
};

const grouped = (value: number): string => Math.round(value).toLocaleString("en-GB");

/** 7 -> "7 s", 165 -> "2 min 45 s", 7300 -> "2 h 1 min". */
export const duration = (seconds: number): string => {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
};
