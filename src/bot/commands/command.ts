import type { Incoming } from "../../core/incoming.ts";
import type { Reply } from "../../core/reply.ts";
import type { Desk } from "../desk.ts";

/** Runs one command; `text` is what follows its word. */
export type RunCommand = (incoming: Incoming, text: string, desk: Desk) => Promise<Reply>;
