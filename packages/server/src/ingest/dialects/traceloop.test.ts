import { describe, expect, it } from 'vitest';
import { type Given, spanWith } from '../map/span.fixture.ts';
import type { SpanIn } from '../otlp/types.ts';
import { readSpan } from './registry.ts';

const scoped = (name: string): Partial<SpanIn> => ({ scope: { name, version: '0.27.0', attributes: new Map() } });
const read = (given: Given, scope = '@traceloop/node-server-sdk') => readSpan(spanWith(given, scoped(scope)));

describe('OpenLLMetry', () => {
  it('workflow, agent and tool are entities; a call in them names its agent and stays a call', () => {
    const workflow = { 'traceloop.span.kind': 'workflow', 'traceloop.entity.name': 'support_workflow' };
    expect(read({ ...workflow, 'traceloop.entity.version': 3n })).toMatchObject({
      dialect: 'traceloop',
      kind: 'chain',
      workflow: 'support_workflow',
    });
    const agent = { 'traceloop.span.kind': 'agent', 'traceloop.entity.name': 'support_agent' };
    expect(read({ ...agent, 'traceloop.entity.version': 1n })).toMatchObject({
      kind: 'agent',
      agent: 'support_agent',
      agentVersion: '1',
    });
    const call = { 'gen_ai.operation.name': 'chat', 'gen_ai.agent.name': 'support_agent' };
    expect(read({ ...call, 'traceloop.workflow.name': 'support_agent' })).toMatchObject({
      dialect: 'genai+traceloop',
      kind: 'llm',
      agent: 'support_agent',
    });
    expect(read({ 'traceloop.span.kind': 'workflow', 'traceloop.entity.name': 'conversation.conv-3' }).workflow).toBe(
      undefined,
    );
  });

  it.each([
    ['of a function', '{"args":[],"kwargs":{"order_id":"A-1001"}}', { order_id: 'A-1001' }],
    ['of a function with one argument', '{"args":["A-1001"],"kwargs":{}}', 'A-1001'],
    ['of a function with several', '{"args":[1,2],"kwargs":{}}', [1, 2]],
    ['by MCP', '{"tool_name":"lookup","arguments":{"order_id":"BOOM"}}', { order_id: 'BOOM' }],
    ['of another shape', '{"q":1}', { q: 1 }],
  ])('the arguments of a tool %s', (_, sent, meant) => {
    const given = { 'traceloop.span.kind': 'tool', 'traceloop.entity.name': 'lookup', 'traceloop.entity.input': sent };
    expect(read(given)).toMatchObject({
      kind: 'tool',
      tool: 'lookup',
      input: [{ parts: [{ type: 'tool_call', name: 'lookup', arguments: meant }] }],
      consumed: ['traceloop.entity.input'],
    });
  });

  it('no arguments are no message', () => {
    const given = { 'traceloop.span.kind': 'workflow', 'traceloop.entity.input': '{"args":[],"kwargs":{}}' };
    expect(read(given).input).toBeUndefined();
  });

  it('its Anthropic wrapper for Node leaves the cache out, others do not', () => {
    const given = {
      'gen_ai.operation.name': 'chat',
      'gen_ai.usage.input_tokens': 1000n,
      'gen_ai.usage.output_tokens': 41n,
      'gen_ai.usage.cache_read.input_tokens': 640n,
      'gen_ai.usage.cache_creation.input_tokens': 0n,
    };
    expect(read(given, '@traceloop/instrumentation-anthropic')).toMatchObject({
      usage: { input: 1640, output: 41, cacheRead: 640, cacheWrite: 0 },
      usageQuality: 'inferred',
    });
    expect(read(given, 'opentelemetry.instrumentation.anthropic')).toMatchObject({
      usage: { input: 1000, cacheRead: 640 },
      usageQuality: 'exact',
    });
  });

  it('the names of before: request type, numbered messages, association properties', () => {
    expect(
      read({
        'llm.request.type': 'chat',
        'gen_ai.prompt.0.role': 'user',
        'gen_ai.prompt.0.content': 'hi',
        'gen_ai.completion.0.content': 'hello',
        'gen_ai.completion.0.finish_reason': 'stop',
        'gen_ai.usage.prompt_tokens': 3n,
        'gen_ai.usage.completion_tokens': 2n,
      }),
    ).toMatchObject({ kind: 'llm', finishReason: 'stop', usage: { input: 3, output: 2 }, input: [{ role: 'user' }] });
    expect(read({ 'llm.request.type': 'rerank' }).kind).toBe('retrieval');
    const properties = 'traceloop.association.properties.';
    const outer = {
      'traceloop.span.kind': 'workflow',
      [`${properties}session_id`]: 's',
      [`${properties}user_id`]: 'u',
    };
    expect(read(outer)).toMatchObject({ conversation: 's', user: 'u' });
    expect(read({ ...outer, 'gen_ai.conversation.id': 'conv-3' }).conversation).toBe('conv-3');
  });
});
