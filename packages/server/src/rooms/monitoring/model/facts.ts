/** What the assembly of runs reads of a span, and what it makes. Times in Unix nanoseconds; null = unknown. */

export type Tokens = {
  input: number | null;
  output: number | null;
  cacheRead: number | null;
  cacheWrite: number | null;
  reasoning: number | null;
};

export type SpanFact = {
  traceId: string;
  spanId: string;
  parentSpanId: string;
  teamId: string;
  bound: boolean;
  /** Unix seconds of the minute the span is filed under; 0 for starts that cannot be believed. */
  bucket: number;
  startNs: bigint;
  durationNs: bigint | null;
  /** Unix milliseconds of this server's receipt. */
  receivedAt: number;
  /** Unix microseconds of the insert: the later of two rows of one span replaces the earlier. */
  ingestedAt: number;
  name: string;
  status: number;
  kind: string;
  dialect: string;
  service: string;
  serviceVersion: string;
  agent: string;
  /** What its service is called where it runs as an agent; left out = by its own name. */
  serviceAgent?: string;
  agentVersion: string;
  release: string;
  /** Of what a model call was configured by; '' where it tells nothing of it. */
  configDigest: string;
  environment: string;
  conversation: string;
  user: string;
  provider: string;
  model: string;
  responseId: string;
  tool: string;
  tokens: Tokens;
  usageScope: string;
  costNanoUsd: bigint | null;
  ttftNs: bigint | null;
  /** It failed itself: by status, or by its convention's word. */
  failed: boolean;
  refused: boolean;
  outcome: string;
  inputPreview: string;
  outputPreview: string;
  tags: readonly string[];
  promptName: string;
  promptVersion: string;
  marks: readonly string[];
};

/** `covered`: told in the total of a span above. `nanoUsd` null where unknown or told elsewhere. */
export type StepCost = {
  nanoUsd: bigint | null;
  source: '' | 'reported' | 'computed' | 'covered';
  /** Of the price that a computed cost was made with. */
  priceVersion: string;
};

/** What these tokens of a call cost by the price list, in billionths of USD; null = not known. */
export type Costing = (span: SpanFact, tokens: Tokens) => { nanoUsd: bigint; version: string } | null;

/** The release that a digest stands for with the agent of this span; '' = unknown, since there are too many. */
export type Observe = (span: SpanFact, digest: string) => string;

export type OutcomeFact = { value: string; source: string; refused: boolean };

export type StepFact = {
  span: SpanFact;
  runId: string;
  invocationId: string;
  agent: string;
  release: string;
  environment: string;
  /** False for a second row of a span id that is already counted. */
  counted: boolean;
  isTop: boolean;
  /** The deepest failing span of its branch. */
  isError: boolean;
  /** A model call not described by another span. */
  countsCall: boolean;
  /** A call of a tool not described by a span above it. */
  countsTool: boolean;
  /** Tokens that add up over a trace: null where unknown or told elsewhere. */
  tokens: Tokens;
  cost: StepCost;
};

type Figures = {
  errors: number;
  steps: number;
  modelCalls: number;
  toolCalls: number;
  unknownCalls: number;
  /** Model calls of which nobody knows the cost. */
  uncostedCalls: number;
  tokens: Tokens;
  /** Reported and computed. */
  costNanoUsd: bigint | null;
  /** The computed part; null = none of it. */
  costComputedNanoUsd: bigint | null;
};

export type InvocationFact = Figures & {
  span: SpanFact;
  runId: string;
  spanId: string;
  parentInvocationId: string;
  agent: string;
  release: string;
  environment: string;
  isTop: boolean;
  outcome: OutcomeFact;
  /** Of the prices that its computed cost was made with. */
  priceVersions: readonly string[];
};

export type RunFact = Figures & {
  runId: string;
  traceId: string;
  /** The span the run is named by; it may not have arrived. */
  topSpanId: string;
  teamId: string;
  bound: boolean;
  bucket: number;
  firstBucket: number;
  /** `ended`: the top span is here. `open`: it is not, or is marked as not ended. */
  progress: 'ended' | 'open';
  name: string;
  agent: string;
  agents: readonly string[];
  service: string;
  release: string;
  environment: string;
  conversation: string;
  user: string;
  startNs: bigint;
  lastEndNs: bigint;
  durationNs: bigint | null;
  lastIngested: number;
  outcome: OutcomeFact;
  invocations: number;
  models: readonly string[];
  tools: readonly string[];
  tags: readonly string[];
  promptName: string;
  promptVersion: string;
  inputPreview: string;
  outputPreview: string;
  marks: readonly string[];
};

export type TraceFacts = {
  runs: RunFact[];
  invocations: InvocationFact[];
  steps: StepFact[];
  /** Agents wait under an absent parent: settling may place them anew. */
  provisional: boolean;
};

export const unknownTokens: Tokens = { input: null, output: null, cacheRead: null, cacheWrite: null, reasoning: null };
