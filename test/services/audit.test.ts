import { existsSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { isoDate } from "../../src/core/dates.ts";
import type { Screening } from "../../src/core/screening.ts";
import { subjectFrom } from "../../src/core/subject.ts";
import type { ChainedEntry } from "../../src/ports/stores.ts";
import { type RealBot, startRealBot } from "../support/real-bot.ts";
import { incoming } from "../support/records.ts";
import { sharedData } from "../support/shared-data.ts";

let bot: RealBot;
beforeAll(async () => {
  bot = await startRealBot();
});
afterAll(() => bot.close());

const entries = async (): Promise<readonly ChainedEntry[]> => Array.fromAsync(bot.runtime.store.audit.read(null, null));
const say = async (text: string): Promise<void> =>
  bot.handle(incoming({ eventId: text, body: { kind: "message", text, addressed: true } }), {
    progress: async () => {},
    send: async () => {},
  });

/** Names as people would type them: listed ones whole, shortened, with a slip, and others that nobody listed. */
const subjectsFrom = (names: readonly string[], count: number) =>
  Array.from({ length: count }, (_, i) => {
    const name = names[(i * 37) % names.length] ?? "";
    const forms = [name, name.toLowerCase(), name.slice(0, -1), `${name.slice(1)}x`, `Unlisted Example ${i}`];
    return subjectFrom({
      text: forms[i % forms.length] ?? name,
      kind: i % 3 === 0 ? "person" : undefined,
      birth: i % 7 === 0 ? "1961" : undefined,
      country: i % 11 === 0 ? "KP" : undefined,
    });
  });

const listedNames = async (searched: Screening["searched"]): Promise<readonly string[]> => {
  const names: string[] = [];
  for (const { list, sha256 } of searched)
    for await (const { names: of } of bot.runtime.store.lists.listings(list, sha256)) names.push(of[0]?.text ?? "");
  return names;
};

const screenAndRecord = async (names: readonly string[], count: number): Promise<readonly Screening[]> => {
  const { services } = bot.runtime;
  const done: Screening[] = [];
  for (const [i, subject] of subjectsFrom(names, count).entries()) {
    const screening = await services.screen(subject, i % 5 === 0 ? { threshold: 0.6 } : {});
    await services.record("U1", "web/local/web", screening);
    done.push(screening);
  }
  return done;
};

const expectReplays = async (done: readonly Screening[]): Promise<void> => {
  const different: string[] = [];
  for (const { screeningId, subject, verdict } of done) {
    const { same, sameMatcher, replayed } = await bot.runtime.services.trail.replay(screeningId);
    if (!same || sameMatcher !== true || replayed.verdict !== verdict) different.push(subject.text);
  }
  expect(different).toEqual([]);
  // Neither all hits nor none: the comparison has something to compare.
  const hits = done.filter((screening) => screening.hits.length > 0).length;
  expect(hits).toBeGreaterThan(done.length / 4);
  expect(hits).toBeLessThan(done.length);
};

const STARTER_NAMES = ["SONG, Kum Hyok", "KIM, Yong Chol", "LAZARUS GROUP", "ANDARIEL", "YUN HO-JIN", "BLUENOROFF"];

describe("replaying recorded screenings", () => {
  let old: readonly Screening[] = [];
  it("gives 100 screenings on the starter lists back as recorded", async () => {
    old = await screenAndRecord(STARTER_NAMES, 100);
    await expectReplays(old);
  });

  it("gives rows of a table back, also from an entry of many", async () => {
    const { screenTable, recordBatch, trail } = bot.runtime.services;
    const rows = ["SONG Kum Hyok,", "Unlisted Example,", "Somebody Example,0x098B716B8Aaf21512996dC57EB0615e2383E2f96"];
    const { screenings } = await screenTable(`name,address\n${rows.join("\n")}\n`, "t.csv");
    await recordBatch("terminal", "t.csv", screenings);
    expect((await entries()).at(-1)?.kind).toBe("batch");
    for (const { screeningId, verdict } of screenings)
      expect(await trail.replay(screeningId)).toMatchObject({ same: true, replayed: { verdict } });
    expect(screenings.map(({ verdict }) => verdict)).toEqual(["match", "no-match", "match"]);
  });

  it("leaves out what a reviewer had decided then, and not what was decided since", async () => {
    const { services } = bot.runtime;
    const subject = subjectFrom({ text: "SONG, Kum Hyok" });
    const before = await services.screen(subject, {});
    await services.record("U1", "web/local/web", before);
    const place = { platform: "web", workspaceId: "local", channelId: "web" } as const;
    for (const hit of before.hits) {
      const { number } = await services.cases.openFor(before, hit, place, "U1");
      await services.cases.decide(number, "false-positive", "another person", "U1");
    }
    const after = await services.screen(subject, {});
    await services.record("U1", "web/local/web", after);
    expect([before.verdict, after.verdict]).toEqual(["match", "no-match"]);
    for (const { screeningId, verdict } of [before, after])
      expect(await services.trail.replay(screeningId)).toMatchObject({ same: true, replayed: { verdict } });
  });

  const un = sharedData("un", "consolidated-2026-02.xml");
  it.skipIf(un === null)(
    "gives 100 screenings on a published list back after another version came into force",
    async () => {
      const { lists, screener } = bot.runtime.services;
      const imported = async (bytes: Buffer, published: string): Promise<void> => {
        await lists.importFiles("un-sc", [{ name: "consolidated.xml", bytes }], isoDate(published));
        const current = (await lists.status()).find(({ source }) => source === "un-sc")?.sha256;
        await vi.waitFor(async () =>
          expect((await screener()).searched().find(({ list }) => list === "un-sc")?.sha256).toBe(current),
        );
      };
      const older = readFileSync(sharedData("un", "consolidated-2025-11.xml") ?? "");
      await imported(older, "2025-11-30");
      const { searched } = await bot.runtime.services.screener();
      const real = await screenAndRecord(await listedNames(searched().filter(({ list }) => list === "un-sc")), 100);
      const newer = readFileSync(un ?? "");
      await imported(newer, "2026-02-28");
      const newest = await screenAndRecord(STARTER_NAMES, 10);
      expect(newest[0]?.searched).not.toEqual(real[0]?.searched);
      await expectReplays(real);
      await expectReplays(old);
      await expectReplays(newest);
    },
  );

  it("says that there is no such screening", async () => {
    await expect(bot.runtime.services.trail.replay("none")).rejects.toThrow(/There is no screening none/);
  });
});

describe("the record of documents", () => {
  it("names what came and went by its hash", async () => {
    const { corpus } = bot.runtime.services;
    const bytes = new TextEncoder().encode("# A fictional notice\n\nPerson Example was named on 8 July 2025.\n");
    const { added } = await corpus.add([{ name: "fictional.md", bytes }]);
    const [document] = added;
    if (document) await corpus.remove(document.documentId);
    const said = (await entries()).filter(({ kind }) => kind === "documents").map(({ detail }) => detail);
    expect(said).toEqual([
      { did: "added", added: [{ documentId: document?.documentId, sha256: document?.sha256 }], changed: [] },
      { did: "removed", removed: [document?.documentId] },
    ]);
  });
});

describe("erasing personal text", () => {
  it("forgets a person everywhere in the record, and the record still holds and says so", async () => {
    const { trail } = bot.runtime.services;
    await say("screen Zenobia Forgettable");
    await say("screen Zenobia  FORGETTABLE --country KP");
    const about = async (): Promise<number> =>
      (await entries()).filter((entry) => /zenobia/i.test(JSON.stringify(entry))).length;
    expect(await about()).toBeGreaterThanOrEqual(2);
    const { entries: erased } = await trail.forget("zenobia forgettable", "U9");
    expect(erased).toBeGreaterThanOrEqual(2);
    expect(await about()).toBe(0);
    const check = await trail.verify();
    expect(check.broken).toBeNull();
    expect(check.erasures.at(-1)).toMatchObject({ by: "U9", why: "forget" });
    const files = ["redflag.db", "redflag.db-wal"].map((name) => `${bot.dataDir}/${name}`).filter(existsSync);
    for (const file of files) expect(/zenobia/i.test(readFileSync(file, "latin1"))).toBe(false);
  });
  it("says of an erased screening who erased it, instead of repeating it", async () => {
    const screening = (await screenAndRecord(["YUN HO-JIN"], 1))[0];
    const newest = (await entries()).at(-1)?.sequence ?? 0;
    await bot.runtime.services.trail.forget(newest, "U9");
    await expect(bot.runtime.services.trail.replay(screening?.screeningId ?? "")).rejects.toThrow(
      /was erased on .* by U9/,
    );
  });
  it("keeps what is younger than the days given, and refuses words that stand everywhere", async () => {
    const { trail } = bot.runtime.services;
    expect(await trail.eraseOlderThan(1, "retention")).toEqual({ entries: 0, older: 0 });
    expect(() => trail.forget("a", "U9")).toThrow(/at least 3/);
    expect(() => trail.eraseOlderThan(0, "U9")).toThrow(/whole number from 1/);
  });
});
