import { describe, expect, test } from 'vitest';
import { finishReason, providerName } from './names.ts';

describe('why a model stopped, in the words of the GenAI conventions', () => {
  test.each<[string | undefined, string | undefined]>([
    ['stop', 'stop'],
    ['STOP', 'stop'],
    ['end_turn', 'stop'],
    ['stop_sequence', 'stop'],
    ['completed', 'stop'],
    ['tool_calls', 'tool_call'],
    ['tool-calls', 'tool_call'],
    ['tool_use', 'tool_call'],
    ['function_call', 'tool_call'],
    ['max_tokens', 'length'],
    ['MAX_TOKENS', 'length'],
    ['max_output_tokens', 'length'],
    ['length', 'length'],
    ['SAFETY', 'content_filter'],
    ['content-filter', 'content_filter'],
    ['refusal', 'content_filter'],
    ['PROHIBITED_CONTENT', 'content_filter'],
    ['error', 'error'],
    ['Pause_Turn', 'pause_turn'],
    ['', undefined],
    [undefined, undefined],
  ])('%j is %j', (sent, wanted) => expect(finishReason(sent)).toBe(wanted));

  test('a client’s word that is the name of something in JavaScript is a word', () => {
    expect(finishReason('constructor')).toBe('constructor');
    expect(finishReason('__proto__')).toBe('__proto__');
    expect(finishReason('toString')).toBe('tostring');
  });
});

describe('who ran the model', () => {
  test.each<[string | undefined, string | undefined]>([
    ['openai', 'openai'],
    ['OpenAI', 'openai'],
    ['openai.chat', 'openai'],
    ['openai.responses', 'openai'],
    ['anthropic.messages', 'anthropic'],
    ['google.generative-ai', 'google'],
    ['azure.ai.openai', 'azure.ai.openai'],
    ['az.ai.openai', 'azure.ai.openai'],
    ['az.ai.inference', 'azure.ai.inference'],
    ['aws.bedrock', 'aws.bedrock'],
    ['gcp.vertex_ai', 'gcp.vertex_ai'],
    ['vertex_ai', 'gcp.vertex_ai'],
    ['gemini', 'gcp.gemini'],
    ['xai', 'x_ai'],
    ['xai.chat', 'x_ai'],
    ['my.own.gateway', 'my.own.gateway'],
    ['openaix.chat', 'openaix.chat'],
    ['constructor', 'constructor'],
    ['', undefined],
    [undefined, undefined],
  ])('%j is %j', (sent, wanted) => expect(providerName(sent)).toBe(wanted));
});
