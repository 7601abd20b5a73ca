import OpenAI, { APIError, APIUserAbortError } from "openai";
import type { ChatCompletionCreateParamsNonStreaming } from "openai/resources/chat/completions";
import { messageOf, Unavailable } from "../../core/errors.ts";
import type { Completion, CompletionRequest, LanguageModel } from "../../ports/language-model.ts";

export interface OpenAiSettings {
  /** `null` for servers that need none (Ollama, vLLM). */
  readonly apiKey: string | null;
  /** `null` is OpenAI's own. */
  readonly baseUrl: string | null;
  readonly model: string;
}

/** Retries of 408, 409, 429 and 5xx, with the client's own backoff; all within the request's time-out. */
const RETRIES = 2;

const CLAIMS_SCHEMA = {
  type: "object",
  additionalProperties: false,
  required: ["claims"],
  properties: {
    claims: {
      type: "array",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["text", "passageId", "quote"],
        properties: { text: { type: "string" }, passageId: { type: "string" }, quote: { type: "string" } },
      },
    },
  },
};

type Extras = Partial<ChatCompletionCreateParamsNonStreaming>;

/**
 * What a request asks for beyond the messages, fullest first. A server that refuses one (400, 404, 415, 422) is asked the
 * next and remembered: many know no JSON schema, some no `max_completion_tokens`, some no temperature.
 */
const FORMS: readonly ((limit: number) => Extras)[] = [
  (limit) => ({
    temperature: 0,
    max_completion_tokens: limit,
    response_format: { type: "json_schema", json_schema: { name: "claims", strict: true, schema: CLAIMS_SCHEMA } },
  }),
  (limit) => ({ temperature: 0, max_tokens: limit, response_format: { type: "json_object" } }),
  (limit) => ({ temperature: 0, max_tokens: limit }),
  (limit) => ({ max_completion_tokens: limit }),
  () => ({}),
];

/** Any OpenAI-compatible chat endpoint. */
export const makeOpenAiModel = (settings: OpenAiSettings): LanguageModel => {
  const client = new OpenAI({
    apiKey: settings.apiKey ?? "none",
    baseURL: settings.baseUrl,
    maxRetries: RETRIES,
    logLevel: "off",
  });
  let form = 0;

  const ask = async (request: CompletionRequest, signal: AbortSignal): Promise<Completion> => {
    const extras = FORMS[form]?.(request.maxOutputTokens) ?? {};
    const response = await client.chat.completions.create(
      {
        model: settings.model,
        messages: [
          { role: "system", content: request.system },
          { role: "user", content: request.user },
        ],
        stream: false,
        ...extras,
      } as ChatCompletionCreateParamsNonStreaming,
      { signal, timeout: request.timeoutMs },
    );
    return completionFrom(response, settings.model);
  };

  return {
    complete: async (request) => {
      const signal = AbortSignal.timeout(request.timeoutMs);
      for (;;) {
        try {
          return await ask(request, signal);
        } catch (thrown) {
          if (refusesForm(thrown) && form + 1 < FORMS.length) form++;
          else throw unavailable(thrown, request.timeoutMs, signal);
        }
      }
    },
  };
};

const refusesForm = (thrown: unknown): boolean =>
  thrown instanceof APIError &&
  [400, 404, 415, 422].includes(Number(thrown.status)) &&
  !/model .*not/i.test(thrown.message);

/** Servers answer 200 with all kinds of bodies: only a text is a completion. */
const completionFrom = (response: unknown, model: string): Completion => {
  const body = response as {
    model?: unknown;
    choices?: { message?: { content?: unknown; refusal?: unknown } }[];
    usage?: { prompt_tokens?: unknown; completion_tokens?: unknown };
  } | null;
  const text = body?.choices?.[0]?.message?.content;
  if (typeof text !== "string" || text.trim() === "")
    throw new Unavailable("The language model sent no text. Ask again, or check OPENAI_MODEL and OPENAI_BASE_URL.");
  return {
    text,
    model: typeof body?.model === "string" ? body.model : model,
    inputTokens: count(body?.usage?.prompt_tokens),
    outputTokens: count(body?.usage?.completion_tokens),
  };
};

const count = (value: unknown): number => (typeof value === "number" && Number.isFinite(value) ? value : 0);

const unavailable = (thrown: unknown, timeoutMs: number, signal: AbortSignal): Unavailable => {
  if (thrown instanceof Unavailable) return thrown;
  const options = { cause: thrown };
  if (
    signal.aborted ||
    thrown instanceof APIUserAbortError ||
    (thrown instanceof Error && /timed? ?out/i.test(thrown.message))
  )
    return new Unavailable(`The language model did not answer within ${timeoutMs / 1000} s.`, options);
  if (thrown instanceof APIError && thrown.status === 429)
    return new Unavailable("The language model is over its limit (HTTP 429).", options);
  if (thrown instanceof APIError && (thrown.status === 401 || thrown.status === 403))
    return new Unavailable(
      `The language model refused the key (HTTP ${thrown.status}). Check OPENAI_API_KEY.`,
      options,
    );
  const status = thrown instanceof APIError && thrown.status ? ` (HTTP ${thrown.status})` : "";
  return new Unavailable(
    `The language model failed${status}: ${messageOf(thrown).split("\n")[0]?.slice(0, 200)}.`,
    options,
  );
};
