import { describe, expect, it } from "vitest";
import { toMessages } from "../../src/adapters/slack/render.ts";
import { bytesOf, LIMITS } from "../../src/adapters/teams/limits.ts";
import { renderReply } from "../../src/adapters/teams/render.ts";
import { digestReply } from "../../src/bot/replies/digest.ts";
import { splitReply } from "../../src/bot/replies/split.ts";
import type { Instant } from "../../src/core/dates.ts";
import { makeDigest } from "../../src/digest/digest.ts";
import { listing } from "../support/listings.ts";
import { searchedList } from "../support/records.ts";

const LONG = "FICTIONAL COMPANY FOR THE EXPORT AND IMPORT OF EXAMPLES, LIMITED LIABILITY, OF EXAMPLE STREET";
const many = (count: number, from: number) =>
  Array.from({ length: count }, (_, i) =>
    listing(String(from + i), `${LONG} ${i}`, {
      programs: [`PROGRAM-${i % 30}`],
      wallets: [{ code: "ETH", address: `0x${String(i).padStart(40, "0")}` }],
    }),
  );
/** More than any real day has brought: 600 added, 600 removed, 300 changed. */
const digest = makeDigest({
  since: "2026-11-13T09:00:00.000Z" as Instant,
  until: "2026-11-20T09:00:00.000Z" as Instant,
  topics: [],
  lists: [
    {
      title: "Example list",
      from: searchedList(),
      to: searchedList(),
      added: many(600, 0),
      removed: many(600, 1000),
      changed: many(300, 2000).map((before) => ({
        before,
        after: before,
        fields: [{ label: "remarks", before: [LONG.repeat(4)], after: [LONG.repeat(4)] }],
      })),
    },
  ],
  documents: [],
  watched: Array.from({ length: 200 }, (_, i) => ({
    watchId: String(i),
    sentence: `“${LONG} ${i}” now matches ${LONG}.`,
  })),
  chart: null,
});
const parts = splitReply(digestReply(digest, { title: "Sanctions digest", zone: "UTC", actions: [] }));

describe("each part of a huge digest", () => {
  it("is one message in Slack", () => {
    expect(parts.length).toBeGreaterThan(3);
    expect(parts.map((part) => toMessages(part).length)).toEqual(parts.map(() => 1));
  });
  it("is one activity in Teams, below its limit", () => {
    for (const part of parts) {
      const activities = renderReply(part);
      expect(activities).toHaveLength(1);
      expect(bytesOf(activities[0])).toBeLessThan(LIMITS.activityBytes);
    }
  });
});
