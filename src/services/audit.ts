import type { ChainRules } from "../audit/chain.ts";
import { ERASURE, type Erasure, type ErasureDetail, erasedBy, erasureIn } from "../audit/erasure.ts";
import { type Finding, findingWithout, type RecordedScreening, sameFinding, screeningIn } from "../audit/replay.ts";
import { spansOf } from "../audit/spans.ts";
import { type AuditCheck, verifyAudit } from "../audit/verify.ts";
import { BadInput, RedflagError } from "../core/errors.ts";
import type { Screener } from "../core/screening.ts";
import { subjectFrom } from "../core/subject.ts";
import { minutesAfter } from "../digest/schedule.ts";
import type { Now } from "../ports/clock.ts";
import type { AuditHead, AuditLog, ChainedEntry, ExpiringStore } from "../ports/stores.ts";
import { withWallet } from "./batch.ts";

export interface AuditDeps {
  readonly audit: AuditLog;
  /** Holds screenings for their buttons; an erased subject goes from there too. */
  readonly expiring: ExpiringStore;
  readonly chain: ChainRules;
  readonly matcher: string;
  /** Screener over exactly the lists of a recorded screening. */
  readonly screenerOf: (recorded: RecordedScreening) => Promise<Screener>;
  readonly now: Now;
}

export interface Replayed {
  readonly recorded: RecordedScreening;
  readonly replayed: Finding;
  readonly same: boolean;
  /** `null` for entries of before it was recorded. */
  readonly sameMatcher: boolean | null;
}

export interface Erased {
  /** Entries that lost their personal parts now. */
  readonly entries: number;
  /** Entries of before personal text was kept apart: it cannot be taken out of them. */
  readonly older: number;
}

export interface AuditService {
  verify(noted?: readonly AuditHead[]): Promise<AuditCheck>;
  /** Throws `RedflagError` "not-found" when there is no such screening, it was erased, or a list version is gone. */
  replay(screeningId: string): Promise<Replayed>;
  /** Erases the personal parts of every entry older than so many days. */
  eraseOlderThan(days: number, by: string): Promise<Erased>;
  /** Erases the personal parts of an entry by its number, or of every entry that holds these words. Throws `BadInput` for too few. */
  forget(what: number | string, by: string): Promise<Erased>;
}

const DAY_MINUTES = 24 * 60;
/** Shorter words stand in half of all entries. */
const LEAST_CHARACTERS = 3;
/** Kinds that held personal text in their detail before it was kept apart. */
const ONCE_PERSONAL: ReadonlySet<string> = new Set([
  "answer",
  "batch",
  "case",
  "feedback",
  "screening",
  "vet",
  "watch",
]);

