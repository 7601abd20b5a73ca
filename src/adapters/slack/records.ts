import { messageOf } from "../../core/errors.ts";
import type { Log } from "../../ports/log.ts";
import type { ExpiringStore } from "../../ports/stores.ts";
import { type Journal, makeJournal, type OpenQuestion } from "./journal.ts";

/** The record of open questions of this process, and what becomes of the records of those that died. */
export interface Records {
  readonly journal: Journal;
  /** Reads what was left open, before the first question. */
  begin(): Promise<void>;
  /** Speaks to everybody whose question was left open. */
  tell(): Promise<void>;
  /** Ends the record in good order. */
  stop(): Promise<void>;
}

/** Speaks to the authors and gives back those who could not be told. */
export type Tell = (leftovers: readonly OpenQuestion[], journal: Journal) => Promise<readonly OpenQuestion[]>;

interface RecordDeps {
  readonly expiring: ExpiringStore;
  readonly tell: Tell;
  /** True for a question that was put on record and not acknowledged: Slack delivers it again. */
  readonly comesAgain: (question: OpenQuestion) => Promise<boolean>;
  readonly wait: (ms: number) => Promise<void>;
  readonly log: Log;
}

const RETELL_AFTER_MS = 60_000;

/** What an earlier process left and nobody else will answer; the rest is taken off the record. */
const waiting = async (journal: Journal, { comesAgain }: RecordDeps): Promise<readonly OpenQuestion[]> => {
  const left: OpenQuestion[] = [];
  for (const question of await journal.leftovers()) {
    if (await comesAgain(question)) await journal.forget(question.key);
    else left.push(question);
  }
  return left;
};

/** For the one process over a store: whoever starts next under the same name finds the record. */
export const recordsOfOne = (name: string, deps: RecordDeps): Records => {
  const { expiring, tell, wait, log } = deps;
  const kept = makeJournal(expiring, name, log);
  const begun = Promise.withResolvers<void>();
  // The server may listen already: a question written before the record was read would be written over what was left.
  const journal: Journal = { ...kept, open: (question) => begun.promise.then(() => kept.open(question)) };
  let leftovers: readonly OpenQuestion[] = [];
  return {
    journal,
    begin: async () => {
      // Before the first event is received: what comes again from then on is not mistaken for acknowledged.
      leftovers = await waiting(journal, deps);
      begun.resolve();
    },
    tell: async () => {
      const untold = await tell(leftovers, journal);
      // Slack fails just now: they are told when it is back, or after the next start.
      if (untold.length > 0) void wait(RETELL_AFTER_MS).then(() => tell(untold, journal));
    },
    stop: () => journal.settled(),
  };
};

/** More replicas than this at once are not expected; one more would keep a record that nobody finds. */
const SEATS = 64;
/** Who says nothing for so long is dead. */
const LEASE_MS = 30_000;
const RENEW_MS = 8_000;
/** The store is asked about each seat in use this often, by each replica. */
const LOOK_MS = 15_000;
const USED_MS = 24 * 60 * 60_000;

const seatKey = (seat: number): string => `slack:seat:${seat}`;
const usedKey = (seat: number): string => `slack:seat-used:${seat}`;
const recordName = (seat: number): string => `seat-${seat}`;

/**
 * For replicas over one store: each holds a numbered seat by a lease and keeps its record under that number. A seat whose lease
 * has run out is looked after by whichever replica sees it first, and by whoever sits down on it.
 */
export const recordsOfReplicas = (deps: RecordDeps): Records => {
  const { expiring, log } = deps;
  const seats = Array.from({ length: SEATS }, (_, seat) => seat);
  const sitDown = async (): Promise<number> => {
    for (const seat of seats)
      if (await expiring.claim(seatKey(seat), LEASE_MS)) {
        await expiring.set(usedKey(seat), true, USED_MS);
        return seat;
      }
    log.warn("more replicas than seats: questions to this one are not taken over when it dies", { seats: SEATS });
    return SEATS;
  };
  let mine: number | null = null;
  const seated = Promise.withResolvers<Records>();
  const quietly = (what: string, work: () => Promise<unknown>) => (): void =>
    void work().catch((thrown: unknown) => log.warn(what, { reason: messageOf(thrown) }));

  const renew = async (): Promise<void> => {
    if (mine === null) return;
    await expiring.set(seatKey(mine), true, LEASE_MS);
    await expiring.set(usedKey(mine), true, USED_MS);
  };
  const look = async (): Promise<void> => {
    for (const seat of seats) {
      if (seat === mine || (await expiring.get(usedKey(seat))) !== true) continue;
      if (!(await expiring.claim(seatKey(seat), LEASE_MS))) continue;
      const journal = makeJournal(expiring, recordName(seat), log);
      const untold = await deps.tell(await waiting(journal, deps), journal);
      await journal.settled();
      if (untold.length === 0) await expiring.delete(usedKey(seat));
      await expiring.delete(seatKey(seat));
    }
  };
  const timers: NodeJS.Timeout[] = [];
  return {
    journal: {
      open: async (question) => (await seated.promise).journal.open(question),
      close: (key) => void seated.promise.then(({ journal }) => journal.close(key)),
      leftovers: async () => (await seated.promise).journal.leftovers(),
      forget: async (key) => (await seated.promise).journal.forget(key),
      settled: async () => (await seated.promise).journal.settled(),
    },
    begin: async () => {
      mine = await sitDown();
      const own = recordsOfOne(recordName(mine), deps);
      await own.begin();
      seated.resolve(own);
      timers.push(
        setInterval(quietly("the seat of this replica was not renewed", renew), RENEW_MS),
        setInterval(quietly("the records of other replicas were not looked at", look), LOOK_MS),
      );
    },
    tell: async () => (await seated.promise).tell(),
    stop: async () => {
      for (const timer of timers) clearInterval(timer);
      if (mine === null) return;
      await (await seated.promise).stop();
      await expiring.delete(usedKey(mine));
      await expiring.delete(seatKey(mine));
    },
  };
};
