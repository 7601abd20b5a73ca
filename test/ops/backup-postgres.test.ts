import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CHAIN_START, digestOf, hashOf } from "../../src/adapters/stores/audit-chain.ts";
import { openPostgres } from "../../src/adapters/stores/postgres/open.ts";
import { verifyAudit } from "../../src/audit/verify.ts";
import { backup } from "../../src/commands/backup.ts";
import { restore } from "../../src/commands/restore.ts";
import { parseConfig } from "../../src/config.ts";
import type { Instant } from "../../src/core/dates.ts";
import { hasPostgres, type PostgresServer, startPostgres } from "../support/postgres.ts";
import { SEEDS } from "../support/seeds.ts";
import { silentLog } from "../support/silent-log.ts";

const RULES = { start: CHAIN_START, hashOf, digestOf };
const AT = "2026-11-20T09:00:00.000Z" as Instant;
const folder = mkdtempSync(join(tmpdir(), "redflag-dump-"));
const file = join(folder, "redflag.dump");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!hasPostgres)("a backup of Postgres, when it is installed", () => {
  let server: PostgresServer | null = null;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server?.stop());
  const refused = (command: typeof backup, url: string): Promise<string> =>
    command
      .run(
        [file],
        {},
        {
          config: parseConfig({ DATABASE_URL: url }),
          runtime: () => Promise.reject(new Error("nothing more is opened")),
          out: () => {},
          progress: () => {},
        },
      )
      .then(
        () => "",
        (thrown: unknown) => (thrown as Error).message,
      );
  const commandsIn = (sentence: string): string => (sentence.match(/^(?:createdb|pg_).*$/gm) ?? []).join(" && ");
  const done = (commands: string): void => {
    const { status, stderr } = spawnSync("sh", ["-c", commands]);
    if (status !== 0) throw new Error(stderr.toString());
  };

  it("says the exact commands, without the password", async () => {
    const url = "postgres://ann:top-secret@db.example.org:5433/redflag?sslmode=require";
    const [said, back] = [await refused(backup, url), await refused(restore, url)];
    expect(commandsIn(said)).toBe(
      `pg_dump --format=custom --file=${file} --dbname='postgres://ann@db.example.org:5433/redflag?sslmode=require'`,
    );
    expect(commandsIn(back)).toBe(
      "createdb --maintenance-db='postgres://ann@db.example.org:5433/postgres?sslmode=require' redflag_restored && " +
        `pg_restore --single-transaction --no-owner --dbname='postgres://ann@db.example.org:5433/redflag_restored?sslmode=require' ${file}`,
    );
    expect(said + back).not.toContain("top-secret");
    expect(existsSync(file)).toBe(false);
  });
  it("these commands bring everything back, the record unbroken", async () => {
    if (!server) throw new Error("Postgres did not start.");
    const url = await server.database();
    const first = await openPostgres(url, silentLog);
    const rows = ["lists", "documents", "audit", "outbox", "subscriptions", "settings", "watches", "cases"] as const;
    for (const name of rows) await SEEDS[name].put(first[name] as never);
    await first.close();
    done(commandsIn(await refused(backup, url)));
    const later = await openPostgres(url, silentLog);
    await later.audit.append({ at: AT, kind: "later", actor: "", place: "", detail: {} });
    await later.close();
    done(commandsIn(await refused(restore, url)));
    const restored = await openPostgres(`${url}_restored`, silentLog);
    for (const name of rows) await SEEDS[name].check(restored[name] as never);
    expect((await verifyAudit(restored.audit, RULES)).broken).toBeNull();
    await restored.close();
  });
});
