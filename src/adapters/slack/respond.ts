import type { Log } from "../../ports/log.ts";
import type { Respond } from "./outlets.ts";

const TIMEOUT_MS = 15_000;

/** Posts to a response_url. Bolt's own `respond` has no time-out and throws where a fallback is wanted. */
export const makeRespond =
  (url: string, fetchFn: typeof fetch, log: Log): Respond =>
  async (message) => {
    try {
      const response = await fetchFn(url, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(message),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      if (!response.ok) log.warn(`Slack did not take a response_url message (HTTP ${response.status}).`);
      return response.ok;
    } catch {
      log.warn("Slack's response_url could not be reached.");
      return false;
    }
  };
