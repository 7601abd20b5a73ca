export interface Completion {
  readonly text: string;
  readonly model: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export interface CompletionRequest {
  readonly system: string;
  readonly user: string;
  readonly maxOutputTokens: number;
  readonly timeoutMs: number;
}

/** Any chat-completion endpoint. Rejects with `Unavailable` on time-out, refusal or nonsense on the wire. */
export interface LanguageModel {
  complete(request: CompletionRequest): Promise<Completion>;
}
