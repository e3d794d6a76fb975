import type { Attributes, SpanIn } from '../otlp/types.ts';
import { count, decimal, object, strings, text } from './attribute.ts';
import { finishReason, providerName } from './names.ts';
import { readOpeninferenceContent } from './openinference-content.ts';
import type { Dialect, Facts, SpanKind, Usage } from './types.ts';

/** OpenInference (Arize): `openinference.span.kind`, flattened `llm.*.N.*` messages, inclusive token counts. */
export const openinference: Dialect = {
  name: 'openinference',
  claims: ({ attributes, scope }) =>
    attributes.has('openinference.span.kind') || scope.name.startsWith('@arizeai/openinference'),
  read(span: SpanIn): Facts {
    const { attributes } = span;
    const kind = kindOf(span);
    const metadata = attributes.has('metadata') ? object(attributes, 'metadata') : {};
    const parameters = kind === 'llm' ? object(attributes, 'llm.invocation_parameters') : {};
    const facts: Facts = { usage: usage(attributes) };
    const pairs = {
      kind,
      agent: kind === 'agent' ? (text(attributes, 'agent.name', 'graph.node.id') ?? span.name) : undefined,
      workflow: isWorkflow(span) ? span.name : undefined,
      provider: providerName(text(attributes, 'llm.provider', 'llm.system')),
      requestModel:
        text(attributes, 'llm.request.model_name') ?? named(parameters['model']) ?? text(attributes, 'llm.model_name'),
      responseModel: text(attributes, 'llm.response.model_name', 'llm.model_name', 'embedding.model_name'),
      tool: kind === 'tool' ? (text(attributes, 'tool.name') ?? span.name) : undefined,
      toolCallId: text(attributes, 'tool.id', 'tool_call.id'),
      cost: decimal(attributes, 'llm.cost.total'),
      finishReason: finishReason(text(attributes, 'llm.finish_reason')),
      conversation: named(metadata['session_id']) ?? named(metadata['thread_id']),
      user: named(metadata['user_id']),
      promptName: text(attributes, 'llm.prompt_template.name', 'prompt.id'),
      promptVersion: text(attributes, 'llm.prompt_template.version') ?? named(metadata['prompt_version']),
      tags: strings(attributes, 'tag.tags'),
    };
    for (const [name, value] of Object.entries(pairs)) if (value !== undefined) Object.assign(facts, { [name]: value });
    if (facts.finishReason === 'content_filter' || attributes.get('guardrail.triggered') === true) facts.refused = true;
    if (facts.finishReason === 'error') facts.failed = true;
    readOpeninferenceContent(span, facts, parameters);
    return facts;
  },
};

const named = (value: unknown): string | undefined =>
  typeof value === 'number' ? String(value) : typeof value === 'string' && value !== '' ? value : undefined;

const kinds: { readonly [kind: string]: SpanKind | undefined } = Object.assign(Object.create(null) as object, {
  LLM: 'llm',
  AGENT: 'agent',
  TOOL: 'tool',
  CHAIN: 'chain',
  RETRIEVER: 'retrieval',
  RERANKER: 'retrieval',
  EMBEDDING: 'embedding',
  GUARDRAIL: 'guardrail',
  EVALUATOR: 'evaluator',
  PROMPT: 'chain',
} satisfies Record<string, SpanKind>);

/** OpenAI Agents marks the whole workflow as AGENT too; only a span with a node of the graph is an agent there. */
const isWorkflow = (span: SpanIn): boolean =>
  span.scope.name.endsWith('openinference-instrumentation-openai-agents') &&
  text(span.attributes, 'openinference.span.kind') === 'AGENT' &&
  !span.attributes.has('graph.node.id');

function kindOf(span: SpanIn): SpanKind | undefined {
  const kind = kinds[text(span.attributes, 'openinference.span.kind')?.toUpperCase() ?? ''];
  if (kind === 'agent' && isWorkflow(span)) return 'chain';
  return kind === 'tool' && span.name.startsWith('handoff to ') && span.scope.name.includes('openai-agents')
    ? 'handoff'
    : kind;
}

const usage = (attributes: Attributes): Usage => ({
  input: count(attributes, 'llm.token_count.prompt'),
  output: count(attributes, 'llm.token_count.completion'),
  cacheRead: count(attributes, 'llm.token_count.prompt_details.cache_read'),
  cacheWrite: count(attributes, 'llm.token_count.prompt_details.cache_write'),
  reasoning: count(attributes, 'llm.token_count.completion_details.reasoning'),
});
