import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";
import { messageOf, Unavailable } from "../core/errors.ts";
import type { Download } from "../ports/download.ts";

const MAX_BYTES = 64 * 1024 * 1024;
const TIMEOUT_MS = 30_000;
const MAX_REDIRECTS = 5;

/** Addresses that a public document never has: loopback, private, link-local, shared, multicast. */
const PRIVATE = new BlockList();
for (const [net, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["224.0.0.0", 3],
] as const)
  PRIVATE.addSubnet(net, bits, "ipv4");
for (const [net, bits] of [
  ["::", 127],
  ["fc00::", 7],
  ["fe80::", 10],
  ["ff00::", 8],
] as const)
  PRIVATE.addSubnet(net, bits, "ipv6");

/** Fetches one public document. */
export const makeDownload = (): Download => async (address) => {
  let url = new URL(address);
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    await refusePrivate(url);
    const response = await fetch(url, {
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: { "User-Agent": "Redflag/0.1 (sanctions screening)" },
    }).catch((cause: unknown) => {
      throw new Unavailable(
        `${url.host} could not be reached (${messageOf(cause)}). Nothing was changed. Try again later.`,
        { cause },
      );
    });
    const location = response.headers.get("location");
    if (response.status >= 300 && response.status < 400 && location) {
      url = new URL(location, url);
      continue;
    }
    if (response.status !== 200)
      throw new Unavailable(`${url.host} answered ${response.status}. Nothing was changed. Try again later.`);
    return {
      url: url.href,
      bytes: await readCapped(response, url),
      contentType: response.headers.get("content-type") ?? "",
      lastModified: response.headers.get("last-modified"),
      etag: response.headers.get("etag"),
    };
  }
  throw new Unavailable(
    `${address} redirects more than ${MAX_REDIRECTS} times. Nothing was changed. Give the final address.`,
  );
};

const refusePrivate = async (url: URL): Promise<void> => {
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw new Unavailable(`Only http and https addresses are fetched, got ${url.protocol}. Nothing was changed.`);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const found = isIP(host)
    ? [{ address: host, family: isIP(host) }]
    : await lookup(host, { all: true }).catch(() => []);
  if (found.length === 0) throw new Unavailable(`${host} is not known. Nothing was changed. Check the address.`);
  if (found.some((f) => PRIVATE.check(f.address, f.family === 6 ? "ipv6" : "ipv4")))
    throw new Unavailable(`${host} is an address inside a private network and is not fetched. Nothing was changed.`);
};

const readCapped = async (response: Response, url: URL): Promise<Uint8Array> => {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.byteLength;
    if (size > MAX_BYTES)
      throw new Unavailable(`${url.host} sends more than ${MAX_BYTES / 1024 / 1024} MB. Nothing was changed.`);
    parts.push(part);
  }
  return Buffer.concat(parts);
};
