import type { AppGrant, Channel, User } from "../../support/slack/model.ts";
import { type Simulator, startSimulator } from "../../support/slack/simulator.ts";

const GRANT: AppGrant = {
  scopes: ["chat:write", "assistant:write", "app_mentions:read", "im:history", "channels:history"],
  events: ["app_mention", "message.im", "message.channels"],
  commands: ["/screen"],
  shortcuts: ["screen_message"],
};

interface Answer {
  readonly ok: boolean;
  readonly status: number;
  readonly retryAfter: string | null;
  readonly error?: string;
  readonly ts?: string;
}

/** A simulated Slack without an app behind it, and short ways to use it. */
export interface Stand {
  readonly sim: Simulator;
  readonly ann: User;
  readonly channel: Channel;
  readonly advance: (ms: number) => void;
  call(method: string, args: Readonly<Record<string, unknown>>, token?: string): Promise<Answer>;
  post(more?: Readonly<Record<string, unknown>>): Promise<Answer>;
}

export const startStand = async (): Promise<Stand> => {
  let aheadMs = 0;
  const sim = await startSimulator({
    grant: GRANT,
    nowMs: () => Date.now() + aheadMs,
    ackDeadlineMs: 200,
    retryDelaysMs: [0, 0, 0],
  });
  const ann = sim.workspace.addUser("Ann Example");
  const channel = sim.workspace.addChannel("general", [ann.id, sim.workspace.bot.id]);
  const call: Stand["call"] = async (method, args, token = sim.botToken) => {
    const form = new URLSearchParams();
    for (const [key, value] of Object.entries(args))
      if (value !== undefined) form.append(key, typeof value === "string" ? value : JSON.stringify(value));
    const headers = { Authorization: `Bearer ${token}` };
    const response = await fetch(sim.apiUrl + method, { method: "POST", headers, body: form });
    const body = (await response.json()) as Omit<Answer, "retryAfter" | "status">;
    return { ...body, status: response.status, retryAfter: response.headers.get("retry-after") };
  };
  return {
    sim,
    ann,
    channel,
    advance: (ms) => {
      aheadMs += ms;
    },
    call,
    post: (more = {}) => call("chat.postMessage", { channel: channel.id, text: "hello", ...more }),
  };
};

export const plain = (text: string) => ({ type: "plain_text", text });
export const rich = (text: string) => ({
  type: "rich_text",
  elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }],
});
export const times = <One>(count: number, one: (index: number) => One): One[] =>
  Array.from({ length: count }, (_, index) => one(index));
