import { BlockList } from "node:net";

/** Networks that a public document never has: loopback, private, link-local, shared, documentation, multicast, reserved. */
const NETWORKS: readonly (readonly [string, number, "ipv4" | "ipv6"])[] = [
  ["0.0.0.0", 8, "ipv4"],
  ["10.0.0.0", 8, "ipv4"],
  ["100.64.0.0", 10, "ipv4"],
  ["127.0.0.0", 8, "ipv4"],
  ["169.254.0.0", 16, "ipv4"],
  ["172.16.0.0", 12, "ipv4"],
  ["192.0.0.0", 24, "ipv4"],
  ["192.168.0.0", 16, "ipv4"],
  ["198.18.0.0", 15, "ipv4"],
  ["224.0.0.0", 3, "ipv4"],
  ["::", 127, "ipv6"],
  ["64:ff9b::", 96, "ipv6"],
  ["2002::", 16, "ipv6"],
  ["fc00::", 7, "ipv6"],
  ["fe80::", 10, "ipv6"],
  ["ff00::", 8, "ipv6"],
];

const PRIVATE = new BlockList();
for (const [network, bits, family] of NETWORKS) PRIVATE.addSubnet(network, bits, family);

/** True for an address inside a private network. `::ffff:10.0.0.1` counts as 10.0.0.1. */
export const isPrivateAddress = (address: string): boolean => {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return PRIVATE.check(mapped, "ipv4");
  // "::ffff:7f00:1" is 127.0.0.1 written in hexadecimal.
  if (/^::ffff:/i.test(address)) return true;
  return PRIVATE.check(address, address.includes(":") ? "ipv6" : "ipv4");
};
