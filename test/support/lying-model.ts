import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A passage as the prompt frames it. */
export interface ShownPassage {
  readonly id: string;
  readonly text: string;
}

/** What the server does with one request. `body` answers with a completion of that text. */
export type Lie =
  | { readonly kind: "body"; readonly text: string }
  | { readonly kind: "raw"; readonly status: number; readonly text: string }
  | { readonly kind: "stall" }
  /** Answers with `text` when it is let go. */
  | { readonly kind: "held"; readonly until: Promise<void>; readonly text: string }
  | { readonly kind: "torn" };

export interface LyingModel {
  readonly baseUrl: string;
  /** What the server was asked, in order. */
  readonly requests: readonly { readonly user: string; readonly body: Record<string, unknown> }[];
  script(lie: (passages: readonly ShownPassage[], attempt: number) => Lie): void;
  close(): Promise<void>;
}

/** The passages that a prompt showed. */
export const shownPassages = (user: string): readonly ShownPassage[] =>
  [...user.matchAll(/<passage id="([^"]+)">[\s\S]*?\ntext: ([\s\S]*?)\n<\/passage>/g)].map((m) => ({
    id: m[1] ?? "",
    text: m[2] ?? "",
  }));

/** An OpenAI-compatible server on loopback that says what its script says. */
export const startLyingModel = async (): Promise<LyingModel> => {
  const requests: { user: string; body: Record<string, unknown> }[] = [];
  const open = new Set<ServerResponse>();
  let script: (passages: readonly ShownPassage[], attempt: number) => Lie = () => ({ kind: "body", text: "" });
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    open.add(response);
    response.on("close", () => open.delete(response));
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = JSON.parse(Buffer.concat(chunks).toString("utf8")) as Record<string, unknown>;
      const messages = (body["messages"] ?? []) as { role: string; content: string }[];
      const user = messages
        .filter((message) => message.role === "user")
        .map((message) => message.content)
        .join("\n");
      requests.push({ user, body });
      reply(response, script(shownPassages(user), requests.length));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    script: (next) => {
      script = next;
      requests.length = 0;
    },
    close: async () => {
      for (const response of open) response.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

const completion = (text: string): string =>
  JSON.stringify({
    id: "completion-1",
    object: "chat.completion",
    created: 0,
    model: "scripted",
    choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: text } }],
    usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
  });

const reply = (response: ServerResponse, lie: Lie): void => {
  if (lie.kind === "stall") return;
  if (lie.kind === "held") return void lie.until.then(() => reply(response, { kind: "body", text: lie.text }));
  const status = lie.kind === "raw" ? lie.status : 200;
  response.writeHead(status, { "content-type": "application/json", "retry-after-ms": "1" });
  if (lie.kind === "torn") {
    response.write(completion("x").slice(0, 40));
    response.destroy();
    return;
  }
  response.end(lie.kind === "raw" ? lie.text : completion(lie.text));
};
