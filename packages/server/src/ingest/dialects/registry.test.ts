import { describe, expect, it } from 'vitest';
import { type Given, spanWith } from '../map/span.fixture.ts';
import type { SpanIn } from '../otlp/types.ts';
import { readSpan } from './registry.ts';

const read = (given: Given, rest: Partial<SpanIn> = {}) => readSpan(spanWith(given, rest));
const unknown = { input: null, output: null, cacheRead: null, cacheWrite: null, reasoning: null };

describe('which convention', () => {
  it('names all that hold on a span, the general one only alone', () => {
    expect(read({}).dialect).toBe('otel');
    expect(read({ 'gen_ai.operation.name': 'chat' }).dialect).toBe('genai');
    expect(
      read({ 'ai.operationId': 'ai.generateText', 'openinference.span.kind': 'AGENT', 'gen_ai.system': 'openai' })
        .dialect,
    ).toBe('genai+vercel+openinference');
    expect(
      read({}, { scope: { name: 'com.anthropic.sdk.typescript', version: '1', attributes: new Map() } }).dialect,
    ).toBe('anthropic');
  });

  it('believes the first in the order of each field', () => {
    const all: Given = {
      'openinference.span.kind': 'TOOL',
      'gen_ai.operation.name': 'chat',
      'ai.operationId': 'ai.generateText',
      'gen_ai.response.model': 'from genai',
      'ai.response.model': 'from vercel',
      'llm.response.model_name': 'from openinference',
      'session.id': 'general',
      'gen_ai.conversation.id': 'genai',
      'ai.telemetry.metadata.sessionId': 'vercel',
      'ai.telemetry.metadata.userId': 'vercel user',
    };
    expect(read(all)).toMatchObject({
      kind: 'tool',
      responseModel: 'from genai',
      conversation: 'general',
      user: 'vercel user',
    });
    const { 'session.id': _, 'gen_ai.response.model': __, 'openinference.span.kind': ___, ...rest } = all;
    expect(read(rest)).toMatchObject({ kind: 'llm', responseModel: 'from vercel', conversation: 'genai' });
  });
});

describe('the prompt', () => {
  const framework = { 'gen_ai.operation.name': 'chat', 'gen_ai.prompt.name': 'theirs', 'gen_ai.prompt.version': '9' };

  it('is the one that is kept here, where that is said', () => {
    const ours = { 'signalbox.prompt': 'support/refund', 'signalbox.prompt.version': '3' };
    expect(read({ ...framework, ...ours })).toMatchObject({ promptName: 'support/refund', promptVersion: '3' });
  });

  it('is what the framework calls it otherwise', () => {
    expect(read(framework)).toMatchObject({ promptName: 'theirs', promptVersion: '9' });
  });
});

describe('kind without a convention', () => {
  it.each([
    [{ 'gen_ai.tool.name': 't', 'gen_ai.request.model': 'm' }, 'tool'],
    [{ 'gen_ai.request.model': 'm' }, 'llm'],
    [{ 'http.request.method': 'GET' }, 'other'],
    [{ 'gen_ai.operation.name': 'create_agent', 'gen_ai.request.model': 'm' }, 'other'],
    [{ 'gen_ai.operation.name': 'something_new', 'gen_ai.request.model': 'm' }, 'llm'],
    [{ 'gen_ai.operation.name': '__proto__' }, 'other'],
  ])('%o is %s', (given, kind) => expect(read(given as Given).kind).toBe(kind));
});

