import { entryKey } from "../core/case.ts";
import type { IsoDate } from "../core/dates.ts";
import type { Listing } from "../core/listing.ts";
import type { Screening, Subject } from "../core/screening.ts";
import type { KnownHit } from "../core/watch.ts";

/** What changed on the lists since the watched subjects were screened last. */
export interface Changes {
  /** Entries that are new, by `entryKey`. */
  readonly added: ReadonlyMap<string, Listing>;
  /** Entries that were changed, with the fields in words. */
  readonly changed: ReadonlyMap<string, readonly string[]>;
  /** Entries that are gone. */
  readonly removed: ReadonlySet<string>;
  /** Lists that were loaded for the first time. */
  readonly loaded: ReadonlySet<string>;
  /** The day each list's version speaks for, by source id. */
  readonly dayOf: ReadonlyMap<string, IsoDate>;
}

/** Why a pair is new: the entry is, or it was changed, or its whole list is new here, or the matching rules are. */
export type Because = "changed" | "listed" | "loaded" | "matcher";

export type WatchAlert =
  | {
      readonly kind: "now-matches";
      readonly hit: KnownHit;
      readonly because: Because;
      readonly on: IsoDate | null;
      readonly fields: readonly string[];
    }
  | {
      readonly kind: "entry-changed";
      readonly hit: KnownHit;
      readonly on: IsoDate | null;
      readonly fields: readonly string[];
    }
  | { readonly kind: "left-list"; readonly hit: KnownHit; readonly on: IsoDate | null }
  | { readonly kind: "no-longer-matches"; readonly hit: KnownHit };

export interface Rescreened {
  readonly hits: readonly KnownHit[];
  readonly alerts: readonly WatchAlert[];
}

const BY_KEY = (a: KnownHit, b: KnownHit): number => (entryKey(a) < entryKey(b) ? -1 : 1);

/**
 * Compares what is known of a watched subject with a screening. The screening has to cover the entries for which `covers`
 * is true: all of them, or only those that changed; of the others nothing can be new, so they stay as they are known.
 */
export const rescreen = (
  known: readonly KnownHit[],
  screening: Screening,
  changes: Changes,
  covers: (key: string) => boolean,
): Rescreened => {
  const before = new Map(known.map((hit) => [entryKey(hit), hit]));
  const kept = known.filter((hit) => !covers(entryKey(hit)) && !changes.removed.has(entryKey(hit)));
  const found: KnownHit[] = screening.hits
    .filter((hit) => covers(entryKey(hit)))
    .map(({ list, listingId, name, verdict, score }) => ({ list, listingId, name, verdict, score }));
  const now = new Set(found.map(entryKey));
  const dayFor = (hit: KnownHit): IsoDate | null => changes.dayOf.get(hit.list) ?? null;
  const alerts: WatchAlert[] = [];
  for (const hit of found) {
    const key = entryKey(hit);
    const [was, fields, added] = [before.get(key), changes.changed.get(key), changes.added.get(key)];
    const risen = was?.verdict === "possible-match" && hit.verdict === "match" && !fields;
    if (!was || risen)
      alerts.push({
        kind: "now-matches",
        hit,
        because: added ? "listed" : fields ? "changed" : changes.loaded.has(hit.list) ? "loaded" : "matcher",
        on: added?.listedOn ?? dayFor(hit),
        fields: fields ?? [],
      });
    else if (fields) alerts.push({ kind: "entry-changed", hit, on: dayFor(hit), fields });
  }
  for (const hit of known) {
    const key = entryKey(hit);
    if (changes.removed.has(key)) alerts.push({ kind: "left-list", hit, on: dayFor(hit) });
    else if (covers(key) && !now.has(key)) alerts.push({ kind: "no-longer-matches", hit });
  }
  return {
    hits: [...kept, ...found].sort(BY_KEY),
    alerts: alerts.toSorted((a, b) => BY_KEY(a.hit, b.hit)),
  };
};

/** What a person is told of one alert. `title` is the list's. */
export const alertInWords = (
  subject: Subject,
  alert: WatchAlert,
  title: string,
  day: (on: IsoDate) => string,
): string => {
  const on = "on" in alert && alert.on ? ` on ${day(alert.on)}` : "";
  const entry = `${alert.hit.name} (${title} no. ${alert.hit.listingId})`;
  const word = alert.hit.verdict === "match" ? "matches" : "possibly matches";
  switch (alert.kind) {
    case "now-matches":
      if (alert.because === "listed") return `“${subject.text}” now ${word} ${entry}, added${on}.`;
      if (alert.because === "changed")
        return `“${subject.text}” now ${word} ${entry}, changed${on}: ${alert.fields.join(", ")}.`;
      if (alert.because === "loaded") return `“${subject.text}” now ${word} ${entry}; the list was loaded here${on}.`;
      return `“${subject.text}” now ${word} ${entry}. The entry is the same; the matching rules were changed.`;
    case "entry-changed":
      return `“${subject.text}” ${word} ${entry}, and the entry was changed${on}: ${alert.fields.join(", ")}.`;
    case "left-list":
      return `“${subject.text}” matched ${entry}, which left the list${on}.`;
    case "no-longer-matches":
      return `“${subject.text}” no longer matches ${entry} as it stands now.`;
  }
};
