import { decoded, isObject } from '../content/json.ts';
import { messagesOf } from '../content/messages.ts';
import type { Attributes, SpanIn } from '../otlp/types.ts';
import { count, has, known, object, present, text, value } from './attribute.ts';
import { said } from './payload.ts';
import { callMessages, resultMessages } from './tool-messages.ts';
import type { Dialect, Facts, SpanKind, Usage } from './types.ts';

const contentKeys = [
  'all_messages_events',
  'pydantic_ai.all_messages',
  'final_result',
  'events',
  'tool_arguments',
  'tool_response',
];

/**
 * Pydantic AI, with Logfire or any exporter. Calls speak GenAI. The run of an agent is told by its name alone, and repeats
 * usage. Logfire's pending spans are copies of spans that are still under way: they count as nothing.
 */
export const pydantic: Dialect = {
  name: 'pydantic-ai',
  claims: ({ attributes, scope }) => scope.name === 'pydantic-ai' || attributes.has('logfire.span_type'),
  read(span: SpanIn): Facts {
    const { attributes } = span;
    if (text(attributes, 'logfire.span_type') === 'pending_span') return { kind: 'other', usageScope: 'none' };
    if (span.scope.name !== 'pydantic-ai') return session(attributes);
    const kind = kindOf(span);
    const facts = known({
      kind,
      agent: kind === 'agent' ? text(attributes, 'gen_ai.agent.name', 'agent_name') : undefined,
      usage: usage(attributes, kind),
      consumed: present(attributes, contentKeys),
      ...session(attributes),
    });
    readContent(attributes, facts);
    return facts;
  },
};

/** `metadata` of an agent is the program's own. */
function session(attributes: Attributes): Facts {
  const metadata = has(attributes, 'metadata') ? object(attributes, 'metadata') : {};
  const of = (...keys: readonly string[]) => keys.map((key) => metadata[key]).find((one) => typeof one === 'string');
  return known({
    conversation: of('session_id', 'conversation_id', 'thread_id') as string | undefined,
    user: of('user_id') as string | undefined,
  });
}

function kindOf({ name, attributes }: SpanIn): SpanKind | undefined {
  if (has(attributes, 'gen_ai.operation.name')) return undefined;
  if (name === 'agent run' || name.startsWith('invoke_agent') || has(attributes, 'pydantic_ai.all_messages'))
    return 'agent';
  if (has(attributes, 'gen_ai.tool.name')) return 'tool';
  return name.startsWith('running ') ? 'chain' : undefined;
}

function usage(attributes: Attributes, kind: SpanKind | undefined): Usage {
  const from =
    kind === 'agent' && has(attributes, 'gen_ai.aggregated_usage.input_tokens') ? 'aggregated_usage' : 'usage';
  return {
    input: count(attributes, `gen_ai.${from}.input_tokens`),
    output: count(attributes, `gen_ai.${from}.output_tokens`),
    cacheRead: count(attributes, `gen_ai.${from}.details.cache_read_tokens`, `gen_ai.${from}.cache_read.input_tokens`),
    cacheWrite: count(attributes, `gen_ai.${from}.details.cache_write_tokens`),
    reasoning: count(attributes, `gen_ai.${from}.details.reasoning_tokens`),
  };
}

function readContent(attributes: Attributes, facts: Facts): void {
  const call = { id: text(attributes, 'gen_ai.tool.call.id'), name: text(attributes, 'gen_ai.tool.name') };
  const events = value(attributes, 'events') ?? value(attributes, 'all_messages_events');
  const [asked, answers] = Array.isArray(events) ? split(events) : [[], []];
  const all = value(attributes, 'pydantic_ai.all_messages');
  const input =
    callMessages(call, attributes.get('tool_arguments')) ?? messagesOf(asked.length > 0 ? asked : all, 'user').messages;
  const output =
    resultMessages(call, attributes.get('tool_response')) ??
    said(decoded(attributes.get('final_result')), 'assistant') ??
    messagesOf(answers, 'assistant').messages;
  if (input.length > 0) facts.input = input;
  if (output.length > 0) facts.output = output;
}

/** Version 1 lists all messages as events: the choices among them are the answer. */
function split(events: readonly unknown[]): [asked: unknown[], answers: unknown[]] {
  const isChoice = (event: unknown): boolean => isObject(event) && event['event.name'] === 'gen_ai.choice';
  return [events.filter((event) => !isChoice(event)), events.filter(isChoice)];
}
