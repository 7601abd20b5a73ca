import { expect } from "vitest";
import type { DurableStores } from "../../src/adapters/stores/durable-stores.ts";
import type { ClaimingStore } from "../../src/adapters/stores/keyv-sqlite.ts";
import { documentId, listingId, sourceId } from "../../src/core/brand.ts";
import type { Instant } from "../../src/core/dates.ts";
import { subjectFrom } from "../../src/core/subject.ts";
import { DEFAULT_SETTINGS } from "../../src/ports/settings.ts";
import { fictional, versionOf } from "../conformance/list-store.ts";
import { fictionalPost } from "../conformance/outbox-store.ts";
import { fictionalSubscription } from "../conformance/subscription-store.ts";
import { documentOf } from "./library.ts";
import { listing } from "./listings.ts";

const AT = "2026-11-20T09:00:00.000Z" as Instant;
const PLACE = { platform: "slack", workspaceId: "T1", channelId: "C1" } as const;
const NAME = "Ann Example";
const LISTINGS = [fictional("1", "EXAMPLE ONE"), fictional("2", "EXAMPLE TWO")];
const DOCUMENT = documentOf({ id: "notice", title: "Notice", text: "Ann Example was designated on 8 July 2025." });
const SUBSCRIPTION = fictionalSubscription("weekly");
const HIT = {
  list: sourceId("ofac-sdn"),
  listingId: listingId("7"),
  name: "EXAMPLE, Ann",
  verdict: "match",
  score: 0.97,
} as const;
const WATCHED = {
  watchId: "w1",
  subject: subjectFrom({ text: NAME }),
  place: PLACE,
  userId: "U1",
  createdAt: AT,
  hits: [HIT],
};
const VECTOR = new Float32Array([0.6, 0.8]);

export type Seeded = Pick<
  DurableStores,
  "audit" | "cases" | "documents" | "lists" | "outbox" | "settings" | "subscriptions" | "vectors" | "watches"
> & { readonly expiring: Pick<ClaimingStore, "get" | "set"> };

/** One row of each store, and that it is still there. */
export const SEEDS: {
  readonly [Store in keyof Seeded]: {
    readonly put: (store: Seeded[Store]) => Promise<unknown>;
    readonly check: (store: Seeded[Store]) => Promise<void>;
  };
} = {
  lists: {
    put: (lists) => lists.install(versionOf("a".repeat(64), 2), LISTINGS),
    check: async (lists) => {
      const [version] = await lists.current();
      expect(version).toMatchObject({ sha256: "a".repeat(64), entries: 2 });
      const names: string[] = [];
      for await (const {
        names: [first],
      } of lists.listings(version?.list ?? sourceId(""), "a".repeat(64)))
        names.push(first?.text ?? "");
      expect(names).toEqual(["EXAMPLE ONE", "EXAMPLE TWO"]);
    },
  },
  documents: {
    put: (documents) => documents.put([DOCUMENT]),
    check: async (documents) => expect(await documents.get(documentId("notice"))).toEqual(DOCUMENT),
  },
  audit: {
    put: async (audit) => {
      const entry = { at: AT, kind: "screening", actor: "U1", place: "cli", detail: { screeningId: "s1" } };
      await audit.append({ ...entry, personal: { subject: { text: NAME } } });
      await audit.append({ ...entry, detail: { screeningId: "s2" } });
    },
    check: async (audit) => {
      const found: unknown[] = [];
      for await (const { detail, parts } of audit.read(null, null)) found.push([detail, parts.subject?.kept?.value]);
      expect(found).toEqual([
        [{ screeningId: "s1" }, { text: NAME }],
        [{ screeningId: "s2" }, undefined],
      ]);
    },
  },
  expiring: {
    put: async (expiring) => expiring.set("key", '{"kept":1}'),
    check: async (expiring) => expect(await expiring.get("key")).toBe('{"kept":1}'),
  },
  outbox: {
    put: (outbox) => outbox.queue(fictionalPost("p1")),
    check: async (outbox) => {
      expect(await outbox.waiting()).toBe(1);
      expect((await outbox.posts("p1"))[0]).toMatchObject(fictionalPost("p1"));
    },
  },
  subscriptions: {
    put: (subscriptions) => subscriptions.put(SUBSCRIPTION),
    check: async (subscriptions) => expect(await subscriptions.all()).toEqual([SUBSCRIPTION]),
  },
  settings: {
    put: (settings) => settings.set(PLACE, { ...DEFAULT_SETTINGS, zone: "Europe/Berlin" }),
    check: async (settings) => expect((await settings.get(PLACE)).zone).toBe("Europe/Berlin"),
  },
  watches: {
    put: (watches) => watches.put([WATCHED]),
    check: async (watches) => expect(await watches.all()).toEqual([WATCHED]),
  },
  cases: {
    put: (cases) =>
      cases.open({
        subject: subjectFrom({ text: NAME }),
        listing: listing("7", "EXAMPLE 7"),
        score: 0.8,
        place: PLACE,
        ownerId: null,
        state: "open",
        outcome: null,
        openedAt: AT,
        steps: [{ at: AT, userId: "U1", did: "opened", outcome: null, why: "" }],
      }),
    check: async (cases) => expect((await cases.inState(["open"])).map((found) => found.subject.text)).toEqual([NAME]),
  },
  vectors: {
    put: (vectors) => vectors.put("model", new Map([["a text", VECTOR]])),
    check: async (vectors) => expect((await vectors.get("model", ["a text"])).get("a text")).toEqual(VECTOR),
  },
};
