/** A model behind somebody's HTTP interface. Provider dialects are adapters; nothing above them knows one from another. */

export type LlmDialect = 'openai' | 'anthropic';
/** `baseUrl`: what stands before the dialect's own path. `apiKey`: null = none is sent. */
export type LlmEndpoint = { dialect: LlmDialect; baseUrl: string; apiKey: string | null };

/** `arguments`: JSON as the model wrote it, so perhaps none. */
export type LlmToolCall = { id: string; name: string; arguments: string };
export type LlmMessage =
  | { role: 'system' | 'user'; content: string }
  | { role: 'assistant'; content: string; toolCalls: readonly LlmToolCall[] }
  | { role: 'tool'; callId: string; content: string };
type JsonObject = { readonly [key: string]: unknown };
export type LlmTool = { name: string; description?: string | undefined; inputSchema?: JsonObject | undefined };

export type LlmRequest = {
  model: string;
  messages: readonly LlmMessage[];
  tools: readonly LlmTool[];
  /** auto, none, required, or the name of a tool; null = the provider's own default. */
  toolChoice: string | null;
  /** JSON Schema of the answer; null = text. */
  outputSchema: JsonObject | null;
  /** As the provider calls them (temperature, max_tokens …); what the port itself sets is left out. */
  parameters: JsonObject;
  stream: boolean;
};

/** Inclusive: `input` holds what was read from and written to the cache, `output` holds the reasoning. null = not told. */
export type LlmUsage = {
  input: number | null;
  output: number | null;
  cacheRead: number | null;
  cacheWrite: number | null;
  reasoning: number | null;
};
export type LlmFinish = 'stop' | 'length' | 'tool_calls' | 'filtered' | 'other';
export type LlmAnswer = {
  text: string | null;
  refusal: string | null;
  toolCalls: readonly LlmToolCall[];
  finish: LlmFinish;
  /** As the provider names it. */
  model: string | null;
  usage: LlmUsage;
  /** Milliseconds of the call that was answered, waits before it left out; `firstMs` to the first word, null where not streamed. */
  ms: number;
  firstMs: number | null;
  attempts: number;
};

/** `timeoutMs`: for all attempts together, on a monotonic clock. */
export type LlmPatience = { timeoutMs: number; signal?: AbortSignal | undefined };

export interface Llm {
  /**
   * One answer. Asks again only where the provider cannot have begun one: no connection, a rate limit, overload; at most twice, with
   * jitter, and no longer than `timeoutMs`. Redirects are never followed, link-local and metadata addresses never asked, answers are
   * bounded. Rejects with AppError of `model.*` (docs/errors.md), nothing else; `retryAfterSeconds` where the provider told it.
   */
  complete(endpoint: LlmEndpoint, request: LlmRequest, patience: LlmPatience): Promise<LlmAnswer>;
}
