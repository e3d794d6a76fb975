import { textMessage } from '../content/messages.ts';
import type { Attributes, SpanIn } from '../otlp/types.ts';
import { count, decimal, known, nanoseconds, present, text } from './attribute.ts';
import { finishReason } from './names.ts';
import { callMessages, resultMessages } from './tool-messages.ts';
import type { Dialect, Facts, SpanKind, Usage } from './types.ts';

const contentKeys = ['user_prompt', 'tool_input', 'tool_output', 'response.model_output'];

/**
 * Claude Code and the Claude Agent SDK with tracing on: an interaction with its requests and tools below. Attributes have
 * no namespace, so they are believed only on spans of these names. Input is counted without the cache, as by the API.
 */
export const claudeCode: Dialect = {
  name: 'claude-code',
  claims: ({ name, scope }) => name.startsWith('claude_code.') || scope.name.startsWith('com.anthropic.claude_code'),
  read(span: SpanIn): Facts {
    const { attributes } = span;
    const kind = kinds[text(attributes, 'span.type') ?? span.name.slice('claude_code.'.length)];
    const isCall = kind === 'llm';
    const facts = known({
      kind,
      agent: kind === 'agent' ? (text(attributes, 'agent_name', 'agent.name') ?? 'claude-code') : undefined,
      provider: isCall ? 'anthropic' : undefined,
      requestModel: isCall ? text(attributes, 'model') : undefined,
      responseModel: isCall ? text(attributes, 'response.model', 'model') : undefined,
      responseId: isCall ? text(attributes, 'response.id') : undefined,
      tool: kind === 'tool' ? text(attributes, 'tool_name') : undefined,
      toolCallId: kind === 'tool' ? text(attributes, 'tool_use_id') : undefined,
      usage: isCall ? usage(attributes) : undefined,
      cost: isCall ? decimal(attributes, 'cost_usd') : undefined,
      timeToFirstTokenNs: nanoseconds(decimal(attributes, 'ttft_ms'), 1000),
      finishReason: isCall ? finishReason(text(attributes, 'stop_reason')) : undefined,
      failed: attributes.get('success') === false || text(attributes, 'success') === 'false' || undefined,
      errorMessage: text(attributes, 'error'),
      consumed: present(attributes, contentKeys),
    });
    if (facts.finishReason === 'content_filter') facts.refused = true;
    readContent(attributes, facts);
    return facts;
  },
};

function usage(attributes: Attributes): Usage {
  const cacheRead = count(attributes, 'cache_read_tokens');
  const cacheWrite = count(attributes, 'cache_creation_tokens');
  const input = count(attributes, 'input_tokens');
  return {
    input: input === null ? null : input + (cacheRead ?? 0) + (cacheWrite ?? 0),
    output: count(attributes, 'output_tokens'),
    cacheRead,
    cacheWrite,
    reasoning: null,
  };
}

function readContent(attributes: Attributes, facts: Facts): void {
  const call = { id: facts.toolCallId, name: facts.tool };
  const [asked, answered] = [attributes.get('tool_input'), attributes.get('tool_output')];
  const [prompt, answer] = [text(attributes, 'user_prompt'), text(attributes, 'response.model_output')];
  const input = prompt === undefined ? callMessages(call, asked) : [textMessage('user', prompt)];
  const output = answer === undefined ? resultMessages(call, answered) : [textMessage('assistant', answer)];
  if (input !== undefined) facts.input = input;
  if (output !== undefined) facts.output = output;
}

/** Waiting for a person and executing are parts of one call of a tool, no calls of their own. */
const kinds: { readonly [type: string]: SpanKind | undefined } = Object.assign(Object.create(null) as object, {
  interaction: 'agent',
  llm_request: 'llm',
  tool: 'tool',
  'tool.blocked_on_user': 'chain',
  'tool.execution': 'chain',
  hook: 'chain',
} satisfies Record<string, SpanKind>);
