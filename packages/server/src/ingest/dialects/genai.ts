import type { Attributes, SpanIn } from '../otlp/types.ts';
import { count, decimal, has, nanoseconds, strings, text } from './attribute.ts';
import { readGenaiContent } from './genai-content.ts';
import { readSpanEvents } from './genai-events.ts';
import { finishReason, providerName } from './names.ts';
import type { Dialect, Facts, SpanKind, Usage } from './types.ts';

const marks = [
  'gen_ai.operation.name',
  'gen_ai.provider.name',
  'gen_ai.system',
  'gen_ai.request.model',
  'gen_ai.agent.name',
  'gen_ai.tool.name',
  'gen_ai.workflow.name',
  'gen_ai.conversation.id',
  'gen_ai.usage.input_tokens',
  'gen_ai.input.messages',
  'gen_ai.output.messages',
  'gen_ai.prompt',
  'gen_ai.prompt.0.content',
];

/**
 * The GenAI semantic conventions of OpenTelemetry, all names that were ever current: ≤ 1.36 (`gen_ai.system`,
 * `prompt_tokens`, `gen_ai.prompt`), 1.37–1.41, and those of the repository they moved to (`cache_write`).
 */
export const genai: Dialect = {
  name: 'genai',
  claims: ({ attributes }) => marks.some((key) => attributes.has(key)),
  read({ attributes, events }: SpanIn): Facts {
    const facts: Facts = {};
    const operation = text(attributes, 'gen_ai.operation.name');
    const kind = operation === undefined ? undefined : operations[operation];
    if (kind !== undefined) facts.kind = kind;
    copy(facts, 'agent', text(attributes, 'gen_ai.agent.name'));
    copy(facts, 'agentVersion', text(attributes, 'gen_ai.agent.version'));
    copy(facts, 'workflow', text(attributes, 'gen_ai.workflow.name'));
    copy(facts, 'provider', providerName(text(attributes, 'gen_ai.provider.name', 'gen_ai.system')));
    copy(facts, 'requestModel', text(attributes, 'gen_ai.request.model'));
    copy(facts, 'responseModel', text(attributes, 'gen_ai.response.model'));
    copy(facts, 'responseId', text(attributes, 'gen_ai.response.id'));
    copy(facts, 'tool', text(attributes, 'gen_ai.tool.name'));
    copy(facts, 'toolCallId', text(attributes, 'gen_ai.tool.call.id'));
    copy(facts, 'conversation', text(attributes, 'gen_ai.conversation.id'));
    copy(facts, 'promptName', text(attributes, 'gen_ai.prompt.name'));
    copy(facts, 'promptVersion', text(attributes, 'gen_ai.prompt.version'));
    facts.usage = usage(attributes);
    copy(facts, 'cost', cost(attributes));
    copy(facts, 'timeToFirstTokenNs', timeToFirstToken(attributes));
    readFinish(attributes, facts);
    readGenaiContent(attributes, facts);
    if (events.length > 0) readSpanEvents(events, facts);
    return facts;
  },
};

function copy<Key extends keyof Facts>(facts: Facts, key: Key, value: Facts[Key] | undefined): void {
  if (value !== undefined) facts[key] = value;
}

const usage = (attributes: Attributes): Usage => ({
  input: count(attributes, 'gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens'),
  output: count(attributes, 'gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens'),
  cacheRead: count(attributes, 'gen_ai.usage.cache_read.input_tokens', 'gen_ai.usage.cache_read_input_tokens'),
  cacheWrite: count(
    attributes,
    'gen_ai.usage.cache_write.input_tokens',
    'gen_ai.usage.cache_creation.input_tokens',
    'gen_ai.usage.cache_creation_input_tokens',
  ),
  reasoning: count(attributes, 'gen_ai.usage.reasoning.output_tokens', 'gen_ai.usage.reasoning_tokens'),
});

/** Not in the conventions yet; OpenRouter and others send it. Another currency than USD is not converted. */
function cost(attributes: Attributes): number | undefined {
  const plain = decimal(attributes, 'gen_ai.usage.cost');
  const currency = text(attributes, 'gen_ai.usage.cost.currency') ?? 'USD';
  return plain ?? (currency === 'USD' ? decimal(attributes, 'gen_ai.usage.cost.amount') : undefined);
}

const timeToFirstToken = (attributes: Attributes): bigint | undefined =>
  nanoseconds(
    decimal(
      attributes,
      'gen_ai.response.time_to_first_chunk',
      'gen_ai.client.operation.time_to_first_chunk',
      'gen_ai.client.inference.time_to_first_chunk',
      'gen_ai.server.time_to_first_token',
    ),
    1,
  );

function readFinish(attributes: Attributes, facts: Facts): void {
  if (!has(attributes, 'gen_ai.response.finish_reasons')) return;
  const reason = finishReason(strings(attributes, 'gen_ai.response.finish_reasons')?.[0]);
  if (reason === undefined) return;
  facts.finishReason = reason;
  if (reason === 'content_filter') facts.refused = true;
  if (reason === 'error') facts.failed = true;
}

const operations: { readonly [name: string]: SpanKind | undefined } = Object.assign(Object.create(null) as object, {
  chat: 'llm',
  text_completion: 'llm',
  generate_content: 'llm',
  embeddings: 'embedding',
  invoke_agent: 'agent',
  execute_tool: 'tool',
  retrieval: 'retrieval',
  search_memory: 'retrieval',
  apply_guardrail: 'guardrail',
  invoke_workflow: 'chain',
  plan: 'chain',
  // Off the conventions, seen in Mastra, AI SDK 7 and LangSmith: groups of steps, not calls of a model.
  agent_step: 'chain',
  workflow_step: 'chain',
  model_generation: 'chain',
  chain: 'chain',
  // Named so that the model on them is not taken for a call of it.
  create_agent: 'other',
  fetch_response: 'other',
  model_chunk: 'other',
} satisfies Record<string, SpanKind>);
