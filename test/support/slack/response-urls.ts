import { blockProblems, textTotal } from "./block-kit.ts";
import { BLOCK_KIT } from "./limits.ts";
import { type Json, records, str } from "./model.ts";
import type { Workspace } from "./workspace.ts";

/** Slack's response_url: five messages within thirty minutes, no token and no membership needed. */
export interface ResponseUrls {
  issue(channel: string, user: string): string;
  /** Status and text as Slack answers them. */
  take(id: string, body: Json): { readonly status: number; readonly text: string };
}

const LIFE_MS = 30 * 60_000;
const USES = 5;

export const makeResponseUrls = (workspace: Workspace, origin: () => string): ResponseUrls => {
  const issued = new Map<
    string,
    { readonly channel: string; readonly user: string; readonly atMs: number; uses: number }
  >();
  return {
    issue: (channel, user) => {
      const id = workspace.nextId("R");
      issued.set(id, { channel, user, atMs: workspace.nowMs(), uses: 0 });
      return `${origin()}/response/${id}`;
    },
    take: (id, body) => {
      const url = issued.get(id);
      if (url === undefined) return { status: 404, text: "no_such_url" };
      if (workspace.nowMs() - url.atMs > LIFE_MS) return { status: 404, text: "expired_url" };
      if (url.uses >= USES) return { status: 404, text: "used_url" };
      const text = str(body.text);
      if (text === "" && body.blocks === undefined) return { status: 400, text: "no_text" };
      if (body.blocks !== undefined && blockProblems(body.blocks, "message").length > 0)
        return { status: 400, text: "invalid_blocks" };
      if (textTotal(body.blocks) > BLOCK_KIT.messageText) return { status: 400, text: "msg_blocks_too_long" };
      url.uses += 1;
      workspace.keep({
        channel: url.channel,
        user: workspace.bot.id,
        text,
        blocks: records(body.blocks),
        threadTs: str(body.thread_ts) || null,
        onlyFor: body.response_type === "in_channel" ? null : url.user,
        via: "response_url",
      });
      return { status: 200, text: "ok" };
    },
  };
};
