import { describe, expect, it } from 'vitest';
import { type Given, mapped, spanWith } from '../map/span.fixture.ts';
import { readSpan } from './registry.ts';

const scope = { name: 'com.anthropic.claude_code.tracing', version: '1.0.0', attributes: new Map() };
const read = (given: Given, name: string) => readSpan(spanWith(given, { name, scope }));

describe('Claude Code and the Claude Agent SDK', () => {
  it('a request: the input without the cache, as the API counts it', () => {
    const given = {
      'span.type': 'llm_request',
      'session.id': 'sess',
      'gen_ai.system': 'anthropic',
      'gen_ai.request.model': 'claude-opus-5',
      model: 'claude-opus-5',
      input_tokens: 2n,
      output_tokens: 1200n,
      cache_read_tokens: 84_562n,
      cache_creation_tokens: 7096n,
      ttft_ms: 812.5,
      success: true,
      stop_reason: 'tool_use',
    };
    expect(read(given, 'claude_code.llm_request')).toMatchObject({
      dialect: 'genai+claude-code',
      kind: 'llm',
      provider: 'anthropic',
      requestModel: 'claude-opus-5',
      usage: { input: 2 + 84_562 + 7096, output: 1200, cacheRead: 84_562, cacheWrite: 7096 },
      usageScope: 'self',
      timeToFirstTokenNs: 812_500_000n,
      finishReason: 'tool_call',
      conversation: 'sess',
      failed: false,
    });
    expect(read({ 'span.type': 'llm_request', cache_read_tokens: 5n }, 'claude_code.llm_request').usageScope).toBe(
      'none',
    );
  });

  it('an interaction is the agent’s run, a tool one step with its parts below', () => {
    expect(read({ 'span.type': 'interaction', user_prompt: 'fix the test' }, 'claude_code.interaction')).toMatchObject({
      kind: 'agent',
      agent: 'claude-code',
      input: [{ role: 'user', parts: [{ content: 'fix the test' }] }],
    });
    const tool = { 'span.type': 'tool', tool_name: 'Bash', tool_use_id: 'toolu_1', tool_input: '{"command":"ls"}' };
    expect(read(tool, 'claude_code.tool')).toMatchObject({
      kind: 'tool',
      tool: 'Bash',
      toolCallId: 'toolu_1',
      input: [{ parts: [{ type: 'tool_call', id: 'toolu_1', arguments: { command: 'ls' } }] }],
    });
    for (const part of ['tool.execution', 'tool.blocked_on_user', 'hook'])
      expect(read({ 'span.type': part }, `claude_code.${part}`)).toMatchObject({ kind: 'chain' });
    expect(read({}, 'claude_code.tool')).toMatchObject({ kind: 'tool' });
  });

  it('fails by its own word', () => {
    const { row } = mapped(
      { 'span.type': 'llm_request', success: false, error: '529 overloaded' },
      { name: 'claude_code.llm_request' },
    );
    expect(row).toMatchObject({ failed: true, error_message: '529 overloaded' });
  });

  it('is believed about its bare names on its own spans only', () => {
    const { row } = mapped({ 'span.type': 'llm_request', model: 'm', input_tokens: 5n }, { name: 'somebody.else' });
    expect(row).toMatchObject({ dialect: 'otel', kind: 'other', model: '', input_tokens: null });
  });
});
