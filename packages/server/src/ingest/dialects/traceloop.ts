import { decoded, isObject } from '../content/json.ts';
import type { Attributes, SpanIn } from '../otlp/types.ts';
import { count, known, present, text } from './attribute.ts';
import { finishReason } from './names.ts';
import { readPayload } from './payload.ts';
import type { Dialect, Facts, SpanKind, Usage } from './types.ts';

const properties = 'traceloop.association.properties.';
const contentKeys = ['traceloop.entity.input', 'traceloop.entity.output'];

/**
 * OpenLLMetry (Traceloop). Calls of models speak GenAI, which reads them; here are its entities: workflow, task, agent,
 * tool. `traceloop.workflow.name` is the innermost, on some spans the agent's. Properties stand on the outermost span only.
 */
export const traceloop: Dialect = {
  name: 'traceloop',
  claims: ({ attributes, scope }) =>
    attributes.has('traceloop.span.kind') ||
    attributes.has('traceloop.workflow.name') ||
    attributes.has('traceloop.entity.name') ||
    attributes.has('llm.request.type') ||
    scope.name.startsWith('@traceloop/'),
  read(span: SpanIn): Facts {
    const { attributes } = span;
    const kind = kindOf(attributes);
    const entity = text(attributes, 'traceloop.entity.name');
    const facts = known({
      kind,
      agent: kind === 'agent' ? entity : undefined,
      agentVersion: kind === 'agent' ? text(attributes, 'traceloop.entity.version') : undefined,
      tool: kind === 'tool' ? entity : undefined,
      workflow: workflowOf(attributes, entity),
      conversation: text(
        attributes,
        `${properties}conversation_id`,
        `${properties}session_id`,
        `${properties}sessionId`,
        `${properties}thread_id`,
      ),
      user: text(attributes, `${properties}user_id`, `${properties}userId`),
      promptName: text(attributes, 'traceloop.prompt.key'),
      promptVersion: text(attributes, 'traceloop.prompt.version'),
      finishReason: finishReason(text(attributes, 'gen_ai.completion.0.finish_reason', 'llm.response.finish_reason')),
      consumed: present(attributes, contentKeys),
    });
    Object.assign(facts, usage(span));
    readPayload(facts, {
      input: given(attributes.get('traceloop.entity.input')),
      output: attributes.get('traceloop.entity.output'),
    });
    return facts;
  },
};

/** Its Anthropic wrapper for Node counts the input without the cache; the SDK's own span below it counts it with. */
function usage({ attributes, scope }: SpanIn): Pick<Facts, 'usage' | 'usageQuality'> {
  const sent: Usage = {
    input: count(attributes, 'gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens'),
    output: null,
    cacheRead: count(attributes, 'gen_ai.usage.cache_read.input_tokens', 'gen_ai.usage.cache_read_input_tokens'),
    cacheWrite: count(
      attributes,
      'gen_ai.usage.cache_creation.input_tokens',
      'gen_ai.usage.cache_creation_input_tokens',
    ),
    reasoning: null,
  };
  const cache = (sent.cacheRead ?? 0) + (sent.cacheWrite ?? 0);
  if (scope.name !== '@traceloop/instrumentation-anthropic' || sent.input === null || cache === 0) return {};
  return { usage: { ...sent, input: sent.input + cache }, usageQuality: 'inferred' };
}

/** `conversation.<id>` is the wrapper of a conversation, no work of anybody's. */
function workflowOf(attributes: Attributes, entity: string | undefined): string | undefined {
  const name =
    text(attributes, 'traceloop.span.kind') === 'workflow' ? entity : text(attributes, 'traceloop.workflow.name');
  return name?.startsWith('conversation.') === true ? undefined : name;
}

/** Arguments of a decorated function `{args, kwargs}`, or of a tool by MCP `{tool_name, arguments}`. */
function given(sent: unknown): unknown {
  const value = decoded(sent);
  if (!isObject(value)) return sent;
  if ('tool_name' in value && 'arguments' in value) return value['arguments'];
  const [args, named] = [value['args'], value['kwargs']];
  if (!Array.isArray(args) || !isObject(named)) return sent;
  if (args.length === 0) return Object.keys(named).length === 0 ? undefined : named;
  if (Object.keys(named).length > 0) return value;
  return args.length === 1 ? args[0] : args;
}

function kindOf(attributes: Attributes): SpanKind | undefined {
  const declared = text(attributes, 'traceloop.span.kind');
  if (declared !== undefined) return kinds[declared];
  const request = text(attributes, 'llm.request.type');
  return request === undefined ? undefined : requests[request];
}

const kinds: { readonly [kind: string]: SpanKind | undefined } = Object.assign(Object.create(null) as object, {
  workflow: 'chain',
  task: 'chain',
  session: 'chain',
  agent: 'agent',
  tool: 'tool',
} satisfies Record<string, SpanKind>);

const requests: { readonly [type: string]: SpanKind | undefined } = Object.assign(Object.create(null) as object, {
  chat: 'llm',
  completion: 'llm',
  embedding: 'embedding',
  rerank: 'retrieval',
} satisfies Record<string, SpanKind>);
