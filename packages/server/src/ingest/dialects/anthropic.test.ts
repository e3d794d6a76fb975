import { describe, expect, test } from 'vitest';
import { type Given, mapped, spanWith } from '../map/span.fixture.ts';
import { anthropic } from './anthropic.ts';

const scope = { name: 'com.anthropic.sdk.tracing', version: '0.137.0', attributes: new Map() };
const read = (given: Given) => anthropic.read(spanWith(given, { scope }));

describe('spans of the Anthropic SDK', () => {
  test('are known by their scope alone', () => {
    expect(anthropic.claims(spanWith({}, { scope }))).toBe(true);
    const wrapper = { ...scope, name: 'openinference.instrumentation.anthropic' };
    expect(anthropic.claims(spanWith({ 'anthropic.message.stop_reason': 'end_turn' }, { scope: wrapper }))).toBe(false);
  });

  test.each<[string, string, boolean | undefined]>([
    ['end_turn', 'stop', undefined],
    ['tool_use', 'tool_call', undefined],
    ['max_tokens', 'length', undefined],
    ['refusal', 'content_filter', true],
    ['pause_turn', 'pause_turn', undefined],
  ])('stop reason %s is %s', (sent, finishReason, refused) => {
    const facts = read({ 'anthropic.message.stop_reason': sent });
    expect([facts.finishReason, facts.refused]).toEqual([finishReason, refused]);
  });

  test('the provider is known even where nothing else was said', () => {
    expect(read({})).toEqual({ provider: 'anthropic', consumed: [] });
  });

  test('a tool’s result is content: kept as a message, and not once more among the attributes', () => {
    const given = {
      'gen_ai.tool.call.id': 'toolu_1',
      'gen_ai.tool.name': 'find',
      'anthropic.tool_result.content': '[{"type":"text","text":"found"}]',
    };
    const facts = read(given);
    expect(facts.output).toEqual([
      {
        role: 'tool',
        parts: [{ type: 'tool_call_response', id: 'toolu_1', response: [{ type: 'text', text: 'found' }] }],
      },
    ]);
    expect(facts.consumed).toEqual(['anthropic.tool_result.content']);
    const { row } = mapped(given, { scope });
    expect(JSON.stringify([...row.attributes])).not.toContain('found');
  });
});
