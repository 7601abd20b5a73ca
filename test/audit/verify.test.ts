import { describe, expect, it } from "vitest";
import { CHAIN_START, chained } from "../../src/adapters/stores/audit-chain.ts";
import { verifyAudit } from "../../src/audit/verify.ts";
import type { ChainedEntry } from "../../src/ports/stores.ts";
import { AT } from "../support/records.ts";

const record = (length: number): ChainedEntry[] => {
  const entries: ChainedEntry[] = [];
  for (let i = 1; i <= length; i++)
    entries.push(
      chained(
        { at: AT, kind: "screening", actor: "U1", place: "web", detail: { i } },
        i,
        entries.at(-1)?.hash ?? CHAIN_START,
      ),
    );
  return entries;
};

const verified = (entries: readonly ChainedEntry[]) =>
  verifyAudit(
    (async function* () {
      yield* entries;
    })(),
    chained,
    CHAIN_START,
  );

describe("the check of the audit record", () => {
  it("finds nothing in an untouched record", async () => {
    expect(await verified(record(5))).toEqual({ entries: 5, broken: null });
  });
  it.each<[string, (entries: ChainedEntry[]) => ChainedEntry[], number, RegExp]>([
    ["a changed detail", (e) => e.with(2, { ...e[2]!, detail: { i: 99 } }), 3, /content was changed/],
    ["a changed actor", (e) => e.with(0, { ...e[0]!, actor: "U2" }), 1, /content was changed/],
    ["a deleted entry", (e) => e.toSpliced(1, 1), 3, /entry 2 is missing/],
    ["a lost beginning", (e) => e.slice(1), 2, /entry 1 is missing/],
    ["two entries that changed places", (e) => e.with(1, e[2]!).with(2, e[1]!), 3, /missing or out of order/],
    [
      "an entry made anew without its successors",
      (e) => e.with(1, chained({ ...e[1]!, actor: "U2" }, 2, e[0]!.hash)),
      3,
      /does not follow/,
    ],
  ])("finds %s and says where", async (_claim, tamper, sequence, why) => {
    const { broken } = await verified(tamper(record(5)));
    expect(broken).toEqual({ sequence, why: expect.stringMatching(why) });
  });
});
