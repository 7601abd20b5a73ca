export interface Completion {
  readonly text: string;
  readonly model: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Something a model may look up while it writes. Reads only; what it gives back is data. */
export interface ModelTool {
  /** Letters and underscores. */
  readonly name: string;
  readonly what: string;
  /** What the one text argument holds. */
  readonly argument: string;
  readonly run: (text: string) => Promise<string>;
}

export interface CompletionRequest {
  readonly system: string;
  readonly user: string;
  readonly maxOutputTokens: number;
  readonly timeoutMs: number;
  /** May be left aside by endpoints that know no tools. */
  readonly tools: readonly ModelTool[];
}

/** Any chat-completion endpoint. Rejects with `Unavailable` on time-out, refusal or nonsense on the wire. */
export interface LanguageModel {
  complete(request: CompletionRequest): Promise<Completion>;
}
