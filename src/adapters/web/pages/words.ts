import { dayInProse, dayOf, type Instant, type IsoDate } from "../../../core/dates.ts";
import { html, type Markup } from "../markup.ts";

/** 17815 -> "17,815" */
export const count = (n: number): string => n.toLocaleString("en-GB");

/** (1, "entry", "entries") -> "1 entry" */
export const counted = (n: number, one: string, many: string): string => `${count(n)} ${n === 1 ? one : many}`;

export const day = (on: IsoDate | null): Markup =>
  on === null
    ? html`<span class="soft">not given</span>`
    : html`<time class="whole" datetime="${on}">${dayInProse(on)}</time>`;

/** "8 July 2025, 09:14 UTC" */
export const moment = (at: Instant): Markup =>
  html`<time datetime="${at}"><span class="whole">${dayInProse(dayOf(at))},</span> <span class="whole">${at.slice(11, 16)} UTC</span></time>`;

/** 3 -> "3 hours", 100 -> "4 days". */
export const ageInWords = (hours: number): string =>
  hours < 1
    ? "under an hour"
    : hours < 48
      ? counted(hours, "hour", "hours")
      : counted(Math.floor(hours / 24), "day", "days");

/** Whole days from one instant to a later one. */
export const daysBetween = (from: Instant, to: Instant): number =>
  Math.max(0, Math.floor((Date.parse(to) - Date.parse(from)) / 86_400_000));
