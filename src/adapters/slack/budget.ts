/** Allows a call at most so often; what is over the budget is left out, not postponed. For niceties only. */
export type Budget = () => boolean;

/** A bucket of `perMinute` calls that fills evenly. */
export const makeBudget = (perMinute: number, nowMs: () => number): Budget => {
  let left = perMinute;
  let atMs = nowMs();
  return () => {
    const now = nowMs();
    left = Math.min(perMinute, left + ((now - atMs) / 60_000) * perMinute);
    atMs = now;
    if (left < 1) return false;
    left -= 1;
    return true;
  };
};
