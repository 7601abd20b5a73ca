import { messageOf, RedflagError } from "../core/errors.ts";
import type { Incoming, IncomingBody } from "../core/incoming.ts";
import { placeOf } from "../core/place.ts";
import type { Deed } from "../core/role.ts";
import type { Log } from "../ports/log.ts";
import type { ExpiringStore } from "../ports/stores.ts";
import type { Meant } from "./deeds.ts";
import type { Desk } from "./desk.ts";
import { TooMany } from "./limits.ts";
import { forbidden, type Policy } from "./policy.ts";

export interface GuardDeps {
  readonly policy: Policy;
  /** Counts a request; throws when there were too many. */
  readonly limit: (incoming: Incoming) => Promise<void>;
  readonly log: Log;
}

/** Stands before everything that the bot does, once for every platform. */
export interface Guard {
  /** Throws `RedflagError` "limited" or "forbidden" with one sentence for the person. */
  admit(incoming: Incoming, meant: Meant): Promise<void>;
  /** Writes down that something was refused or failed, before that is said. Never rejects. */
  unanswered(incoming: Incoming, thrown: unknown): Promise<void>;
}

export const makeGuard = ({ policy, limit, log }: GuardDeps, desk: Desk): Guard => ({
  admit: async (incoming, { deed, caseNumber }) => {
    if (deed === null) return;
    await limit(incoming);
    const place = placeOf(incoming);
    const onCase = caseNumber === null ? null : await desk.deps.office.cases.get(caseNumber);
    const why = await policy.whyNot(incoming, deed, onCase ? { place, onCase } : { place });
    if (why !== null) throw forbidden(why);
    if (CHANGES.has(deed)) await once(incoming, desk.deps.expiring);
  },
  unanswered: async (incoming, thrown) => {
    if (thrown instanceof TooMany && !thrown.first) return;
    const code = thrown instanceof RedflagError ? thrown.code : "unknown";
    const kind = code === "forbidden" || code === "limited" ? "refused" : "not-answered";
    // Our own sentences may repeat what was asked, so they are personal too.
    const why = thrown instanceof RedflagError ? thrown.message : null;
    await desk
      .record(incoming, kind, { code }, { ...asked(incoming.body), why })
      .catch((failed: unknown) => log.error("a refusal could not be recorded", { reason: messageOf(failed) }));
  },
});

/** Deeds that leave something changed: done twice they would open two subscriptions or decide a case twice. */
const CHANGES: ReadonlySet<Deed> = new Set<Deed>(["watch", "open", "subscribe", "decide", "set", "export", "erase"]);

/** A queue gives an event out again within minutes. */
const BEGUN_MS = 24 * 60 * 60_000;

/** What changes something is begun once, however often the event is given out; the second attempt cannot see what came of it. */
const once = async ({ attempt, eventId }: Incoming, expiring: ExpiringStore): Promise<void> => {
  if (attempt === undefined || (await expiring.claim(`begun:${eventId}`, BEGUN_MS))) return;
  throw new RedflagError(
    "unavailable",
    "I was interrupted while I did this and cannot see whether it was done. It was not done a second time. Look whether it is there (digest list, watch list, cases), and ask again if it is not.",
  );
};

/** What was asked, for the record; a file's text is not kept. */
const asked = (body: IncomingBody): Readonly<Record<string, unknown>> => {
  switch (body.kind) {
    case "message":
      return { asked: body.text };
    case "command":
      return { asked: `/${body.name} ${body.text}` };
    case "action": {
      const { csv, ...fields } = body.fields;
      return {
        asked: { id: body.id, value: body.value, fields: csv === undefined ? fields : { ...fields, csv: csv.length } },
      };
    }
  }
};
