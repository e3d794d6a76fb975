import type { JsonObject } from '../content/json.ts';
import type { Attributes, SpanIn } from '../otlp/types.ts';
import { count, decimal, known, object, strings, text } from './attribute.ts';
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
    const metadata = attributes.has('metadata') ? object(attributes, 'metadata') : {};
    const kind = kindOf(span, metadata);
    const isCall = kind === 'llm' || kind === 'embedding';
    const parameters = kind === 'llm' ? object(attributes, 'llm.invocation_parameters') : {};
    const facts = known({
      kind,
      agent:
        named(metadata['lc_agent_name']) ??
        (kind === 'agent' ? (text(attributes, 'agent.name', 'graph.node.id') ?? span.name) : undefined),
      workflow: isWorkflow(span) ? span.name : undefined,
      // On every span of OpenAI Agents stands `llm.system`.
      provider: isCall ? providerName(text(attributes, 'llm.provider', 'llm.system')) : undefined,
      requestModel:
        text(attributes, 'llm.request.model_name') ?? named(parameters['model']) ?? text(attributes, 'llm.model_name'),
      responseModel: text(attributes, 'llm.response.model_name', 'llm.model_name', 'embedding.model_name'),
      tool: toolOf(span, kind),
      toolCallId: text(attributes, 'tool.id', 'tool_call.id'),
      usage: usage(attributes),
      cost: decimal(attributes, 'llm.cost.total'),
      finishReason: finishReason(text(attributes, 'llm.finish_reason')),
      passedOn: isPassedOn(span) || undefined,
      conversation: named(metadata['session_id']) ?? named(metadata['thread_id']),
      user: named(metadata['user_id']),
      promptName: text(attributes, 'llm.prompt_template.name', 'prompt.id'),
      promptVersion: text(attributes, 'llm.prompt_template.version') ?? named(metadata['prompt_version']),
      tags: strings(attributes, 'tag.tags'),
    });
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
  isAgents(span) &&
  text(span.attributes, 'openinference.span.kind') === 'AGENT' &&
  !span.attributes.has('graph.node.id');

/** JavaScript's package is named with dashes, Python's with dots. */
const isAgents = ({ scope }: SpanIn): boolean =>
  /openinference[-.]instrumentation[-.]openai[-_]agents$/.test(scope.name);

function kindOf(span: SpanIn, metadata: JsonObject): SpanKind | undefined {
  const kind = kinds[text(span.attributes, 'openinference.span.kind')?.toUpperCase() ?? ''];
  if (kind === 'agent' && isWorkflow(span)) return 'chain';
  if (kind === 'chain' && isLangChainAgent(span, metadata)) return 'agent';
  // In Python every run with "agent" in its name is marked as one: inside a graph that is a node.
  if (kind === 'agent' && metadata['langgraph_node'] !== undefined && !isLangChainAgent(span, metadata)) return 'chain';
  return kind === 'tool' && isAgents(span) && span.name.startsWith(handoff) ? 'handoff' : kind;
}

/** LangChain's agents are graphs, marked as chains: the graph itself, not its nodes, which repeat the agent's name. */
const isLangChainAgent = ({ name }: SpanIn, metadata: JsonObject): boolean =>
  named(metadata['lc_agent_name']) !== undefined &&
  (metadata['langgraph_node'] === undefined || metadata['lc_agent_name'] === name);

const handoff = 'handoff to ';

/** The tool, or the agent that is handed over to. */
function toolOf(span: SpanIn, kind: SpanKind | undefined): string | undefined {
  if (kind === 'handoff') return span.name.slice(handoff.length);
  return kind === 'tool' ? (text(span.attributes, 'tool.name') ?? span.name) : undefined;
}

/** Around the AI SDK, a tool's error is copied to the spans after and above it, which then answer normally. */
function isPassedOn({ attributes, statusCode, events }: SpanIn): boolean {
  if (statusCode !== 2 || !attributes.has('ai.operationId') || events.some(({ name }) => name === 'exception'))
    return false;
  const reason = finishReason(text(attributes, 'ai.response.finishReason'));
  return reason !== undefined && reason !== 'error';
}

const usage = (attributes: Attributes): Usage => ({
  input: count(attributes, 'llm.token_count.prompt'),
  output: count(attributes, 'llm.token_count.completion'),
  cacheRead: count(attributes, 'llm.token_count.prompt_details.cache_read'),
  cacheWrite: count(attributes, 'llm.token_count.prompt_details.cache_write'),
  reasoning: count(attributes, 'llm.token_count.completion_details.reasoning'),
});
