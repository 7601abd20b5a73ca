import { BadInput } from "../core/errors.ts";
import type { Cadence, Schedule, Topic } from "../core/subscription.ts";
import { assertZone } from "./schedule.ts";
import { parseTopics } from "./topics.ts";

/** What a person asked to be told, and when. */
export interface DigestRequest {
  readonly topics: readonly Topic[];
  readonly schedule: Schedule;
  readonly quiet: boolean;
  readonly what: "digest" | "drill";
}

/** Working hours begin when people have arrived. */
const DEFAULT_HOUR = 9;
const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const CADENCES: Readonly<Record<string, Cadence>> = {
  daily: "daily",
  "every day": "daily",
  weekdays: "weekdays",
  weekly: "weekly",
  "every week": "weekly",
  monthly: "monthly",
  "every month": "monthly",
  "at once": "at-once",
  immediately: "at-once",
  urgent: "at-once",
};

/**
 * "DPRK crypto weekly on monday at 9 Europe/Berlin quiet" -> topics, schedule, quiet. What is not said: daily at 9 in
 * `zone`, weekly on Monday, monthly on the 1st. Throws `BadInput` for a zone, an hour or a topic that is none.
 */
export const parseDigestRequest = (text: string, zone: string, lists: readonly string[]): DigestRequest => {
  let rest = ` ${text.trim()} `;
  /** Takes the first hit of a pattern out of what is still to be read. */
  const take = (pattern: RegExp): RegExpExecArray | null => {
    const found = pattern.exec(rest);
    if (found) rest = `${rest.slice(0, found.index)} ${rest.slice(found.index + found[0].length)}`;
    return found;
  };
  const quiet = take(/\s(?:quiet|silent)(?=\s)/i) !== null;
  const drill = take(/\sdrills?(?=\s)/i) !== null;
  const at = take(/\sat\s+(\d{1,2})(?::(\d{2}))?\s*(am|pm)?(?=\s)/i);
  const weekday = take(new RegExp(`\\s(?:on\\s+|every\\s+)?(${WEEKDAYS.join("|")})s?(?=\\s)`, "i"));
  const monthDay = take(/\son\s+the\s+(\d{1,2})(?:st|nd|rd|th)?(?=\s)/i) ?? take(/\son\s+the\s+(last)\s+day(?=\s)/i);
  const said = take(new RegExp(`\\s(${Object.keys(CADENCES).join("|")})(?=\\s)`, "i"));
  const named = take(/\s((?:[A-Z][A-Za-z_]+\/[A-Za-z_+\-/0-9]+)|UTC|GMT)(?=\s)/);
  const cadence =
    CADENCES[said?.[1]?.toLowerCase() ?? ""] ?? (weekday || drill ? "weekly" : monthDay ? "monthly" : "daily");
  const schedule: Schedule = {
    cadence,
    hour: at ? hourFrom(at) : DEFAULT_HOUR,
    zone: named?.[1] ?? zone,
    weekday: weekday ? WEEKDAYS.indexOf(weekday[1]?.toLowerCase() ?? "") + 1 : 1,
    monthDay: monthDay ? dayFrom(monthDay[1] ?? "") : 1,
  };
  assertZone(schedule.zone);
  return { topics: drill ? [] : parseTopics(rest.trim(), lists), schedule, quiet, what: drill ? "drill" : "digest" };
};

/** "9", "09:00", "9 pm" -> 9, 9, 21. */
const hourFrom = ([, hour = "", minutes, half]: RegExpExecArray): number => {
  if (minutes !== undefined && minutes !== "00")
    throw new BadInput(
      `Digests are sent on the full hour, got ${hour}:${minutes}. Nothing was subscribed. Write, for example: at ${hour}`,
    );
  const given = Number(hour);
  const value = half === undefined ? given : (given % 12) + (half.toLowerCase() === "pm" ? 12 : 0);
  if (value > 23 || (half !== undefined && (given < 1 || given > 12)))
    throw new BadInput(`The hour must be 0 to 23, got "${hour}". Nothing was subscribed.`);
  return value;
};

const dayFrom = (text: string): number => {
  const value = text.toLowerCase() === "last" ? 31 : Number(text);
  if (value < 1 || value > 31)
    throw new BadInput(`The day of the month must be 1 to 31, got "${text}". Nothing was subscribed.`);
  return value;
};

/** "weekly on Monday at 09:00 (Europe/Berlin)". */
export const scheduleInWords = ({ cadence, hour, zone, weekday, monthDay }: Schedule): string => {
  if (cadence === "at-once") return "at once when something changes";
  const day = WEEKDAYS[weekday - 1] ?? "";
  const on =
    cadence === "weekly"
      ? ` on ${day.slice(0, 1).toUpperCase()}${day.slice(1)}`
      : cadence === "monthly"
        ? monthDay === 31
          ? " on the last day"
          : ` on day ${monthDay}`
        : "";
  return `${cadence === "weekdays" ? "on weekdays" : cadence}${on} at ${String(hour).padStart(2, "0")}:00 (${zone})`;
};