export const makeAuditService = (deps: AuditDeps): AuditService => {
  /** Screenings are replayed in runs: the lists of the last one are kept. */
  let last: { readonly key: string; readonly screener: Promise<Screener> } | null = null;
  const screenerOf = (found: RecordedScreening): Promise<Screener> => {
    const key = JSON.stringify([found.options.asOf ?? null, found.lists]);
    if (last?.key !== key) last = { key, screener: deps.screenerOf(found) };
    last.screener.catch(() => {
      last = null;
    });
    return last.screener;
  };
  const erase = async (
    why: ErasureDetail["why"],
    by: string,
    isMeant: (entry: ChainedEntry) => boolean,
  ): Promise<Erased> => {
    const meant: number[] = [];
    const keptElsewhere = new Set<string>();
    let older = 0;
    for await (const entry of deps.audit.read(null, null)) {
      if (!isMeant(entry)) continue;
      if (Object.values(entry.parts).some(({ kept }) => kept !== null)) {
        meant.push(entry.sequence);
        for (const key of keysOf(entry)) keptElsewhere.add(key);
      } else if (Object.keys(entry.parts).length === 0 && ONCE_PERSONAL.has(entry.kind)) older++;
    }
    if (meant.length > 0) {
      const detail: ErasureDetail = { why, entries: spansOf(meant) };
      // First what is kept for buttons: the erasure then also clears the log that the store writes ahead.
      for (const key of keptElsewhere) await deps.expiring.delete(key);
      await deps.audit.erase(meant, { at: deps.now(), kind: ERASURE, actor: by, place: "terminal", detail });
    }
    return { entries: meant.length, older };
  };

  return {
    verify: (noted = []) => verifyAudit(deps.audit, deps.chain, noted),
    replay: async (screeningId) => {
      const { found, erasures } = await find(deps.audit, screeningId);
      if (!found)
        throw new RedflagError(
          "not-found",
          `There is no screening ${screeningId} in the audit record. Nothing was screened. Take the id from “audit export”.`,
        );
      if (!found.subject) throw new RedflagError("not-found", erasedText(found, erasures));
      const screener = await screenerOf(found);
      const named = screener.screen(found.subject, found.options);
      const wallet =
        found.address && screener.screen(subjectFrom({ text: found.address, kind: "address" }), found.options);
      const replayed = findingWithout(wallet ? withWallet(named, wallet) : named, found.silenced);
      return {
        recorded: found,
        replayed,
        same: sameFinding(found.finding, replayed),
        sameMatcher: found.matcher === null ? null : found.matcher === deps.matcher,
      };
    },
    eraseOlderThan: (days, by) => {
      if (!Number.isInteger(days) || days < 1)
        throw new BadInput(`The days must be a whole number from 1, got "${days}". Nothing was erased.`);
      const before = minutesAfter(deps.now(), -days * DAY_MINUTES);
      return erase("retention", by, (entry) => entry.at < before);
    },
    forget: (what, by) => {
      if (typeof what === "number") return erase("forget", by, (entry) => entry.sequence === what);
      const wanted = folded(what);
      if (wanted.length < LEAST_CHARACTERS)
        throw new BadInput(`Give at least ${LEAST_CHARACTERS} letters of the text. Nothing was erased.`);
      return erase("forget", by, (entry) => partTexts(entry).some((text) => folded(text).includes(wanted)));
    },
  };
};

const folded = (text: string): string => text.normalize("NFKC").replace(/\s+/g, " ").trim().toLowerCase();

/** Every text inside the personal parts; of entries of before there were any, of their detail. */
const partTexts = (entry: ChainedEntry): readonly string[] => {
  const parts = Object.values(entry.parts);
  return textsIn(
    parts.length === 0 && ONCE_PERSONAL.has(entry.kind) ? entry.detail : parts.map(({ kept }) => kept?.value),
  );
};

const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === "string") return [value];
  return value !== null && typeof value === "object" ? Object.values(value).flatMap(textsIn) : [];
};

/** What is kept for buttons and for the home page of who asked, under keys of the store of what may expire. */
const keysOf = ({ detail, actor, place }: ChainedEntry): readonly string[] => {
  const { screeningId, questionId } = (detail ?? {}) as { screeningId?: unknown; questionId?: unknown };
  const [platform = "", workspaceId = ""] = place.split("/");
  return [
    `screening:${screeningId}`,
    `answer:${questionId}`,
    ["recent", platform, workspaceId, actor].map(encodeURIComponent).join(":"),
  ];
};

const find = async (
  audit: AuditLog,
  screeningId: string,
): Promise<{ readonly found: RecordedScreening | null; readonly erasures: readonly Erasure[] }> => {
  let found: RecordedScreening | null = null;
  const erasures: Erasure[] = [];
  for await (const entry of audit.read(null, null)) {
    found ??= screeningIn(entry, screeningId);
    const erasure = erasureIn(entry);
    if (erasure) erasures.push(erasure);
    if (found?.subject) break;
  }
  return { found, erasures };
};

const erasedText = ({ sequence }: RecordedScreening, erasures: readonly Erasure[]): string => {
  const erasure = erasedBy(erasures, sequence);
  const how = erasure ? `was erased on ${erasure.at.slice(0, 10)} by ${erasure.by} (${erasure.why})` : "is gone";
  return `The subject of that screening ${how}: it cannot be repeated. Its verdict and lists stand in entry ${sequence}.`;
};