describe('usage', () => {
  const call = { 'gen_ai.operation.name': 'chat' };

  it('is of a model call itself, reported on anything else, and missing is not 0', () => {
    expect(read(call)).toMatchObject({ usage: unknown, usageScope: 'none', usageQuality: 'missing' });
    expect(read({ ...call, 'gen_ai.usage.input_tokens': 5n })).toMatchObject({
      usage: { ...unknown, input: 5 },
      usageScope: 'self',
      usageQuality: 'exact',
    });
    expect(read({ 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.usage.input_tokens': 5n })).toMatchObject({
      usageScope: 'reported',
    });
    expect(read({ ...call, 'gen_ai.usage.input_tokens': 0n }).usage.input).toBe(0);
  });

  it('takes the zeros of a failed call for unknown, those of another for what they say', () => {
    const zeros = { ...call, 'gen_ai.usage.input_tokens': 0n, 'gen_ai.usage.output_tokens': 0n };
    expect(read(zeros, { statusCode: 2 })).toMatchObject({
      usage: unknown,
      usageScope: 'none',
      usageQuality: 'missing',
    });
    expect(read({ ...zeros, 'gen_ai.response.finish_reasons': ['error'] }).usage.input).toBeNull();
    expect(read({ ...zeros, 'gen_ai.usage.input_tokens': 5n }, { statusCode: 2 }).usage).toMatchObject({
      input: 5,
      output: 0,
    });
    expect(read(zeros).usage).toMatchObject({ input: 0, output: 0 });
  });

  it('takes what is no count for unknown', () => {
    for (const sent of [Number.NaN, -1n, 1.5, 'many', true, null, 1n << 40n, '', []])
      expect(read({ ...call, 'gen_ai.usage.input_tokens': sent }).usage.input).toBeNull();
    expect(read({ ...call, 'gen_ai.usage.input_tokens': '812' }).usage.input).toBe(812);
  });

  it('adds the cache where it was counted apart, and reasoning likewise', () => {
    const apart = {
      'gen_ai.usage.input_tokens': 172n,
      'gen_ai.usage.cache_creation.input_tokens': 640n,
      'gen_ai.usage.output_tokens': 10n,
      'gen_ai.usage.reasoning_tokens': 16n,
    };
    expect(read({ ...call, ...apart })).toMatchObject({
      usage: { input: 812, cacheWrite: 640, output: 26, reasoning: 16 },
      usageQuality: 'inferred',
    });
    expect(
      read({ ...call, 'gen_ai.usage.input_tokens': 812n, 'gen_ai.usage.cache_read.input_tokens': 640n }),
    ).toMatchObject({ usage: { input: 812 }, usageQuality: 'exact' });
  });

  it('believes the AI SDK 5 about Anthropic before its own gen_ai numbers, which leave the cache out', () => {
    const metadata = {
      anthropic: { usage: { input_tokens: 1000, cache_read_input_tokens: 640, cache_creation_input_tokens: 0 } },
    };
    const given: Given = {
      'ai.operationId': 'ai.generateText.doGenerate',
      'gen_ai.system': 'anthropic.messages',
      'gen_ai.usage.input_tokens': 1000n,
      'ai.usage.inputTokens': 1000n,
      'ai.response.providerMetadata': JSON.stringify(metadata),
    };
    expect(read(given).usage).toMatchObject({ input: 1640, cacheRead: 640, cacheWrite: 0 });
  });

  it('knows that a cost of 0 beside unknown tokens is none', () => {
    expect(read({ ...call, 'gen_ai.usage.cost': 0 }).cost).toBeUndefined();
    expect(read({ ...call, 'gen_ai.usage.cost': -1, 'gen_ai.usage.input_tokens': 1n }).cost).toBeUndefined();
    expect(read({ ...call, 'gen_ai.usage.cost': 0, 'gen_ai.usage.input_tokens': 1n }).cost).toBe(0);
    expect(
      read({ ...call, 'gen_ai.usage.cost.amount': 0.25, 'gen_ai.usage.cost.currency': 'EUR' }).cost,
    ).toBeUndefined();
    expect(read({ ...call, 'gen_ai.usage.cost.amount': 0.25 }).cost).toBe(0.25);
  });
});

it('takes the finish reason from the message where the span has none', () => {
  const output = '[{"role":"assistant","parts":[{"type":"text","content":"no"}],"finish_reason":"refusal"}]';
  expect(read({ 'gen_ai.operation.name': 'chat', 'gen_ai.output.messages': output })).toMatchObject({
    finishReason: 'content_filter',
    refused: true,
  });
});
