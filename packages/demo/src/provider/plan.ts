/** What a model is to do with one request, whatever dialect the request speaks. */
export type Plan = {
  text?: string;
  reasoning?: string;
  refusal?: string;
  toolCalls?: readonly PlannedCall[];
  fault?: Fault;
  /** The answer ends at the request's token limit. */
  truncated?: boolean;
  /** Whole time of the answer, and of its first chunk when streamed. */
  latencyMs?: number;
  firstChunkMs?: number;
  retryAfterSeconds?: number;
  usage?: Partial<Usage>;
  /** Part of the ids in the answer; a counter where it is left out. */
  id?: string;
};

/** `arguments` given as text is sent as it is, so that it need not be JSON. */
export type PlannedCall = { name: string; arguments: unknown };

/** `bad_json`: an answer cut off in the middle with status 200. `broken_stream`: the connection ends before the answer does. */
export const faults = ['rate_limited', 'overloaded', 'server_error', 'bad_json', 'broken_stream'] as const;
export type Fault = (typeof faults)[number];

/** Tokens, inclusive: `input` holds what was read from and written to the cache, `output` holds the reasoning. */
export type Usage = { input: number; output: number; cacheRead: number; cacheWrite: number; reasoning: number };

/** A request may bring its own plan in this header: base64url of its JSON, so that text of any language passes. */
export const planHeader = 'x-fake-plan';
/** With the value `told` nothing is waited for: the answer's headers tell how long it would have taken. */
export const paceHeader = 'x-fake-pace';
export const latencyHeader = 'x-fake-latency-ms';
export const firstChunkHeader = 'x-fake-first-chunk-ms';

export const planText = (plan: Plan): string => Buffer.from(JSON.stringify(plan)).toString('base64url');

/** null where the header holds no plan. */
export function planOf(header: string | undefined): Plan | null {
  if (header === undefined) return null;
  try {
    const plan: unknown = JSON.parse(Buffer.from(header, 'base64url').toString());
    return typeof plan === 'object' && plan !== null && !Array.isArray(plan) ? (plan as Plan) : null;
  } catch {
    return null;
  }
}

/** Four characters to the token, as in English; what scripts without spaces take more is not imitated. */
export const tokensIn = (text: string): number => Math.max(1, Math.ceil(text.length / 4));
