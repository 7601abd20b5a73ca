import { describe, expect, it } from "vitest";
import { fetchCsv, fromSlack } from "../../../src/adapters/slack/files.ts";

describe("the bot's token goes to Slack alone", () => {
  it.each([
    ["https://files.slack.com/files-pri/T1-F1/download/a.csv", true],
    ["https://example.enterprise.slack.com/a.csv", true],
    ["https://files.slack-gov.com/a.csv", true],
    ["http://files.slack.com/a.csv", false],
    ["https://slack.com.evil.example/a.csv", false],
    ["https://evilslack.com/a.csv", false],
    ["https://files.slack.com@evil.example/a.csv", false],
    ["file:///etc/passwd", false],
    ["not an address", false],
  ])("%s: %s", (address, allowed) => {
    expect(fromSlack(address, null)).toBe(allowed);
  });

  it("the origin of a configured Web API counts as Slack, another port does not", () => {
    expect(fromSlack("http://127.0.0.1:5000/files/F1", "http://127.0.0.1:5000/api/")).toBe(true);
    expect(fromSlack("http://127.0.0.1:5001/files/F1", "http://127.0.0.1:5000/api/")).toBe(false);
  });

  it("a remote file elsewhere is not fetched at all", async () => {
    const asked: unknown[] = [];
    const spy: typeof fetch = (address) => {
      asked.push(address);
      return Promise.resolve(new Response("id,name\n"));
    };
    const file = { name: "a.csv", url_private_download: "https://evil.example/a.csv" };
    expect(await fetchCsv(file, "xoxb-secret", spy, null)).toEqual({ refused: "unreadable" });
    expect(asked).toEqual([]);
  });

  it.each([
    [
      "a sign-in page instead of the file",
      new Response("<html>", { headers: { "content-type": "text/html" } }),
      "unreadable",
    ],
    ["an error status", new Response("", { status: 403 }), "unreadable"],
    ["more bytes than it was said to have", new Response("x".repeat(1_000_001)), "too-large"],
  ])("%s is refused", async (_claim, response, refused) => {
    const file = { name: "a.csv", size: 10, url_private_download: "https://files.slack.com/a.csv" };
    expect(await fetchCsv(file, "xoxb", () => Promise.resolve(response), null)).toEqual({ refused });
  });
});
