import { BadInput } from "../../core/errors.ts";
import { FORMS, type Form, type FormOption, textField } from "../../core/form.ts";
import { placeOf } from "../../core/place.ts";
import type { Cadence, Schedule, Subscription } from "../../core/subscription.ts";
import type { DigestRequest } from "../../digest/request.ts";
import { assertZone } from "../../digest/schedule.ts";
import { parseTopics, topicsAsTyped } from "../../digest/topics.ts";
import { zoneFor } from "../zone.ts";
import type { Fields, FormKind } from "./field.ts";

const CADENCES: readonly (FormOption & { readonly value: Cadence })[] = [
  { value: "daily", label: "Every day" },
  { value: "weekdays", label: "Monday to Friday" },
  { value: "weekly", label: "Every week" },
  { value: "monthly", label: "Every month" },
  { value: "at-once", label: "At once when something changes" },
];
const WEEKDAYS: readonly FormOption[] = [
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
  "Sunday",
].map((label, i) => ({ label, value: String(i + 1) }));
const HOURS: readonly FormOption[] = Array.from({ length: 24 }, (_, hour) => ({
  label: `${String(hour).padStart(2, "0")}:00`,
  value: String(hour),
}));
const WHATS: readonly (FormOption & { readonly value: Subscription["what"] })[] = [
  { value: "digest", label: "A digest of what changed" },
  { value: "drill", label: "A drill: a short scenario question" },
];
const QUIET: readonly FormOption[] = [
  { value: "no", label: "One line that says so" },
  { value: "yes", label: "Nothing" },
];
/** What a new subscription begins with. */
const USUAL: Omit<Schedule, "zone"> = { cadence: "weekly", hour: 9, weekday: 1, monthDay: 1 };

/** The value is the id of the subscription that is changed, "" for a new one. */
export const subscriptionKind: FormKind = {
  open: async (incoming, value, { office }) => {
    const zone = await zoneFor(incoming, office);
    if (value === "") return formOf(value, { what: "digest", topics: [], quiet: false, schedule: { ...USUAL, zone } });
    const found = (await office.subscriptions.list(placeOf(incoming))).find((one) => one.subscriptionId === value);
    if (!found) throw new BadInput("That subscription was stopped. Nothing was changed.");
    return formOf(value, found);
  },
  checks: {
    topics: ({ topics = "" }, { office }) => parseTopics(topics, office.listIds),
    month_day: ({ month_day, cadence }) => cadence === "monthly" && monthDayOf(month_day),
    zone: ({ zone = "" }) => assertZone(zone.trim()),
  },
};

const formOf = (value: string, { what, topics, quiet, schedule }: DigestRequest): Form => ({
  id: FORMS.subscription,
  submits: "subscription-form",
  value,
  title: value === "" ? "Subscribe" : "Change a subscription",
  button: value === "" ? "Subscribe" : "Save",
  fields: [
    choice("what", "What is sent", WHATS, what),
    textField("topics", "Topics of a digest", {
      maxCharacters: 500,
      value: topicsAsTyped(topics),
      hint: 'Empty means everything. DPRK, crypto, a list such as un-sc, publisher:FBI, party:"Lazarus Group", any word',
    }),
    choice("cadence", "How often", CADENCES, schedule.cadence),
    choice("weekday", "Day of a weekly one", WEEKDAYS, String(schedule.weekday)),
    textField("month_day", "Day of a monthly one", {
      maxCharacters: 4,
      value: schedule.monthDay === 31 ? "last" : String(schedule.monthDay),
      hint: "1 to 31, or last",
    }),
    choice("hour", "Hour", HOURS, String(schedule.hour)),
    textField("zone", "Time zone", {
      required: true,
      maxCharacters: 60,
      value: schedule.zone,
      hint: "For example Europe/Berlin or America/New_York",
    }),
    choice("quiet", "When nothing changed", QUIET, quiet ? "yes" : "no"),
  ],
});

const choice = (name: string, label: string, options: readonly FormOption[], value: string) =>
  ({ kind: "choice", name, label, hint: null, required: true, options, value }) as const;

const monthDayOf = (text = ""): number => {
  const word = text.trim().toLowerCase();
  const day = word === "last" ? 31 : Number(word === "" ? Number.NaN : word);
  if (!Number.isInteger(day) || day < 1 || day > 31)
    throw new BadInput(`The day of the month must be 1 to 31 or last, got "${text}". Nothing was subscribed.`);
  return day;
};

/** What a submitted form asks for. Throws `BadInput` for what the form would have refused. */
export const requestOf = (fields: Fields, lists: readonly string[]): DigestRequest => {
  const what = WHATS.find(({ value }) => value === fields.what)?.value ?? "digest";
  const cadence = CADENCES.find(({ value }) => value === fields.cadence)?.value ?? USUAL.cadence;
  const zone = fields.zone?.trim() ?? "";
  assertZone(zone);
  return {
    what,
    topics: what === "drill" ? [] : parseTopics(fields.topics ?? "", lists),
    quiet: fields.quiet === "yes",
    schedule: {
      cadence,
      zone,
      hour: numberIn(HOURS, fields.hour, USUAL.hour),
      weekday: numberIn(WEEKDAYS, fields.weekday, USUAL.weekday),
      monthDay: cadence === "monthly" ? monthDayOf(fields.month_day) : USUAL.monthDay,
    },
  };
};

const numberIn = (options: readonly FormOption[], value: string | undefined, otherwise: number): number =>
  options.some((option) => option.value === value) ? Number(value) : otherwise;
