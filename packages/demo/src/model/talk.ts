import type { Plan, Usage } from '../provider/plan.ts';

/** One conversation with a model, before any provider's dialect. */
export type Said =
  | { role: 'user'; text: string }
  | { role: 'assistant'; text: string | null; calls: readonly Call[] }
  | { role: 'tool'; callId: string; name: string; text: string };

/** `arguments` as the model wrote them: usually JSON. */
export type Call = { id: string; name: string; arguments: string };
export type Tool = { name: string; about: string };

export type Request = {
  model: string;
  system: string;
  said: readonly Said[];
  tools: readonly Tool[];
  maxTokens: number;
  stream: boolean;
  /** Ask for usage where the dialect sends it only on request. */
  wantsUsage: boolean;
  /** What the fake provider shall answer. */
  plan: Plan;
};

export type Finish = 'stop' | 'length' | 'tool_call' | 'content_filter';

export type Answer = {
  text: string | null;
  reasoning: string | null;
  refusal: string | null;
  calls: readonly Call[];
  finish: Finish;
  /** Inclusive counts; null where the provider told none. */
  usage: Usage | null;
  responseId: string;
  model: string;
};
export type Reply = Answer & { elapsedMs: number; firstChunkMs: number | null };

/** How a call of a model went wrong. `type`: an HTTP status in text, or what happened on the way. */
export class ModelFailure extends Error {
  readonly type: string;
  readonly status: number | null;
  readonly retryAfterMs: number;
  readonly elapsedMs: number;
  constructor(
    message: string,
    facts: { type: string; status: number | null; retryAfterMs: number; elapsedMs: number },
  ) {
    super(message);
    this.name = 'ModelFailure';
    this.type = facts.type;
    this.status = facts.status;
    this.retryAfterMs = facts.retryAfterMs;
    this.elapsedMs = facts.elapsedMs;
  }
}

/** One provider's dialect, from the client's side. */
export type ModelClient = {
  readonly provider: 'openai' | 'anthropic';
  readonly path: string;
  body(request: Request): object;
  /** The whole answer that the events of a stream make. */
  joined(events: readonly unknown[]): unknown;
  read(answer: unknown): Answer;
};
