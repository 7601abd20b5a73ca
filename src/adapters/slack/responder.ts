import type { Reply, ReplyFile } from "../../core/reply.ts";
import type { Responder } from "../../ports/chat.ts";
import { LIMITS } from "./limits.ts";
import type { Outlet } from "./outlets.ts";
import type { Progress } from "./progress.ts";
import { type Pictures, type SlackMessage, toMessages } from "./render.ts";

import { fileTroubleReply } from "./trouble.ts";

/** `open`: everybody in the conversation may see it. */
export type Share = (file: ReplyFile, open: boolean) => Promise<void>;

/** A responder that remembers whether it has said anything. */
export interface SlackResponder extends Responder {
  readonly answered: () => boolean;
}

/** What the conversation sees of a streamed progress when the answer itself goes to one person. */
const PRIVATELY: SlackMessage = {
  text: "Answered privately.",
  blocks: [{ type: "context", elements: [{ type: "plain_text", text: "Answered privately.", emoji: false }] }],
};

export const makeResponder = (options: {
  readonly outlet: Outlet;
  readonly progress: Progress;
  readonly wait: (ms: number) => Promise<void>;
  /** The conversation is with one person: what is meant for the asker alone needs no hiding. */
  readonly direct: boolean;
  /** Shares a file after the reply. Rejects when it could not. */
  readonly share: Share;
  /** Uploads the charts of a reply as pictures; those that could not be are written as lines. */
  readonly pictures?: (reply: Reply) => Promise<Pictures>;
  /** Told before the last message of a reply that everybody sees is handed over; not where a file follows it. */
  readonly closing?: () => void;
  /** Told after each reply that everybody in the conversation can see. */
  readonly spoken: () => Promise<void>;
}): SlackResponder => {
  const { outlet, progress, wait } = options;
  let sent = 0;
  /** The answer stands without its file, so a file that cannot be shared is said and not thrown. */
  const shared = async (file: ReplyFile, open: boolean): Promise<void> => {
    try {
      await options.share(file, open);
    } catch (thrown) {
      const [note] = toMessages(fileTroubleReply(file.name, thrown));
      if (note !== undefined) await (open ? outlet.everyone(note) : outlet.asker(note));
    }
  };
  return {
    answered: () => sent > 0,
    progress: (step) => {
      progress.step(step);
      return Promise.resolve();
    },
    send: async (reply: Reply) => {
      const parts = toMessages(reply, await options.pictures?.(reply));
      const open = reply.audience === "everyone" || options.direct;
      for (const [index, part] of parts.entries()) {
        if (index > 0) await wait(LIMITS.msBetweenPosts);
        if (open && index === parts.length - 1 && reply.file === undefined) options.closing?.();
        if (index === 0 && sent === 0 && (await progress.finish(open ? part : PRIVATELY)) && open) continue;
        await (open ? outlet.everyone(part) : outlet.asker(part));
      }
      sent += 1;
      if (reply.file !== undefined) await shared(reply.file, open);
      if (open) await options.spoken();
    },
  };
};
