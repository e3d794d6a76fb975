import type { Attributes, SpanKind } from '@opentelemetry/api';
import type { ModelFailure, Reply, Request } from '../model/talk.ts';
import type { Usage } from '../provider/plan.ts';

/** What holds for a whole run. */
export type Setting = {
  conversation: string;
  user: string;
  tags: readonly string[];
  prompt: { name: string; version: string };
  provider: 'openai' | 'anthropic';
  model: string;
};

/** `usage`: the sum of the model calls below, null where none is known. */
export type AgentStep = {
  name: string;
  version: string;
  system: string;
  input: string;
  output: string | null;
  usage: Usage | null;
  top: boolean;
};
/** One try of a model call: it has a reply, or a failure. `cost` in USD where the client tells it. */
export type CallStep = { request: Request; reply: Reply | null; failure: ModelFailure | null; cost: number | null };
export type ToolStep = { name: string; callId: string; arguments: string; result: string | null };

/** A span as its convention writes it. `event`: what the convention says in a log record beside it. */
export type Shape = { name: string; attributes: Attributes; event?: { name: string; attributes: Attributes } };

/** One convention of telemetry. Agents speak different ones on purpose, as in any company. */
export type Voice = {
  readonly scope: readonly [name: string, version: string];
  /** SpanKind of model calls; all other spans are internal. */
  readonly callKind: SpanKind;
  /** Failures also come as an exception event. */
  readonly tellsExceptions: boolean;
  agent(step: AgentStep, setting: Setting): Shape;
  call(step: CallStep, setting: Setting): Shape;
  tool(step: ToolStep, setting: Setting): Shape;
};

/** Attributes without those that are not known. */
export function known(attributes: { readonly [key: string]: Attributes[string] | null }): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== null && value !== undefined));
}
