import { describe, expect, it } from 'vitest';
import { type Given, mapped, spanWith } from '../map/span.fixture.ts';
import { readSpan } from './registry.ts';

const read = (given: Given) => readSpan(spanWith(given));

describe('Mastra', () => {
  it.each([
    [{ 'mastra.span.type': 'agent_run', 'gen_ai.operation.name': 'invoke_agent' }, 'agent'],
    [{ 'mastra.span.type': 'model_generation', 'gen_ai.operation.name': 'model_generation' }, 'chain'],
    [{ 'mastra.span.type': 'model_generation', 'gen_ai.operation.name': 'chat' }, 'llm'],
    [{ 'mastra.span.type': 'model_step', 'gen_ai.operation.name': 'agent_step' }, 'chain'],
    [{ 'mastra.span.type': 'model_inference', 'gen_ai.operation.name': 'chat' }, 'llm'],
    [
      { 'mastra.span.type': 'model_chunk', 'gen_ai.operation.name': 'model_chunk', 'gen_ai.request.model': 'm' },
      'other',
    ],
    [{ 'mastra.span.type': 'tool_call', 'gen_ai.operation.name': 'execute_tool' }, 'tool'],
    [{ 'mastra.span.type': 'mcp_tool_call' }, 'tool'],
    [{ 'mastra.span.type': 'workflow_step' }, 'chain'],
    [{ 'mastra.span.type': 'something_new' }, 'other'],
  ])('%o is %s', (given, kind) => expect(read(given as Given)).toMatchObject({ kind }));

  it('a call: reasons and tags as JSON text, reasoning by its own name', () => {
    const given = {
      'mastra.span.type': 'model_inference',
      'gen_ai.operation.name': 'chat',
      'gen_ai.usage.input_tokens': 949n,
      'gen_ai.usage.output_tokens': 50n,
      'gen_ai.usage.reasoning_tokens': 16n,
      'gen_ai.usage.cache_read.input_tokens': 640n,
      'gen_ai.response.finish_reasons': '["tool-calls"]',
      'mastra.tags': '["beta"]',
      'mastra.metadata.threadId': 't',
      'mastra.metadata.userId': 'u',
    };
    expect(read(given)).toMatchObject({
      dialect: 'genai+mastra',
      usage: { input: 949, output: 50, cacheRead: 640, reasoning: 16 },
      finishReason: 'tool_call',
      tags: ['beta'],
      conversation: 't',
      user: 'u',
    });
  });

  it('a refused call fails by its reason: its status is fine and its error type unknown', () => {
    const given = { 'mastra.span.type': 'model_inference', 'gen_ai.response.finish_reasons': '["error"]' };
    expect(mapped({ ...given, 'gen_ai.operation.name': 'chat' }, { statusCode: 1 }).row).toMatchObject({
      kind: 'llm',
      failed: true,
      input_tokens: null,
    });
  });

  it('keeps what went in and out as content, and the provider’s raw answer not at all', () => {
    const { row, content } = mapped({
      'mastra.span.type': 'agent_run',
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.agent.name': 'support',
      'mastra.agent_run.input': '[{"role":"user","content":"refund me"}]',
      'mastra.agent_run.output': '{"text":"done"}',
      'mastra.metadata.body': '{"raw":"answer"}',
      'mastra.metadata.headers': '{"set-cookie":"x"}',
    });
    expect([...row.attributes.keys()]).toEqual(['mastra.span.type', 'gen_ai.operation.name', 'gen_ai.agent.name']);
    expect(row).toMatchObject({ agent: 'support', input_preview: 'refund me', output_preview: '{"text":"done"}' });
    expect(content.map(({ body }) => body).join()).not.toMatch(/raw|cookie/);
  });
});
