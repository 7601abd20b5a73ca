import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { makeDownload } from "../../src/adapters/download/download.ts";
import { isPrivateAddress } from "../../src/adapters/download/private-network.ts";
import { readCsv } from "../../src/adapters/teams/attachments.ts";
import { messageOf } from "../../src/core/errors.ts";
import { silentLog } from "../support/silent-log.ts";

/** Names as this test's resolver answers them, one answer after another; the last one stays. */
const names = vi.hoisted(() => new Map<string, string[][]>());
/** 127.0.0.2 stands for the inside of a network, 127.0.0.1 for the world outside of it. */
const stage = vi.hoisted(() => ({ inside: null as string | null }));

vi.mock("node:dns", async (original) => ({
  ...(await original<typeof import("node:dns")>()),
  lookup: (name: string, _options: unknown, callback: (error: Error | null, found: unknown) => void): void => {
    const answers = names.get(name);
    const found = (answers && answers.length > 1 ? answers.shift() : answers?.[0]) ?? [];
    callback(
      found.length === 0 ? new Error(`there is no ${name}`) : null,
      found.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );
  },
}));
vi.mock("../../src/adapters/download/private-network.ts", async (original) => {
  const real = await original<typeof import("../../src/adapters/download/private-network.ts")>();
  return {
    ...real,
    isPrivateAddress: (address: string): boolean =>
      stage.inside === null ? real.isPrivateAddress(address) : address === stage.inside,
  };
});

const download = makeDownload({ attempts: 1, totalMs: 5_000 });
const refusalOf = (address: string): Promise<string> => download(address).then(() => "fetched", messageOf);
const INSIDE = "inside a private network and is not fetched";

describe("an address", () => {
  it.each([
    "127.0.0.1",
    "127.255.255.254",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "192.0.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "192.88.99.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "::ffff:10.0.0.1",
    "64:ff9b::a00:1",
    "64:ff9b:1::a00:1",
    "2002:7f00:1::",
    "2001::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
    "100::1",
    "3fff::1",
    "5f00::1",
  ])("%s is inside", (address) => {
    expect(isPrivateAddress(address)).toBe(true);
  });
  it.each([
    "1.1.1.1",
    "9.255.255.255",
    "11.0.0.1",
    "100.128.0.1",
    "126.255.255.255",
    "128.0.0.1",
    "169.253.1.1",
    "172.15.0.1",
    "172.32.0.1",
    "192.167.1.1",
    "192.0.1.1",
    "223.255.255.255",
    "2606:4700::1111",
    "2a00:1450::1",
  ])("%s is outside", (address) => {
    expect(isPrivateAddress(address)).toBe(false);
  });
});

describe("a document or a list at an address inside the network", () => {
  it.each([
    ["loopback", "http://127.0.0.1/"],
    ["loopback in decimal", "http://2130706433/"],
    ["loopback in octal", "http://0177.0.0.1/"],
    ["loopback in hexadecimal", "http://0x7f000001/"],
    ["loopback cut short", "http://127.1/"],
    ["loopback in full width", "http://１２７.０.０.１/"],
    ["the metadata service", "http://169.254.169.254/latest/meta-data"],
    ["the metadata service in decimal", "http://2852039166/"],
    ["a private network", "https://192.168.0.1/admin"],
    ["IPv6 loopback", "http://[::1]/"],
    ["IPv6 loopback written out", "http://[0:0:0:0:0:0:0:1]/"],
    ["IPv4 inside IPv6", "http://[::ffff:169.254.169.254]/"],
    ["IPv4 inside IPv6, written out", "http://[0:0:0:0:0:ffff:7f00:1]/"],
    ["a unique local address", "http://[fd00::1]/"],
    ["a login before it", "http://example.org@127.0.0.1/"],
  ])("is refused: %s", async (_claim, address) => {
    expect(await refusalOf(address)).toContain(INSIDE);
  });
  it.each([
    "file:///etc/passwd",
    "ftp://example.org/x",
    "data:text/plain,x",
    "gopher://example.org/",
    "javascript:1",
  ])("is refused by its scheme: %s", async (address) => {
    expect(await refusalOf(address)).toContain("Only http and https");
  });
  it.each([
    ["of which one answer is inside", [["93.184.216.34", "10.0.0.5"]]],
    ["that is inside", [["127.0.0.1"]]],
    ["that is inside over IPv6", [["fd00::5"]]],
  ])("is refused: a name %s", async (_claim, answers) => {
    names.set(
      "corp.example",
      answers.map((answer) => [...answer]),
    );
    expect(await refusalOf("https://corp.example/list.csv")).toContain(INSIDE);
  });
  it("is refused: a file that a message in Teams points to", async () => {
    names.set("files.example", [["169.254.169.254"]]);
    const file = { name: "people.csv", downloadUrl: "https://files.example/people.csv" };
    expect(JSON.stringify(await readCsv(file, "", download, silentLog))).toContain("could not be fetched");
  });
});

