import { describe, expect, it } from "vitest";
import { makeRedactor } from "../../src/text/redact.ts";

const { text, fields } = makeRedactor(["hunter2-hunter2", "short"]);

describe("a log line", () => {
  it.each([
    ["a configured secret", "token is hunter2-hunter2.", "token is [secret]."],
    ["a bot token", "xoxb-1234-abcdEFGH failed", "[token] failed"],
    ["a rotating token", "xoxe.xoxp-1-Mi0yLTEy failed", "[token] failed"],
    ["an app token", "xapp-1-A1-2-abc", "[token]"],
    ["a model key as servers repeat it", "Incorrect API key: sk-proj-abc****wxyz", "Incorrect API key: [token]"],
    ["a bearer", "Authorization: Bearer abcdefghij.klm", "Authorization: Bearer [token]"],
    ["a signed token", "eyJhbGciOiJI.eyJpc3MiOiJ.c2lnbmF0dXJl", "[token]"],
    ["a password in an address", "redis://app:pa55word@db:6379/0", "redis://[secret]@db:6379/0"],
    ["a key in a query", "GET /x?api_key=abc123&y=1", "GET /x?api_key=[secret]&y=1"],
    ["a reply address", "https://hooks.slack.com/commands/T1/2/abc", "[reply address]"],
    ["an e-mail address", "to kim.example+x@mail.example.org now", "to [e-mail] now"],
    ["an EVM address", "0x098B716B8Aaf21512996dC57EB0615e2383E2f96 screened", "0x098B… screened"],
    ["a Bitcoin address", "bc1qxy2kgdygjrsqtzq2n0yrf2493p83kkfjhx0wlh", "bc1qxy…"],
    ["a base58 address", "1BoatSLRHtKNngkdXEeobR76b53LETtpyT", "1Boa…"],
    [
      "what a sentence of ours quotes",
      'The country must be a code, got "Kim Example".',
      'The country must be a code, got "…".',
    ],
    ["what people quote", "There is no command “screen Kim Example”.", "There is no command “…”."],
  ])("loses %s", (_claim, given, expected) => {
    expect(text(given)).toBe(expected);
  });
  it.each([
    "list refreshed in 1234 ms",
    "sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "event 0mws8y2hd4pw04urvctfvtw5f of T0123ABC in C0456DEF",
    "schedule: digests failed, it is tried again",
    "HTTP 403 from https://www.treasury.gov/ofac/downloads/sdn.csv",
    "a short word stays short",
  ])("keeps what says what happened: %s", (given) => {
    expect(text(given)).toBe(given);
  });
  it("is cut where a page of text got into it", () => {
    expect(text("word ".repeat(1000)).length).toBeLessThan(700);
  });
  it("takes time in proportion to its length", () => {
    for (const worst of ["a@".repeat(50_000), `"${"x".repeat(100_000)}`, "0x".repeat(50_000), "1".repeat(100_000)])
      expect(text(worst).length).toBeLessThan(700);
  });
});

describe("fields of a log line", () => {
  it("lose what people wrote whole, and secrets at any depth", () => {
    expect(
      fields({
        text: "Kim Example",
        Subject: { text: "x" },
        reason: "xoxb-1234-abcd",
        list: [{ why: "kim@example.org" }],
        error: new Error("hunter2-hunter2"),
        count: 3,
        none: null,
      }),
    ).toEqual({
      text: "[left out]",
      Subject: "[left out]",
      reason: "[token]",
      list: [{ why: "[e-mail]" }],
      error: "[secret]",
      count: 3,
      none: null,
    });
  });
  it("bear what is nested without end", () => {
    const circle: Record<string, unknown> = {};
    circle.again = circle;
    expect(JSON.stringify(fields(circle))).toContain("[deep]");
  });
});
