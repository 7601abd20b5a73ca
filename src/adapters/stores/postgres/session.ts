import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { messageOf } from "../../../core/errors.ts";
import type { Log } from "../../../ports/log.ts";
import { storageTrouble } from "../storage-trouble.ts";

export type Row = Readonly<Record<string, unknown>>;

export interface Outcome {
  readonly rows: readonly Row[];
  /** Rows that the statement changed. */
  readonly changes: number;
}

/** One statement with `$1`, `$2` … and its values. */
export type Run = (sql: string, values?: readonly unknown[]) => Promise<Outcome>;

/** Statements on one Postgres database. Rejects with `RedflagError` "storage". */
export interface Session {
  readonly run: Run;
  /**
   * All of `work` or nothing of it. `work` is not repeated: it may have been committed when the connection broke. `first`, a
   * statement without values, goes along with the beginning, so that it costs no round trip; `work` is given its rows.
   */
  inTransaction<T>(work: (run: Run, rows: readonly Row[]) => Promise<T>, first?: string): Promise<T>;
  /** A connection outside the pool, for LISTEN. The caller ends it. */
  connect(): Promise<pg.Client>;
  close(): Promise<void>;
}

/** A server that is being restarted is back within this time, milliseconds; people wait that long for an answer. */
const PATIENCE_MS = 10_000;
const FIRST_PAUSE_MS = 50;
const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 60_000;
const CONNECTIONS = 10;

/** Opens a pool. Connects at the first statement; while the server is being restarted, statements wait for it. */
export const openSession = (url: string, log: Log): Session => {
  const options = { connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS, application_name: "redflag" };
  const pool = new pg.Pool({ ...options, max: CONNECTIONS, statement_timeout: STATEMENT_TIMEOUT_MS });
  // A connection that breaks while idle is replaced at its next use; without a listener Node would end the process.
  pool.on("error", (thrown) => log.warn("a connection to Postgres was lost", { reason: messageOf(thrown) }));

  const connected = async (): Promise<pg.PoolClient> => {
    const deadline = performance.now() + PATIENCE_MS;
    for (let wait = FIRST_PAUSE_MS; ; wait *= 2) {
      try {
        return await pool.connect();
      } catch (thrown) {
        if (!passes(thrown) || performance.now() + wait > deadline) throw thrown;
        await pause(wait);
      }
    }
  };
  const withClient = async <T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> => {
    try {
      const client = await connected();
      let broken = false;
      // Without a listener a connection that breaks during a statement would end the process.
      const onError = (): void => {
        broken = true;
      };
      client.on("error", onError);
      try {
        return await work(client);
      } catch (thrown) {
        broken ||= passes(thrown);
        throw thrown;
      } finally {
        client.off("error", onError);
        client.release(broken);
      }
    } catch (thrown) {
      throw storageTrouble("Postgres did not do what was asked", thrown, "Nothing was changed. Try again.");
    }
  };
  return {
    run: (sql, values) => repeated(() => withClient((client) => runOn(client)(sql, values)), READS.test(sql)),
    inTransaction: (work, first) =>
      withClient(async (client) => {
        try {
          // Two statements in one text give one result each.
          const begun: unknown = await client.query(first === undefined ? "BEGIN" : `BEGIN; ${first}`);
          const rows = Array.isArray(begun) ? ((begun.at(-1) as pg.QueryResult).rows as Row[]) : [];
          const result = await work(runOn(client), rows);
          await client.query("COMMIT");
          return result;
        } catch (thrown) {
          await client.query("ROLLBACK").catch(() => {});
          throw thrown;
        }
      }),
    connect: async () => {
      const client = new pg.Client(options);
      await client.connect();
      return client;
    },
    close: () => pool.end(),
  };
};

/** Reading once more changes nothing; what writes may have been done when its connection broke. */
const READS = /^\s*SELECT\b/i;

const repeated = async (ask: () => Promise<Outcome>, mayRepeat: boolean): Promise<Outcome> => {
  const deadline = performance.now() + PATIENCE_MS;
  for (let wait = FIRST_PAUSE_MS; ; wait *= 2) {
    try {
      return await ask();
    } catch (thrown) {
      const broken = thrown instanceof Error && passes(thrown.cause);
      if (!mayRepeat || !broken || performance.now() + wait > deadline) throw thrown;
      await pause(wait);
    }
  }
};

const runOn =
  (client: pg.PoolClient): Run =>
  async (sql, values = []) => {
    const { rows, rowCount } = await client.query(sql, [...values]);
    return { rows: rows as Row[], changes: rowCount ?? 0 };
  };

/** Server shutting down, starting up, or out of connections: https://www.postgresql.org/docs/15/errcodes-appendix.html */
const PASSING = new Set(["57P01", "57P02", "57P03", "53300", "08006", "08001", "08003", "08004"]);
const NETWORK = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT"]);

const passes = (thrown: unknown): boolean => {
  const code = (thrown as { code?: unknown } | null | undefined)?.code;
  if (typeof code === "string") return PASSING.has(code) || NETWORK.has(code);
  return /terminated|timeout/i.test(messageOf(thrown));
};