describe("an address outside that leads inside", () => {
  let outside: Server;
  let inside: Server;
  let secrets = 0;
  const port = (server: Server): number => (server.address() as AddressInfo).port;
  const listen = (server: Server, host: string): Promise<void> =>
    new Promise((resolve) => server.listen(0, host, resolve));
  beforeAll(async () => {
    stage.inside = "127.0.0.2";
    inside = createServer((_request, response) => {
      secrets++;
      response.end("secret");
    });
    outside = createServer((request, response) => {
      response.setHeader("Connection", "close");
      const to = new URL(request.url ?? "", "http://x").searchParams.get("to");
      if (to) response.writeHead(302, { Location: to }).end();
      else response.end("public");
    });
    await Promise.all([listen(inside, "127.0.0.2"), listen(outside, "127.0.0.1")]);
  });
  beforeEach(() => {
    secrets = 0;
  });
  afterAll(() => {
    stage.inside = null;
    for (const server of [inside, outside]) {
      server.closeAllConnections();
      server.close();
    }
  });
  const leadingTo = (to: string): string => `http://127.0.0.1:${port(outside)}/?to=${encodeURIComponent(to)}`;

  it("is fetched as long as it stays outside, also over a redirect", async () => {
    expect(Buffer.from((await download(leadingTo("/"))).bytes).toString()).toBe("public");
  });
  it.each([
    ["by its number", () => `http://127.0.0.2:${port(inside)}/`],
    ["by a name", () => `http://inside.example:${port(inside)}/`],
    ["over a second redirect", () => leadingTo(`http://127.0.0.2:${port(inside)}/`)],
    ["by another scheme", () => "file:///etc/passwd"],
  ])("is refused where it redirects there %s, and nothing is asked inside", async (_claim, to) => {
    names.set("inside.example", [["127.0.0.2"]]);
    expect(await refusalOf(leadingTo(to()))).toMatch(/is not fetched|Only http and https/);
    expect(secrets).toBe(0);
  });
  it("is refused where its name changes between two requests (DNS rebinding)", async () => {
    names.set("rebinding.example", [["127.0.0.1"], ["127.0.0.2"]]);
    const address = `http://rebinding.example:${port(outside)}/`;
    expect(await refusalOf(address)).toBe("fetched");
    expect(await refusalOf(address.replace(String(port(outside)), String(port(inside))))).toContain(INSIDE);
    expect(secrets).toBe(0);
  });
  it("is reached where it was checked: the name is asked once for a connection", async () => {
    // The second answer would lead inside; the connection goes to the first one, which was checked.
    names.set("twice.example", [["127.0.0.1"], ["127.0.0.2"]]);
    expect(await refusalOf(`http://twice.example:${port(outside)}/`)).toBe("fetched");
    expect(names.get("twice.example")).toEqual([["127.0.0.2"]]);
  });
});
