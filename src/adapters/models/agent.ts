import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { tool } from "@langchain/core/tools";
import { ChatOpenAI } from "@langchain/openai";
import {
  type AgentMiddleware,
  createAgent,
  modelCallLimitMiddleware,
  modelFallbackMiddleware,
  modelRetryMiddleware,
  toolCallLimitMiddleware,
} from "langchain";
import { z } from "zod";
import { messageOf, Unavailable } from "../../core/errors.ts";
import type { Completion, CompletionRequest, LanguageModel, ModelTool } from "../../ports/language-model.ts";
import type { OpenAiSettings } from "./openai.ts";

export interface AgentSettings {
  readonly model: BaseChatModel;
  readonly modelName: string;
  /** Asked when the model fails; `null` for none. */
  readonly fallback: BaseChatModel | null;
  /** Asked in one go, without tools, when the agent cannot: servers without tools, limits reached. */
  readonly plain: LanguageModel;
}

const MOST_MODEL_CALLS = 5;
const MOST_TOOL_CALLS = 6;
/** Of one call; an answer has about 120 words and their quotes. */
const MOST_OUTPUT_TOKENS = 1_200;

/** A model that may look things up before it answers (LangChain agent); falls back to a plain completion. */
export const makeAgentModel = (settings: AgentSettings): LanguageModel => ({
  complete: async (request) => {
    const deadline = AbortSignal.timeout(request.timeoutMs);
    const started = Date.now();
    try {
      return await runAgent(settings, request, deadline);
    } catch (thrown) {
      const left = request.timeoutMs - (Date.now() - started);
      if (deadline.aborted || left < 100)
        throw new Unavailable(`The language model did not answer within ${request.timeoutMs / 1000} s.`, {
          cause: thrown,
        });
      return settings.plain.complete({ ...request, timeoutMs: left }).catch((again: unknown) => {
        throw again instanceof Unavailable
          ? again
          : new Unavailable(`The language model failed: ${messageOf(thrown).split("\n")[0]}.`, { cause: thrown });
      });
    }
  },
});

/** The agent over any OpenAI-compatible endpoint. */
export const openAiAgent = (
  settings: OpenAiSettings,
  fallbackModel: string | null,
  plain: LanguageModel,
): LanguageModel => {
  const chat = (model: string): BaseChatModel =>
    new ChatOpenAI({
      model,
      apiKey: settings.apiKey ?? "none",
      maxRetries: 0,
      maxTokens: MOST_OUTPUT_TOKENS,
      ...(settings.baseUrl ? { configuration: { baseURL: settings.baseUrl } } : {}),
    });
  return makeAgentModel({
    model: chat(settings.model),
    modelName: settings.model,
    fallback: fallbackModel ? chat(fallbackModel) : null,
    plain,
  });
};

const runAgent = async (
  settings: AgentSettings,
  request: CompletionRequest,
  signal: AbortSignal,
): Promise<Completion> => {
  const agent = createAgent({
    model: settings.model,
    tools: request.tools.map(langchainTool),
    systemPrompt: request.system,
    middleware: middlewareOf(settings),
  });
  const state = await withinSignal(
    agent.invoke({ messages: [{ role: "user", content: request.user }] }, { signal }),
    signal,
  );
  const messages = state.messages as readonly AgentMessage[];
  const text = textOf(messages.at(-1)?.content);
  // The retry middleware turns a failed call into a message; that is no answer.
  if (text.trim() === "" || /^Model call failed/i.test(text))
    throw new Unavailable(`The language model sent no text: ${text.slice(0, 120)}`);
  const sum = (key: "input_tokens" | "output_tokens"): number =>
    messages.reduce((total, message) => total + (message.usage_metadata?.[key] ?? 0), 0);
  return {
    text,
    model: answeredBy(messages) ?? settings.modelName,
    inputTokens: sum("input_tokens"),
    outputTokens: sum("output_tokens"),
  };
};

/** The model that the endpoint names in its last answer: the fallback where that one answered. */
const answeredBy = (messages: readonly AgentMessage[]): string | null => {
  const { model_name: name } = messages.at(-1)?.response_metadata ?? {};
  return typeof name === "string" && name !== "" ? name : null;
};

/** LangChain's own types do not hold under `exactOptionalPropertyTypes`: what it takes is checked by its schemas when it runs. */
const middlewareOf = (settings: AgentSettings): readonly AgentMiddleware[] => {
  const modelCalls = { runLimit: MOST_MODEL_CALLS, exitBehavior: "error" } as never;
  const toolCalls = { runLimit: MOST_TOOL_CALLS, exitBehavior: "continue" } as never;
  const all: readonly unknown[] = [
    modelRetryMiddleware({ maxRetries: 1, initialDelayMs: 100 }),
    ...(settings.fallback ? [modelFallbackMiddleware(settings.fallback)] : []),
    modelCallLimitMiddleware(modelCalls),
    toolCallLimitMiddleware(toolCalls),
  ];
  return all as readonly AgentMiddleware[];
};

interface AgentMessage {
  readonly content: unknown;
  readonly response_metadata?: Readonly<Record<string, unknown>>;
  readonly usage_metadata?: { readonly input_tokens?: number; readonly output_tokens?: number };
}

/** Not every model stops when told to; the deadline holds all the same. */
const withinSignal = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    work.then(resolve, reject);
  });

const textOf = (content: unknown): string => {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content.map((part: { text?: unknown }) => (typeof part?.text === "string" ? part.text : "")).join("");
};

const langchainTool = (own: ModelTool) =>
  tool(async ({ text }: { text: string }) => own.run(text), {
    name: own.name,
    description: own.what,
    schema: z.object({ text: z.string().describe(own.argument) }),
  });
