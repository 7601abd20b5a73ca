import { BadInput } from "../core/errors.ts";
import type { Now } from "../ports/clock.ts";
import type { AuditPage, AuditQuery, ConsoleAudit } from "../ports/console.ts";
import type { AuditLog, ChainedEntry } from "../ports/stores.ts";
import { csvLine } from "./csv.ts";

const COLUMNS = ["sequence", "at", "kind", "actor", "place", "detail", "parts", "previous", "hash"] as const;
const PLACE = "web/local/web";

/** Search and export of the record. It is read through once a search for something, page by page, and never held whole. */
export const makeConsoleAudit = (audit: AuditLog, now: Now): ConsoleAudit => {
  const note: ConsoleAudit["note"] = async (userId, kind, detail) =>
    void (await audit.append({ at: now(), kind, actor: userId, place: PLACE, detail }));

  /** Kinds of the entries up to a sequence number: the newest page is shown without reading the record again. */
  const known = { to: 0, kinds: new Set<string>() };
  const latest = async (page: number, perPage: number): Promise<AuditPage> => {
    const [head] = await audit.heads();
    // Entries are numbered from 1 without a gap.
    const found = head?.newest?.sequence ?? 0;
    const [above, upTo] = [Math.max(0, found - page * perPage), found - (page - 1) * perPage];
    const entries: ChainedEntry[] = [];
    for await (const entry of audit.read(null, null, upTo > 0 ? Math.min(known.to, above) : known.to)) {
      known.kinds.add(entry.kind);
      known.to = Math.max(known.to, entry.sequence);
      if (entry.sequence > above && entry.sequence <= upTo) entries.push(entry);
      if (entry.sequence >= upTo && known.to >= found) break;
    }
    return { entries: entries.reverse(), found, kinds: [...known.kinds].sort() };
  };

  return {
    note,
    search: async (query, page, perPage) => {
      assertPeriod(query);
      if (Object.values(query).every((wanted) => wanted === null)) return latest(page, perPage);
      // The newest are shown first and the record is read from its oldest: what may be on this page is kept on the way.
      const kept: ChainedEntry[] = [];
      const kinds = new Set<string>();
      let found = 0;
      for await (const entry of audit.read(query.from, query.to)) {
        kinds.add(entry.kind);
        if (!fits(entry, query)) continue;
        found++;
        kept.push(entry);
        if (kept.length > page * perPage) kept.shift();
      }
      const newest = kept.toReversed();
      return { entries: newest.slice((page - 1) * perPage, page * perPage), found, kinds: [...kinds].sort() };
    },
    export: async function* (user, query, format) {
      assertPeriod(query);
      await note(user.userId, "audit-export", { format, ...query });
      if (format === "csv") yield `${csvLine(COLUMNS)}\n`;
      for await (const entry of audit.read(query.from, query.to)) {
        if (!fits(entry, query)) continue;
        yield format === "csv"
          ? `${csvLine(COLUMNS.map((column) => cell(entry, column)))}\n`
          : `${JSON.stringify(entry)}\n`;
      }
    },
  };
};

const cell = (entry: ChainedEntry, column: (typeof COLUMNS)[number]): string => {
  const value = entry[column];
  return typeof value === "object" ? JSON.stringify(value) : String(value);
};

const assertPeriod = ({ from, to }: AuditQuery): void => {
  if (from !== null && to !== null && from > to)
    throw new BadInput(`The period begins on ${from} and ends before, on ${to}. Nothing was searched. Swap the days.`);
};

const fits = (entry: ChainedEntry, { kind, actor, text }: AuditQuery): boolean =>
  (kind === null || entry.kind === kind) &&
  (actor === null || entry.actor.toLowerCase().includes(actor.toLowerCase())) &&
  (text === null || haystack(entry).includes(text.toLowerCase()));

const haystack = ({ sequence: _sequence, previous: _previous, hash: _hash, ...entry }: ChainedEntry): string =>
  JSON.stringify(entry).toLowerCase();
