import type { Client } from "pg";
import { messageOf } from "../../../core/errors.ts";
import type { Log } from "../../../ports/log.ts";
import type { DocumentStore, ListStore } from "../../../ports/stores.ts";
import type { Session } from "./session.ts";

type Topic = "documents" | "lists";

/** Remembers what a store answered until another replica says that it has changed. */
export interface Notices {
  /** `load` is called when nothing is remembered; what it gave is kept until the topic changes. */
  remembered<T>(topic: Topic, load: () => Promise<T>): () => Promise<T>;
  /** After a change made by this process: its own notice is still on the way. */
  forget(topic: Topic): void;
  close(): Promise<void>;
}

/** Without a connection nothing is remembered, so that a missed notice never leaves an old list in use. */
const AGAIN_AFTER_MS = 1_000;

/** Listens on the channel `redflag`. While it cannot listen, every question goes to the database. */
export const listen = (session: Session, log: Log): Notices => {
  const memories = new Map<Topic, Set<() => void>>();
  let listening: Client | null = null;
  let closed = false;
  let timer: NodeJS.Timeout | null = null;
  const forget = (topic: Topic): void => {
    for (const clear of memories.get(topic) ?? []) clear();
  };
  const lost = (thrown: unknown): void => {
    if (closed || timer !== null) return;
    listening = null;
    for (const topic of memories.keys()) forget(topic);
    log.warn("not hearing of changes from Postgres; asking each time", { reason: messageOf(thrown) });
    timer = setTimeout(() => {
      timer = null;
      void start();
    }, AGAIN_AFTER_MS);
    timer.unref();
  };
  const start = async (): Promise<void> => {
    try {
      const client = await session.connect();
      client.on("error", lost);
      client.on("end", () => lost(new Error("the connection ended")));
      client.on("notification", ({ payload }) => forget(payload as Topic));
      await client.query("LISTEN redflag");
      if (closed) return await client.end();
      listening = client;
    } catch (thrown) {
      lost(thrown);
    }
  };
  const ready = start();
  return {
    forget,
    remembered: (topic, load) => {
      let known: ReturnType<typeof load> | null = null;
      const clears = memories.get(topic) ?? new Set();
      clears.add(() => {
        known = null;
      });
      memories.set(topic, clears);
      return async () => {
        if (listening === null) return load();
        if (known) return known;
        const asked = load();
        known = asked;
        // What failed, or was asked before the change came, is not kept.
        asked.catch(() => {
          if (known === asked) known = null;
        });
        return asked;
      };
    },
    close: async () => {
      closed = true;
      if (timer) clearTimeout(timer);
      await ready;
      await listening?.end();
    },
  };
};

/** The list store, asking Postgres which versions are in force only after a change. */
export const listsWithNotices = (lists: ListStore, notices: Notices): ListStore => ({
  ...lists,
  listings: lists.listings,
  current: notices.remembered("lists", lists.current),
  install: async (version, listings) => {
    await lists.install(version, listings);
    notices.forget("lists");
  },
});

/** The document store, asking Postgres for the revision only after a change. */
export const documentsWithNotices = (documents: DocumentStore, notices: Notices): DocumentStore => ({
  ...documents,
  revision: notices.remembered("documents", documents.revision),
  put: async (given) => {
    await documents.put(given);
    notices.forget("documents");
  },
  remove: async (document) => {
    const was = await documents.remove(document);
    notices.forget("documents");
    return was;
  },
});
