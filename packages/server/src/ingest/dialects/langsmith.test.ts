import { describe, expect, it } from 'vitest';
import { type Given, spanWith } from '../map/span.fixture.ts';
import { readSpan } from './registry.ts';

const read = (given: Given, name = 'a span') => readSpan(spanWith(given, { name }));

describe('LangSmith', () => {
  it('a call: GenAI’s names, and the details as JSON text', () => {
    const given = {
      'langsmith.span.kind': 'llm',
      'gen_ai.operation.name': 'chat',
      'gen_ai.system': 'openai',
      'gen_ai.request.model': 'gpt-5-mini',
      'gen_ai.usage.input_tokens': 949n,
      'gen_ai.usage.output_tokens': 50n,
      'gen_ai.usage.input_token_details': '{"cache_read":640}',
      'gen_ai.usage.output_token_details': '{"reasoning":16}',
      'gen_ai.response.finish_reasons': 'tool_calls',
      'gen_ai.prompt': '{"messages":[{"role":"user","content":"refund me"}]}',
      'gen_ai.completion': '{"choices":[{"message":{"role":"assistant","content":"done"}}]}',
      'langsmith.span.tags': 'beta, refunds',
      'langsmith.metadata.user_id': 'user-77',
      'langsmith.metadata.thread_id': 'thread-9',
      'langsmith.metadata.prompt_version': '7',
    };
    expect(read(given)).toMatchObject({
      dialect: 'genai+langsmith',
      kind: 'llm',
      provider: 'openai',
      usage: { input: 949, output: 50, cacheRead: 640, cacheWrite: null, reasoning: 16 },
      usageScope: 'self',
      finishReason: 'tool_call',
      tags: ['beta', 'refunds'],
      user: 'user-77',
      conversation: 'thread-9',
      promptVersion: '7',
      input: [{ role: 'user' }],
      output: [{ role: 'assistant', parts: [{ content: 'done' }] }],
    });
  });

  it('counts from the usage record where GenAI’s are not sent', () => {
    const usage = '{"input_tokens":812,"output_tokens":41,"input_token_details":{"cache_creation":640}}';
    expect(read({ 'langsmith.span.kind': 'llm', 'langsmith.usage_metadata': usage }).usage).toMatchObject({
      input: 812,
      output: 41,
      cacheWrite: 640,
    });
  });

  it('usage that landed on a root is neither its own nor a total: unknown', () => {
    const root = {
      'langsmith.span.kind': 'chain',
      'gen_ai.operation.name': 'chain',
      'gen_ai.system': 'langchain',
      'gen_ai.request.model': 'gpt-5-mini',
      'gen_ai.usage.input_tokens': 812n,
      'gen_ai.usage.output_tokens': 41n,
    };
    expect(read(root)).toMatchObject({ kind: 'chain', usage: { input: null, output: null }, usageScope: 'none' });
  });

  it('nor is it where the whole call landed on a root that is the agent', () => {
    const root = {
      'langsmith.span.kind': 'llm',
      'langsmith.metadata.ls_agent_type': 'root',
      'gen_ai.usage.input_tokens': 812n,
    };
    expect(read(root, 'support-agent')).toMatchObject({ kind: 'agent', agent: 'support-agent', usageScope: 'none' });
    expect(readSpan(spanWith(root, { parentSpanId: 'c7ad6b7169203331' }))).toMatchObject({
      kind: 'llm',
      usageScope: 'self',
    });
  });

  it('a traceable that says so is an agent, any other chain is not', () => {
    const chain = { 'langsmith.span.kind': 'chain' };
    expect(read({ ...chain, 'langsmith.metadata.ls_agent_type': 'root' }, 'support-agent')).toMatchObject({
      kind: 'agent',
      agent: 'support-agent',
    });
    expect(read(chain, 'support-agent')).toMatchObject({ kind: 'chain' });
    expect(read(chain, 'support-agent').agent).toBeUndefined();
  });

  it('a tool has its arguments where a call has its prompt', () => {
    const tool = {
      'langsmith.span.kind': 'tool',
      'gen_ai.prompt': '{"order_id":"A-1"}',
      'gen_ai.completion': '{"ok":1}',
    };
    expect(read(tool, 'lookup_order')).toMatchObject({
      kind: 'tool',
      tool: 'lookup_order',
      input: [{ parts: [{ type: 'tool_call', name: 'lookup_order', arguments: { order_id: 'A-1' } }] }],
      output: [{ parts: [{ type: 'tool_call_response', response: { ok: 1 } }] }],
    });
  });
});
