import { spawnSync } from "node:child_process";
import { connect } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeRedactor } from "../../src/text/redact.ts";
import { type RealServer, startRealServer } from "../support/real-server.ts";

const ROOT = join(import.meta.dirname, "../..");

/** What would begin a line of its own in a log, or a header of its own in an answer. */
const BREAKS = [
  ["a line break", 'Kim\n{"level":50,"msg":"forged"}'],
  ["carriage return and line break", "Kim\r\nSet-Cookie: a=b"],
  ["Unicode line separators", "Kim\u2028forged\u2029forged"],
  ["a next-line character", "Kim\u0085forged"],
  ["colours of a terminal", "\u001b[31mKim\u001b[0m\u0007"],
  ["a null character", "Kim\u0000forged"],
] as const;

const logged = (text: string): readonly string[] => {
  const program = `import { makeLog } from "./src/adapters/log.ts";
    const text = ${JSON.stringify(text)};
    const log = makeLog("info", []);
    log.info(text, { reason: text, [text]: text, nested: { text: [text] } });
    log.error("failed", { reason: text });`;
  const { stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", program], { cwd: ROOT });
  return stderr
    .toString()
    .split("\n")
    .filter((line) => line !== "");
};

describe.each(BREAKS)("%s", (_claim, text) => {
  it("stays inside one line of the log, which stays JSON", () => {
    const lines = logged(text);
    expect(lines).toHaveLength(2);
    for (const line of lines) {
      expect(() => JSON.parse(line)).not.toThrow();
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      expect(line).not.toMatch(/[\u0000-\u001f\u007f\u0085\u2028\u2029]/);
    }
  });
});

describe("the log", () => {
  it("leaves a plain text as it is", () => {
    expect(makeRedactor([]).text("12 documents were read.")).toBe("12 documents were read.");
  });
});

describe("the server's answers", () => {
  let server: RealServer;
  beforeAll(async () => {
    server = await startRealServer();
  });
  afterAll(() => server.stop());
  /** A request as it stands on the wire, and everything that comes back. */
  const raw = (request: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const { port, hostname } = new URL(server.url);
      const socket = connect(Number(port), hostname, () => void socket.write(request));
      let answer = "";
      socket.setEncoding("utf8");
      socket.on("data", (part: string) => {
        answer += part;
      });
      socket.on("close", () => resolve(answer));
      socket.on("error", reject);
    });
  const get = (path: string, headers: readonly string[] = []): Promise<string> =>
    raw(
      [`GET ${path} HTTP/1.1`, `Host: ${new URL(server.url).host}`, "Connection: close", ...headers, "", ""].join(
        "\r\n",
      ),
    );
  const headOf = (answer: string): string => {
    expect(answer).toMatch(/^HTTP\/1\.1 \d{3} /);
    return answer.slice(0, answer.indexOf("\r\n\r\n"));
  };

  it.each([
    ["in a path", "/documents/x%0d%0aSet-Cookie:%20a=b"],
    ["in a query", "/lists?done=%0d%0aSet-Cookie:%20a=b"],
    ["in a screening's id", "/screening/%0d%0aSet-Cookie:%20a=b"],
    ["in a sign-in's answer", "/login/callback?code=%0d%0aSet-Cookie:a=b&state=%0a"],
  ])("carry no header that stood %s", async (_claim, path) => {
    expect(headOf(await get(path))).not.toMatch(/^set-cookie: a=b/im);
  });
  it.each([
    ["a word that is no reference", "not a reference"],
    ["a line break in it", "a%0d%0aSet-Cookie: a=b"],
    ["ten kilobytes", "x".repeat(10_000)],
    ["quotes and braces", '{"level":60}'],
  ])("do not give back a request id of %s", async (_claim, id) => {
    const head = headOf(await get("/healthz", [`X-Request-Id: ${id}`]));
    expect(head).not.toContain(id);
    expect(head).not.toMatch(/^set-cookie: a=b/im);
  });
  it("name the table's own word for what was done and nothing that every object has", async () => {
    for (const name of ["constructor", "__proto__", "toString"])
      expect(await get(`/watchlist?done=${name}`)).toMatch(/^HTTP\/1\.1 200 (?![\s\S]*(?:native code|\[object))/);
  });
  it.each([
    "/..%2f..%2fetc%2fpasswd",
    "/page/..%2f..%2fpackage.json",
    "/page/../../package.json",
    "/documents/..%2f..%2f..%2fetc%2fpasswd",
    "/documents/%2e%2e%2f%2e%2e%2fvar%2fredflag.db",
    "/app.js/../../package.json",
    "/%00/etc/passwd",
  ])("hold no file of this machine: %s", async (path) => {
    const answer = await get(path);
    expect(answer).toMatch(/^HTTP\/1\.1 (?:30\d|40\d)/);
    expect(answer).not.toMatch(/root:|"dependencies"|SQLite format/);
  });
});
