import type { Incoming } from "../core/incoming.ts";
import type { Reply } from "../core/reply.ts";

/** Where one event is answered. Made by an adapter for each event. */
export interface Responder {
  /** Shows what is being done, for example "Searching 118 documents". May be dropped by the platform. */
  progress(step: string): Promise<void>;
  /** Sends a reply, split under the platform's limits. Rejects with `Unavailable` when it could not be delivered. */
  send(reply: Reply): Promise<void>;
}

/**
 * What an adapter calls for each verified event. Never rejects, trouble is answered through the responder; but for an event
 * with `attempt`: then a store that does not answer and a reply that could not be delivered reject, because it is tried again.
 */
export type Handler = (incoming: Incoming, responder: Responder) => Promise<void>;
