import { createHash } from "node:crypto";
import { expect } from "vitest";
import type { Instant, IsoDate } from "../../src/core/dates.ts";
import type { AuditEntry, AuditLog, ChainedEntry } from "../../src/ports/stores.ts";
import type { Check } from "./store-checks.ts";

const entry = (at: string, detail: unknown): AuditEntry => ({
  at: at as Instant,
  kind: "screened",
  actor: "U1",
  place: "cli",
  detail,
});
const day = (text: string): IsoDate => text as IsoDate;

const read = async (log: AuditLog, from: IsoDate | null, to: IsoDate | null): Promise<readonly ChainedEntry[]> => {
  const entries: ChainedEntry[] = [];
  for await (const e of log.read(from, to)) entries.push(e);
  return entries;
};

/** Written here a second time, by hand, so that a mistake in the product's own canonical JSON shows. */
const expectedHash = (e: ChainedEntry, canonicalDetail: string): string =>
  createHash("sha256")
    .update(
      `${e.previous}{"actor":"U1","at":"${e.at}","detail":${canonicalDetail},"kind":"screened","place":"cli","sequence":${e.sequence}}`,
    )
    .digest("hex");

export const AUDIT_LOG_CHECKS: readonly Check<AuditLog>[] = [
  {
    claim: "each entry carries the hash of the one before it, from 64 zeros on",
    run: async (log) => {
      const first = await log.append(entry("2024-01-01T00:00:00.000Z", { b: 1, a: [{ d: null, c: "x" }] }));
      const second = await log.append(entry("2024-01-02T00:00:00.000Z", "text"));
      expect(first.previous).toBe("0".repeat(64));
      expect(first.hash).toBe(expectedHash(first, '{"a":[{"c":"x","d":null}],"b":1}'));
      expect([second.sequence, second.previous]).toEqual([first.sequence + 1, first.hash]);
      expect(second.hash).toBe(expectedHash(second, '"text"'));
    },
    broken: (good) => ({ ...good, append: async (e) => ({ ...(await good.append(e)), previous: "0".repeat(64) }) }),
  },
  {
    claim: "entries are read back oldest first, exactly as appended",
    run: async (log) => {
      const appended = [];
      for (let i = 0; i < 1200; i++) appended.push(await log.append(entry("2024-01-01T00:00:00.000Z", { i })));
      expect(await read(log, null, null)).toEqual(appended);
    },
    broken: (good) => ({
      ...good,
      read: async function* (from, to) {
        let n = 0;
        for await (const e of good.read(from, to)) if (n++ < 500) yield e;
      },
    }),
  },
  {
    claim: "only what comes after a sequence number is read when one is given",
    run: async (log) => {
      for (let i = 0; i < 5; i++) await log.append(entry("2024-01-01T00:00:00.000Z", { i }));
      const all = await read(log, null, null);
      const third = all[2]?.sequence ?? 0;
      expect(await Array.fromAsync(log.read(null, null, third))).toEqual(all.slice(3));
      expect(await Array.fromAsync(log.read(null, null, all.at(-1)?.sequence))).toEqual([]);
    },
    broken: (good) => ({ ...good, read: (from, to) => good.read(from, to) }),
  },
  {
    claim: "days at both ends of a range are included",
    run: async (log) => {
      for (const at of [
        "2024-01-01T23:59:59.999Z",
        "2024-01-02T00:00:00.000Z",
        "2024-01-03T23:59:59.999Z",
        "2024-01-04T00:00:00.000Z",
      ])
        await log.append(entry(at, null));
      const found = await read(log, day("2024-01-02"), day("2024-01-03"));
      expect(found.map((e) => e.at)).toEqual(["2024-01-02T00:00:00.000Z", "2024-01-03T23:59:59.999Z"]);
      expect(await read(log, day("2024-01-04"), null)).toHaveLength(1);
      expect(await read(log, null, day("2024-01-01"))).toHaveLength(1);
    },
    broken: (good) => ({
      ...good,
      read: async function* (from, to) {
        for await (const e of good.read(from, to)) if (to === null || String(e.at) < to) yield e;
      },
    }),
  },
  {
    claim: "appends at the same moment make one chain without a fork",
    run: async (log) => {
      await Promise.all(Array.from({ length: 50 }, (_, i) => log.append(entry("2024-01-01T00:00:00.000Z", i))));
      const entries = await read(log, null, null);
      expect(new Set(entries.map((e) => e.previous)).size).toBe(50);
      for (const [i, e] of entries.entries()) if (i > 0) expect(e.previous).toBe(entries[i - 1]?.hash);
    },
    broken: (good) => ({
      ...good,
      read: async function* (from, to) {
        for await (const e of good.read(from, to)) yield { ...e, previous: "0".repeat(64) };
      },
    }),
  },
  {
    claim:
      "personal parts are read back as appended, each under a salt of its own, and only their digests are in the hash",
    run: async (log) => {
      const personal = { subject: { text: "Person Example" }, why: "Person Example" };
      const appended = await log.append({ ...entry("2024-01-01T00:00:00.000Z", { n: 1 }), personal });
      const [back] = await read(log, null, null);
      expect(back).toEqual(appended);
      const { subject, why } = back?.parts ?? {};
      expect([subject?.kept?.value, why?.kept?.value]).toEqual([personal.subject, personal.why]);
      expect(subject?.digest).toBe(sha256(`${subject?.kept?.salt}{"text":"Person Example"}`));
      expect(subject?.kept?.salt).toMatch(/^[0-9a-f]{32}$/);
      expect(subject?.kept?.salt).not.toBe(why?.kept?.salt);
      const digests = `"parts":{"subject":"${subject?.digest}","why":"${why?.digest}"}`;
      expect(back?.hash).toBe(
        sha256(
          `${back?.previous}{"actor":"U1","at":"2024-01-01T00:00:00.000Z","detail":{"n":1},"kind":"screened",${digests},"place":"cli","sequence":1}`,
        ),
      );
    },
    broken: (good) => ({ ...good, append: ({ personal: _lost, ...rest }) => good.append(rest) }),
  },
  {
    claim: "erasing takes salt and value of the entries named, leaves their hash and digest, and appends what says so",
    run: async (log) => {
      for (const name of ["A Example", "B Example", "C Example"])
        await log.append({ ...entry("2024-01-01T00:00:00.000Z", null), personal: { name } });
      const before = await read(log, null, null);
      const said = await log.erase([1, 3], entry("2024-01-02T00:00:00.000Z", "erased"));
      const after = await read(log, null, null);
      expect(after.map((e) => e.parts.name?.kept?.value ?? null)).toEqual([null, "B Example", null, null]);
      expect(after.slice(0, 3).map((e) => [e.hash, e.parts.name?.digest])).toEqual(
        before.map((e) => [e.hash, e.parts.name?.digest]),
      );
      expect(after.at(-1)).toEqual(said);
      expect(said.previous).toBe(before.at(-1)?.hash);
    },
    broken: (good) => ({ ...good, erase: (_sequences, e) => good.append(e) }),
  },
  {
    claim: "the head names the newest entry after every append and every erasure",
    run: async (log) => {
      expect((await log.heads()).every(({ newest }) => newest === null)).toBe(true);
      const first = await log.append(entry("2024-01-01T00:00:00.000Z", 1));
      expect(await newestOf(log)).toEqual(`1 ${first.hash}`);
      await log.append(entry("2024-01-01T00:00:00.000Z", 2));
      const third = await log.erase([1], entry("2024-01-01T00:00:00.000Z", 3));
      expect(await newestOf(log)).toEqual(`3 ${third.hash}`);
    },
    broken: (good) => {
      const first = good.heads();
      return { ...good, heads: () => first };
    },
  },
];

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** However many heads are kept, they agree. */
const newestOf = async (log: AuditLog): Promise<string> =>
  [...new Set((await log.heads()).map(({ newest }) => `${newest?.sequence} ${newest?.hash}`))].join(" and ");
