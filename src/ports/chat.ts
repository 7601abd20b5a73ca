import type { Incoming } from "../core/incoming.ts";
import type { Reply } from "../core/reply.ts";

/** Where one event is answered. Made by an adapter for each event. */
export interface Responder {
  /** Shows what is being done, for example "Searching 118 documents". May be dropped by the platform. */
  progress(step: string): Promise<void>;
  /** Sends a reply, split under the platform's limits. Rejects with `Unavailable` when it could not be delivered. */
  send(reply: Reply): Promise<void>;
}

/** What an adapter calls for each verified event. Never rejects: trouble is answered through the responder. */
export type Handler = (incoming: Incoming, responder: Responder) => Promise<void>;
