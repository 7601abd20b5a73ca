import { BlockList } from "node:net";

/**
 * Networks that a public document never has: loopback, private, link-local, shared, documentation, multicast, reserved (the
 * special-purpose registries of IANA, RFC 6890).
 */
const NETWORKS: readonly (readonly [string, number, "ipv4" | "ipv6"])[] = [
  ["0.0.0.0", 8, "ipv4"],
  ["10.0.0.0", 8, "ipv4"],
  ["100.64.0.0", 10, "ipv4"],
  ["127.0.0.0", 8, "ipv4"],
  ["169.254.0.0", 16, "ipv4"],
  ["172.16.0.0", 12, "ipv4"],
  ["192.0.0.0", 24, "ipv4"],
  ["192.0.2.0", 24, "ipv4"],
  ["192.88.99.0", 24, "ipv4"],
  ["192.168.0.0", 16, "ipv4"],
  ["198.18.0.0", 15, "ipv4"],
  ["198.51.100.0", 24, "ipv4"],
  ["203.0.113.0", 24, "ipv4"],
  ["224.0.0.0", 3, "ipv4"],
  // IPv4 written as IPv6, translated to it and tunnelled through it, besides :: and ::1.
  ["::", 96, "ipv6"],
  ["64:ff9b::", 96, "ipv6"],
  ["64:ff9b:1::", 48, "ipv6"],
  ["100::", 64, "ipv6"],
  ["2001::", 23, "ipv6"],
  ["2001:db8::", 32, "ipv6"],
  ["2002::", 16, "ipv6"],
  ["3fff::", 20, "ipv6"],
  ["5f00::", 16, "ipv6"],
  ["fc00::", 7, "ipv6"],
  ["fe80::", 9, "ipv6"],
  ["ff00::", 8, "ipv6"],
];

const PRIVATE = new BlockList();
for (const [network, bits, family] of NETWORKS) PRIVATE.addSubnet(network, bits, family);

/** True for an address inside a private network. `::ffff:10.0.0.1` counts as 10.0.0.1, `fe80::1%eth0` as fe80::1. */
export const isPrivateAddress = (given: string): boolean => {
  const [address = ""] = given.split("%");
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return PRIVATE.check(mapped, "ipv4");
  // "::ffff:7f00:1" is 127.0.0.1 written in hexadecimal.
  if (/^::ffff:/i.test(address)) return true;
  return PRIVATE.check(address, address.includes(":") ? "ipv6" : "ipv4");
};
