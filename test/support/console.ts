import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { makeWeb, type WebDeps } from "../../src/adapters/web/routes.ts";
import type { Case } from "../../src/core/case.ts";
import { BadInput } from "../../src/core/errors.ts";
import { atLeast, DEEDS } from "../../src/core/role.ts";
import { subjectFrom } from "../../src/core/subject.ts";
import type { Console, ConsoleUser } from "../../src/ports/console.ts";
import type { ChainedEntry, DocumentStore } from "../../src/ports/stores.ts";
import { listing } from "./listings.ts";
import { memoryExpiring } from "./memory-stores.ts";
import { AT, hit, screening } from "./records.ts";

/** What lists, documents and people may hold and no page may ever run. */
export const HOSTILE = `<script>alert(1)</script>"><img src=x onerror=alert(1)> & '`;

export const NO_DOCUMENTS: DocumentStore = {
  get: async () => null,
  all: async () => [],
  put: async () => {},
  remove: async () => false,
  revision: async () => "1",
};

const REPLY = { summary: "", citations: [], audience: "asker", aiGenerated: false, feedbackFor: null } as const;
const note = (text: string) => ({ ...REPLY, blocks: [{ kind: "note", text: [{ text }] } as const] });

export const caseOf = (number: number, name: string): Case => ({
  number,
  subject: subjectFrom({ text: name }),
  listing: listing("1", name),
  score: 0.9,
  place: { platform: "slack", workspaceId: "T1", channelId: "C1" },
  ownerId: name,
  state: "open",
  outcome: null,
  openedAt: AT,
  steps: [{ at: AT, userId: name, did: "opened", outcome: null, why: name }],
});

const auditEntry = (sequence: number, text: string): ChainedEntry => ({
  at: AT,
  kind: text,
  actor: text,
  place: text,
  detail: { text },
  parts: { said: { digest: "0", kept: { salt: "1", value: text } } },
  sequence,
  previous: "0".repeat(64),
  hash: "1".repeat(64),
});

export interface FakeConsole extends Console {
  /** What was done, in order: "decide kim 3 false-positive". */
  readonly done: string[];
}

/** A console without anything behind it; every text of it is `text`. Roles as the table of deeds has them. */
export const fakeConsole = (text = "Example"): FakeConsole => {
  const done: string[] = [];
  const did = (user: ConsoleUser | string, ...words: readonly unknown[]): void =>
    void done.push([typeof user === "string" ? user : user.userId, ...words].join(" "));
  return {
    done,
    whyNot: async ({ role }, deed) =>
      role !== null && atLeast(role, DEEDS[deed].role) ? null : `It takes a ${DEEDS[deed].role}. Nothing was done.`,
    lists: {
      status: async () => [
        {
          id: "ofac-sdn",
          title: text,
          publisher: text,
          home: "javascript:alert(1)",
          publishedOn: null,
          retrievedAt: AT,
          ageHours: 3,
          entries: 10,
          lastChange: null,
          nextRefresh: AT,
          trouble: text,
        },
      ],
      movements: async (_from, to) => [{ list: "ofac-sdn", on: to, added: 12, removed: 3 }],
    },
    screening: {
      screen: async (user, { text: name }) => {
        if (name.trim() === "") throw new BadInput("There is no name. Nothing was screened.");
        did(user, "screen", name);
        return "scr-1";
      },
      get: async (id) => {
        if (id !== "scr-1") throw new BadInput("That screening is no longer kept. Screen the name again.");
        const found = screening({ subject: subjectFrom({ text }), hits: [hit({ name: text })] });
        return { screening: found, finding: note(text), why: note(text), details: note(text) };
      },
      compare: async (user, first, second) => {
        did(user, "compare", first, second);
        return { score: 0.5, verdict: "no-match", reasons: [text], contradictions: [text] };
      },
    },
    subscriptions: {
      list: async () => [
        {
          subscriptionId: "sub-1",
          what: text,
          place: text,
          userId: text,
          createdAt: AT,
          paused: false,
          next: text,
          trouble: text,
        },
      ],
      preview: async () => note(text),
      setPaused: async (user, id, paused) => did(user, paused ? "pause" : "resume", id),
      remove: async (user, id) => did(user, "remove", id),
    },
    cases: {
      waiting: async () => Array.from({ length: 120 }, (_, i) => caseOf(i + 1, text)),
      get: async (number) => {
        if (number > 200) throw new BadInput(`There is no case ${number}. Nothing was changed.`);
        return caseOf(number, text);
      },
      openFor: async (user, id, list, entry) => {
        did(user, "open", id, list, entry);
        return 7;
      },
      move: async (user, number, move, why) => {
        if (move === "false-positive" && why === "")
          throw new BadInput("A decision needs a reason. Nothing was decided.");
        did(user, "move", number, move, why);
      },
    },
    watches: {
      list: async () => [
        {
          watchId: "w-1",
          subject: subjectFrom({ text }),
          place: text,
          userId: text,
          createdAt: AT,
          hits: [{ name: text, verdict: "match" }],
        },
      ],
      add: async (user, { text: name }) => did(user, "watch", name),
      remove: async (user, id) => did(user, "unwatch", id),
    },
    audit: {
      search: async (_query, page, perPage) => ({
        entries: Array.from({ length: perPage }, (_, i) => auditEntry(200 - (page - 1) * perPage - i, text)),
        found: 200,
        kinds: [text],
      }),
      export: async function* (user, _query, format) {
        did(user, "export", format);
        yield "first\n";
        yield "second\n";
      },
      note: async (userId, kind) => did(userId, kind),
    },
  };
};

export interface WebServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** The web pages on a free port of this machine; what is not given is a fake that does nothing. */
export const startWeb = async (deps: Partial<WebDeps> = {}): Promise<WebServer> => {
  const app = express();
  app.use(
    makeWeb({
      handle: async () => {},
      console: fakeConsole(),
      documents: NO_DOCUMENTS,
      expiring: memoryExpiring(),
      entry: { kind: "open" },
      oidc: null,
      hosts: ["127.0.0.1", "localhost"],
      publicUrl: null,
      now: () => AT,
      newId: () => "id-1",
      log: { info: () => {}, warn: () => {}, error: () => {} },
      ...deps,
    }),
  );
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};
