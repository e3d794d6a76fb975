import type { SpanIn } from '../otlp/types.ts';

/** What a span is, whatever convention said so. Aggregations count `llm` and `embedding` as model calls. */
export type SpanKind =
  | 'agent'
  | 'llm'
  | 'embedding'
  | 'tool'
  | 'retrieval'
  | 'guardrail'
  | 'evaluator'
  | 'handoff'
  | 'chain'
  | 'other';

/** null = the client did not say: unknown, never 0. All counts inclusive: input holds cache reads and writes, output holds reasoning. */
export type Usage = {
  input: number | null;
  output: number | null;
  cacheRead: number | null;
  cacheWrite: number | null;
  reasoning: number | null;
};

/** `self`: of this model call. `reported`: a total repeated on a wrapper, summed only where no model call below has usage. */
export type UsageScope = 'none' | 'self' | 'reported';
export type UsageQuality = 'exact' | 'inferred' | 'missing';

/** One message in the parts of the GenAI semantic conventions, ready to be stored once. */
export type Message = { role: string; parts: readonly MessagePart[]; finishReason?: string };
export type MessagePart =
  | { type: 'text'; content: string }
  | { type: 'reasoning'; content: string }
  | { type: 'tool_call'; id: string | null; name: string; arguments: unknown }
  | { type: 'tool_call_response'; id: string | null; name?: string; response: unknown }
  | { type: 'media'; mimeType: string | null; bytes: number; sha256: string }
  | { type: 'data'; content: unknown };

/** What one convention says about one span. Absent = this convention is silent; the registry merges by precedence. */
export type Facts = {
  kind?: SpanKind;
  agent?: string;
  agentVersion?: string;
  workflow?: string;
  provider?: string;
  requestModel?: string;
  responseModel?: string;
  responseId?: string;
  tool?: string;
  toolCallId?: string;
  usage?: Usage;
  /** `none`: what this span says of usage is not its own, nor a total: it counts nowhere. */
  usageScope?: 'none';
  /** `inferred`: this convention had to add or guess. */
  usageQuality?: 'inferred';
  /** USD as reported by the client. */
  cost?: number;
  timeToFirstTokenNs?: bigint;
  finishReason?: string;
  /** True when the convention itself marks a failure or refusal beside the span's status. */
  failed?: boolean;
  refused?: boolean;
  /** The span's error status is a copy of another span's: it did not fail itself. */
  passedOn?: boolean;
  errorType?: string;
  errorMessage?: string;
  conversation?: string;
  user?: string;
  environment?: string;
  promptName?: string;
  promptVersion?: string;
  tags?: readonly string[];
  input?: readonly Message[];
  output?: readonly Message[];
  systemInstructions?: readonly Message[];
  toolDefinitions?: readonly unknown[];
  /** Attribute keys whose value is now held above as content: not stored a second time with the attributes. */
  consumed?: readonly string[];
  /** Attribute keys to store with another value: what was content is taken out, the rest stays. */
  replaced?: ReadonlyMap<string, string>;
};

/** One convention: a small pure file. Dialects are tried in the registry's order; several may hold on one span. */
export type Dialect = {
  readonly name: string;
  claims(span: SpanIn): boolean;
  read(span: SpanIn): Facts;
};
