import { afterAll, afterEach, beforeAll, describe } from "vitest";
import { openPostgresQueue } from "../../src/adapters/queue/postgres-queue.ts";
import type { WorkQueue } from "../../src/ports/work-queue.ts";
import { conforms } from "../conformance/store-checks.ts";
import { WORK_QUEUE_CHECKS } from "../conformance/work-queue.ts";
import { memoryQueue } from "../support/memory-queue.ts";
import { hasPostgres, type PostgresServer, startPostgres } from "../support/postgres.ts";
import { silentLog } from "../support/silent-log.ts";

conforms("the work queue in memory, which tests use", WORK_QUEUE_CHECKS, async () => {
  const queue = memoryQueue();
  return { one: queue.replica(), other: queue.replica() };
});

describe.skipIf(!hasPostgres)("Postgres, when it is installed", () => {
  const opened: WorkQueue[] = [];
  let server: PostgresServer | null = null;
  let template = "";
  beforeAll(async () => {
    server = await startPostgres();
    template = await server.database();
    const first = await openPostgresQueue(template, silentLog);
    await first.depth("chat");
    await first.stop();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((queue) => queue.stop()));
  });
  afterAll(() => server?.stop());
  conforms("the work queue of two replicas over Postgres", WORK_QUEUE_CHECKS, async () => {
    const url = (await server?.database(template)) ?? "";
    const [one, other] = [await openPostgresQueue(url, silentLog), await openPostgresQueue(url, silentLog)];
    opened.push(one, other);
    return { one, other };
  });
});
