import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RealBot, startRealBot } from "../support/real-bot.ts";

let bot: RealBot;
beforeAll(async () => {
  bot = await startRealBot();
});
afterAll(() => bot.close());

const ask = (question: string) => bot.runtime.services.answer(question, { turns: [], asOf: null, progress: () => {} });

describe("the starter corpus answers", () => {
  it.each([
    // Who he is and why he was listed, both in one answer.
    ["Who is Song Kum Hyok and why was he sanctioned?", [/8 July 2025/, /Andariel/, /In 2022 and 2023 .* took names/]],
    ["What does Gayk Asatryan have to do with North Korean IT workers?", [/10-year contract/, /Fortuna LLC/]],
    ["How much crypto was stolen by North Korea in 2025?", [/\$2\.02 billion/, /TRM Labs.*\$1\.6 billion/s]],
    ["How does North Korea benefit from cyber operations against tech companies?", [/IT workers?/, /money/]],
    ["What is the significance of the sanctions?", [/strict/, /US persons/]],
    ["What precautions can tech companies take?", [/^- /m]],
    [
      "Is Tornado Cash still sanctioned?",
      [/no longer listed/, /removed on 21 March 2025/, /designated on 8 August 2022/],
    ],
  ])("%s", async (question, says) => {
    const answer = await ask(question);
    expect([answer.status, answer.citations.length > 0]).toEqual(["answered", true]);
    for (const part of says) expect(answer.text).toMatch(part);
    for (const { documentId, line, quote, start, end } of answer.citations) {
      const held = line ?? (documentId === null ? null : await bot.runtime.store.documents.get(documentId));
      expect(held?.text.slice(start, end)).toBe(quote);
    }
  });
  it("a status is cited to the line of each list, with its bytes named", async () => {
    const { status, composedBy, citations } = await ask("Is KIM Jong Sik sanctioned?");
    expect([status, composedBy]).toEqual(["answered", "lists"]);
    expect(citations.map(({ line }) => line?.list)).toEqual(["ofac-sdn", "un-sc"]);
    for (const { line, quote, url, publishedOn } of citations) {
      expect(quote).toMatch(/^(?:23214; KIM, Jong Sik|6908643; KIM JONG SIK)/);
      expect(line?.sha256).toMatch(/^[0-9a-f]{64}$/);
      expect([url.startsWith("https://"), publishedOn !== null]).toEqual([true, true]);
    }
  });
  it.each([
    "What is the capital of Brazil?",
    "Is John Smith sanctioned?",
  ])("and says that it does not know: %s", async (question) => {
    const answer = await ask(question);
    expect([answer.status, answer.citations]).toEqual(["not-in-sources", []]);
    expect(answer.screenings.flatMap((screening) => screening.hits)).toEqual([]);
  });
});

describe("a document", () => {
  it("answers from the moment it is added until it is removed, in a bot that keeps running", async () => {
    const question = "What is the emergency number of the Fictional Wombat Registry?";
    const bytes = Buffer.from(
      "The Fictional Wombat Registry answers emergencies under the number 555 0199 at all hours.",
    );
    const { corpus } = bot.runtime.services;
    expect((await ask(question)).status).toBe("not-in-sources");
    await corpus.add([{ name: "wombat.txt", bytes }]);
    const [added] = (await ask(question)).citations;
    expect(added?.quote).toContain("555 0199");
    expect(await corpus.remove(added!.documentId!)).toBe(true);
    expect((await ask(question)).status).toBe("not-in-sources");
  });
});
