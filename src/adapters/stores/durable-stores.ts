import type { CaseStore } from "../../ports/cases.ts";
import type { VectorStore } from "../../ports/embedder.ts";
import type { ListDifferences } from "../../ports/list-changes.ts";
import type { Outbox } from "../../ports/outbox.ts";
import type { SettingsStore } from "../../ports/settings.ts";
import type { AuditLog, DocumentStore, ListStore, RemovalStore } from "../../ports/stores.ts";
import type { SubscriptionStore } from "../../ports/subscriptions.ts";
import type { WatchStore } from "../../ports/watches.ts";

/** Everything durable, whichever database keeps it. */
export interface DurableStores {
  readonly lists: ListStore;
  readonly removals: RemovalStore;
  readonly documents: DocumentStore;
  readonly audit: AuditLog;
  readonly subscriptions: SubscriptionStore;
  readonly settings: SettingsStore;
  readonly outbox: Outbox;
  readonly watches: WatchStore;
  readonly cases: CaseStore;
  readonly differences: ListDifferences;
  readonly vectors: VectorStore;
}
