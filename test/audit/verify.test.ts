import { describe, expect, it } from "vitest";
import { CHAIN_START, chained, digestOf, hashOf } from "../../src/adapters/stores/audit-chain.ts";
import { verifyAudit } from "../../src/audit/verify.ts";
import type { AuditEntry, AuditHead, ChainedEntry } from "../../src/ports/stores.ts";
import { AT } from "../support/records.ts";

const RULES = { start: CHAIN_START, hashOf, digestOf };

const said = (i: number): AuditEntry => ({
  at: AT,
  kind: "screening",
  actor: "U1",
  place: "web",
  detail: { i },
  personal: { subject: `Person Example ${i}`, note: { i } },
});

const record = (length: number, entryOf = said): ChainedEntry[] => {
  const entries: ChainedEntry[] = [];
  for (let i = 1; i <= length; i++) entries.push(chained(entryOf(i), i, entries.at(-1)?.hash ?? CHAIN_START));
  return entries;
};

const headOf = (entries: readonly ChainedEntry[], keptIn = "the store"): AuditHead => ({
  keptIn,
  newest: entries.at(-1) ?? null,
  trouble: null,
});

const verified = (entries: readonly ChainedEntry[], heads: readonly AuditHead[] = [headOf(entries)]) =>
  verifyAudit(
    {
      heads: async () => heads,
      read: async function* () {
        yield* entries;
      },
    },
    RULES,
  );

const withPart = (entry: ChainedEntry, name: string, part: ChainedEntry["parts"][string] | null): ChainedEntry => {
  const { [name]: _gone, ...rest } = entry.parts;
  return { ...entry, parts: part === null ? rest : { ...rest, [name]: part } };
};
const erased = (entry: ChainedEntry): ChainedEntry =>
  withPart(entry, "subject", { digest: entry.parts.subject?.digest ?? "", kept: null });

const ok = record(5);
const at = (i: number): ChainedEntry => ok[i] as ChainedEntry;

describe("the check of the audit record", () => {
  it("finds nothing in an untouched record and names its head", async () => {
    const found = await verified(ok);
    expect(found).toMatchObject({ entries: 5, broken: null, warnings: [], erasures: [] });
    expect(found.newest).toEqual({ sequence: 5, hash: at(4).hash });
  });
  it("finds nothing in a record without entries", async () => {
    expect(await verified([], [{ keptIn: "the store", newest: null, trouble: null }])).toMatchObject({ broken: null });
  });
  it("accepts entries of before there were personal parts", async () => {
    const { personal: _none, ...plain } = said(1);
    expect(await verified(record(3, () => plain))).toMatchObject({ entries: 3, broken: null });
  });

  const forged = chained({ ...said(3), actor: "U2" }, 2, at(0).hash);
  it.each<[string, readonly ChainedEntry[], number, RegExp]>([
    ["a changed detail", ok.with(2, { ...at(2), detail: { i: 99 } }), 3, /content was changed/],
    ["a changed actor", ok.with(0, { ...at(0), actor: "U2" }), 1, /content was changed/],
    ["a deleted entry", ok.toSpliced(1, 1), 3, /entry 2 is missing/],
    ["a lost beginning", ok.slice(1), 2, /entry 1 is missing/],
    ["a lost end", ok.slice(0, 3), 4, /missing: the head in the store names 5/],
    ["a lost record", [], 1, /missing: the head in the store names 5/],
    ["two entries that changed places", ok.with(1, at(2)).with(2, at(1)), 3, /missing or out of order/],
    ["an entry made anew without its successors", ok.with(1, forged), 3, /does not follow/],
    ["an entry added at the end", [...ok, chained(said(6), 6, at(4).hash)], 6, /behind the record's back/],
    ["a changed personal part", ok.with(2, withPart(at(2), "subject", { ...at(1).parts.subject! })), 3, /content was/],
    [
      "a changed value under its old digest",
      ok.with(2, withPart(at(2), "subject", { digest: at(2).parts.subject!.digest, kept: { salt: "00", value: "x" } })),
      3,
      /personal part “subject” was changed/,
    ],
    [
      "a personal part that never was",
      ok.with(2, withPart(at(2), "extra", { digest: "", kept: { salt: "", value: 1 } })),
      3,
      /changed/,
    ],
    [
      "a personal part taken away with its digest",
      ok.with(2, withPart(at(2), "subject", null)),
      3,
      /content was changed/,
    ],
    ["a personal part taken away in silence", ok.with(2, erased(at(2))), 3, /no erasure in the record says so/],
  ])("finds %s and says where", async (_claim, entries, sequence, why) => {
    const { broken } = await verified(entries, [headOf(ok)]);
    expect(broken).toEqual({ sequence, why: expect.stringMatching(why) });
  });

  it("tells an erasure that the record itself tells from tampering, with who and when", async () => {
    const erasure = chained(
      { at: AT, kind: "erasure", actor: "U9", place: "terminal", detail: { why: "forget", entries: [[2, 3]] } },
      6,
      at(4).hash,
    );
    const entries = [...ok.with(1, erased(at(1))).with(2, erased(at(2))), erasure];
    const found = await verified(entries);
    expect(found).toMatchObject({ broken: null, erasures: [{ by: "U9", at: AT, why: "forget", entries: [[2, 3]] }] });
    const more = await verified(entries.with(3, erased(at(3))));
    expect(more.broken).toEqual({ sequence: 4, why: expect.stringMatching(/no erasure/) });
  });
  it("takes no erasure for the entries written after it", async () => {
    const early = chained(
      { at: AT, kind: "erasure", actor: "U9", place: "terminal", detail: { why: "forget", entries: [[1, 9]] } },
      1,
      CHAIN_START,
    );
    const entries = [early, erased(chained(said(2), 2, early.hash))];
    expect((await verified(entries)).broken?.sequence).toBe(2);
  });
  it("finds a record that was made anew from the start against a head kept elsewhere", async () => {
    const anew = record(5, (i) => ({ ...said(i), actor: "U2" }));
    const { broken } = await verified(anew, [headOf(anew), headOf(ok, "audit-anchor.json")]);
    expect(broken).toEqual({ sequence: 5, why: "it is not the entry that the head in audit-anchor.json names" });
  });
  it("bears a head that lags behind and entries that are appended meanwhile", async () => {
    expect((await verified(ok, [headOf(ok.slice(0, 3), "file"), headOf(ok)])).broken).toBeNull();
    let asked = 0;
    const growing = await verifyAudit(
      {
        heads: async () => [headOf(asked++ === 0 ? ok.slice(0, 2) : ok)],
        read: async function* () {
          yield* ok;
        },
      },
      RULES,
    );
    expect(growing.broken).toBeNull();
  });
  it("says where a record cannot be read any more", async () => {
    const torn = verifyAudit(
      {
        heads: async () => [headOf(ok)],
        read: async function* () {
          yield* ok.slice(0, 2);
          throw new SyntaxError("not JSON");
        },
      },
      RULES,
    );
    expect((await torn).broken).toEqual({ sequence: 3, why: "it cannot be read (not JSON)" });
  });
});
