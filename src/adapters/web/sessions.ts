import { createHash, randomBytes } from "node:crypto";
import type { Now } from "../../ports/clock.ts";
import type { ConsoleUser } from "../../ports/console.ts";
import type { ExpiringStore } from "../../ports/stores.ts";

/** What is kept of a signed-in browser. The cookie's own value is never stored: who reads the store cannot sign in with it. */
interface Session {
  readonly user: ConsoleUser;
  readonly csrf: string;
  /** Milliseconds since 1970: after this instant nobody is signed in any more, however busy. */
  readonly endsAtMs: number;
  readonly seenAtMs: number;
}

export interface Sessions {
  /** Starts a session and gives the cookie's value. */
  start(user: ConsoleUser): Promise<string>;
  /** `null` when it never was, has ended or was idle for too long. */
  find(cookie: string): Promise<{ readonly user: ConsoleUser; readonly csrf: string; readonly key: string } | null>;
  end(key: string): Promise<void>;
}

const MINUTE_MS = 60_000;
/** A working day. */
export const SESSION_MS = 10 * 60 * MINUTE_MS;
export const IDLE_MS = 60 * MINUTE_MS;

export const randomText = (): string => randomBytes(32).toString("base64url");

export const makeSessions = (store: ExpiringStore, now: Now): Sessions => {
  const keyOf = (cookie: string): string => `console-session:${createHash("sha256").update(cookie).digest("hex")}`;
  const keep = (key: string, session: Session): Promise<void> => {
    const left = session.endsAtMs - session.seenAtMs;
    return store.set(key, session, Math.max(1, Math.min(IDLE_MS, left)));
  };
  return {
    start: async (user) => {
      const [cookie, at] = [randomText(), Date.parse(now())];
      await keep(keyOf(cookie), { user, csrf: randomText(), endsAtMs: at + SESSION_MS, seenAtMs: at });
      return cookie;
    },
    find: async (cookie) => {
      const [key, at] = [keyOf(cookie), Date.parse(now())];
      const session = (await store.get(key)) as Session | null | undefined;
      if (!session || at >= session.endsAtMs || at - session.seenAtMs >= IDLE_MS) return null;
      // Being seen is written down once a minute, not with every picture of a page.
      if (at - session.seenAtMs >= MINUTE_MS) await keep(key, { ...session, seenAtMs: at });
      return { user: session.user, csrf: session.csrf, key };
    },
    end: (key) => store.delete(key),
  };
};
