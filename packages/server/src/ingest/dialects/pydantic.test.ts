import { describe, expect, it } from 'vitest';
import { type Given, spanWith } from '../map/span.fixture.ts';
import { readSpan } from './registry.ts';

const read = (given: Given, name: string, scope = 'pydantic-ai') =>
  readSpan(spanWith(given, { name, scope: { name: scope, version: '1', attributes: new Map() } }));

describe('Pydantic AI', () => {
  it('a run is told by its name, and repeats the usage of its calls', () => {
    const given = {
      model_name: 'gpt-5-mini',
      agent_name: 'support',
      'gen_ai.agent.name': 'support',
      'gen_ai.usage.input_tokens': 51n,
      'gen_ai.usage.output_tokens': 1n,
      'pydantic_ai.all_messages': '[{"role":"user","parts":[{"type":"text","content":"hello"}]}]',
      final_result: 'success',
      metadata: '{"user_id":"u","session_id":"s"}',
    };
    expect(read(given, 'agent run')).toMatchObject({
      dialect: 'genai+pydantic-ai',
      kind: 'agent',
      agent: 'support',
      usage: { input: 51, output: 1 },
      usageScope: 'reported',
      input: [{ role: 'user', parts: [{ content: 'hello' }] }],
      output: [{ role: 'assistant', parts: [{ content: 'success' }] }],
      user: 'u',
      conversation: 's',
    });
    const newer = { 'gen_ai.agent.name': 'support', 'gen_ai.aggregated_usage.input_tokens': 51n };
    expect(read(newer, 'invoke_agent support')).toMatchObject({
      kind: 'agent',
      usage: { input: 51 },
      usageScope: 'reported',
    });
  });

  it('a call: details of usage, and the messages of version 1', () => {
    const events = [
      { 'event.name': 'gen_ai.user.message', role: 'user', content: 'hi' },
      { 'event.name': 'gen_ai.choice', index: 0, message: { role: 'assistant', content: 'hello' } },
    ];
    const given = {
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'gpt-5-mini',
      'gen_ai.usage.input_tokens': 949n,
      'gen_ai.usage.output_tokens': 50n,
      'gen_ai.usage.details.cache_read_tokens': 640n,
      'gen_ai.usage.details.reasoning_tokens': 16n,
      events: JSON.stringify(events),
    };
    expect(read(given, 'chat gpt-5-mini')).toMatchObject({
      kind: 'llm',
      usage: { input: 949, output: 50, cacheRead: 640, reasoning: 16 },
      usageScope: 'self',
      input: [{ role: 'user', parts: [{ content: 'hi' }] }],
      output: [{ role: 'assistant', parts: [{ content: 'hello' }] }],
    });
  });

  it('a tool, and the group of tools around it', () => {
    const tool = {
      'gen_ai.tool.name': 'lookup',
      'gen_ai.tool.call.id': 'c1',
      tool_arguments: '{"a":1}',
      tool_response: 'fine',
    };
    expect(read(tool, 'running tool')).toMatchObject({
      kind: 'tool',
      tool: 'lookup',
      input: [{ parts: [{ type: 'tool_call', id: 'c1', arguments: { a: 1 } }] }],
      output: [{ parts: [{ type: 'tool_call_response', response: 'fine' }] }],
    });
    expect(read({}, 'running 2 tools')).toMatchObject({ kind: 'chain' });
  });

  it('a pending span of Logfire is a copy of one that is under way: it counts as nothing', () => {
    const given = {
      'logfire.span_type': 'pending_span',
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'm',
      'gen_ai.usage.input_tokens': 5n,
    };
    for (const scope of ['pydantic-ai', 'logfire.openai'])
      expect(read(given, 'chat m', scope)).toMatchObject({ kind: 'other', usageScope: 'none', usage: { input: null } });
    expect(read({ ...given, 'logfire.span_type': 'span' }, 'chat m', 'logfire.openai')).toMatchObject({ kind: 'llm' });
  });
});
