import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Given, mapped, spanWith } from '../map/span.fixture.ts';
import type { SpanIn } from '../otlp/types.ts';
import { langfuseUsage } from './langfuse-usage.ts';
import { readSpan } from './registry.ts';

const read = (given: Given, rest: Partial<SpanIn> = {}) => readSpan(spanWith(given, rest));
const observation = (type: string, rest: Given = {}): Given => ({
  'langfuse.observation.type': type,
  'langfuse.trace.name': 'support-chat',
  ...rest,
});

describe('Langfuse', () => {
  it('a generation: its model, usage, cost, prompt and messages', () => {
    const start = Date.UTC(2026, 10, 22, 6);
    const given = observation('generation', {
      'langfuse.observation.model.name': 'gpt-5-mini-2026-08-07',
      'langfuse.observation.usage_details':
        '{"input":309,"output":34,"total":999,"input_cached_tokens":640,"input_audio_tokens":0,"output_reasoning_tokens":16}',
      'langfuse.observation.cost_details': '{"input":0.1,"output":0.2}',
      'langfuse.observation.completion_start_time': `"${new Date(start + 250).toISOString()}"`,
      'langfuse.observation.prompt.name': 'support-agent',
      'langfuse.observation.prompt.version': 7n,
      'langfuse.trace.tags': ['beta', 'refunds'],
      'langfuse.observation.input':
        '{"messages":[{"role":"system","content":"be kind"},{"role":"user","content":"refund me"}],"tools":[{"type":"function"}]}',
      'langfuse.observation.output': '{"role":"assistant","content":null,"refusal":"I will not","tool_calls":[]}',
    });
    expect(read(given, { startNs: BigInt(start) * 1_000_000n })).toMatchObject({
      dialect: 'langfuse',
      kind: 'llm',
      responseModel: 'gpt-5-mini-2026-08-07',
      usage: { input: 949, output: 50, cacheRead: 640, cacheWrite: null, reasoning: 16 },
      usageScope: 'self',
      usageQuality: 'exact',
      cost: expect.closeTo(0.3),
      timeToFirstTokenNs: 250_000_000n,
      promptName: 'support-agent',
      promptVersion: '7',
      tags: ['beta', 'refunds'],
      workflow: 'support-chat',
      refused: true,
      toolDefinitions: [{ type: 'function' }],
      input: [{ role: 'system' }, { role: 'user', parts: [{ type: 'text', content: 'refund me' }] }],
      output: [{ role: 'assistant', parts: [{ content: 'I will not' }] }],
    });
  });

  it('an agent and a tool are named by their observations, and nothing else is', () => {
    expect(read(observation('agent', { 'langfuse.version': 'v7' }), { name: 'support-agent' })).toMatchObject({
      kind: 'agent',
      agent: 'support-agent',
      agentVersion: 'v7',
    });
    const tool = read(
      observation('tool', { 'langfuse.observation.input': '{"a":1}', 'langfuse.observation.output': '"fine"' }),
      { name: 'lookup' },
    );
    expect(tool).toMatchObject({
      kind: 'tool',
      tool: 'lookup',
      input: [{ parts: [{ type: 'tool_call', name: 'lookup', arguments: { a: 1 } }] }],
      output: [{ parts: [{ type: 'tool_call_response', response: 'fine' }] }],
    });
    for (const [type, kind] of [
      ['span', 'other'],
      ['event', 'other'],
      ['chain', 'chain'],
      ['retriever', 'retrieval'],
      ['embedding', 'embedding'],
      ['guardrail', 'guardrail'],
      ['evaluator', 'evaluator'],
      ['__proto__', 'other'],
    ] as const) {
      const said = read(observation(type), { name: 'x' });
      expect([said.kind, said.agent, said.tool]).toEqual([kind, undefined, undefined]);
    }
  });

  it('fails by its level, with no status and no known cost', () => {
    const refused = observation('generation', {
      'langfuse.observation.level': 'ERROR',
      'langfuse.observation.status_message': '429 Rate limit',
      'langfuse.observation.cost_details': '{"input":0,"output":0,"total":0}',
    });
    expect(mapped(refused).row).toMatchObject({
      failed: true,
      status: 0,
      error_message: '429 Rate limit',
      cost_nano_usd: null,
      input_tokens: null,
      usage_quality: 'missing',
    });
    const slow = { 'langfuse.observation.level': 'WARNING', 'langfuse.observation.status_message': 'slow' };
    expect(mapped(observation('generation', slow)).row).toMatchObject({ failed: false, error_message: '' });
  });

  it('its environment is used where none is declared, its session after OpenTelemetry’s', () => {
    const given = observation('span', {
      'langfuse.environment': 'staging',
      'langfuse.session.id': 'own',
      'langfuse.user.id': 'u',
    });
    const bare = { resource: { attributes: new Map() } };
    expect(mapped(given, bare).row).toMatchObject({ environment: 'staging', conversation_id: 'own', user_id: 'u' });
    const declared = { ...given, 'deployment.environment.name': 'production', 'session.id': 'general' };
    expect(mapped(declared, bare).row).toMatchObject({ environment: 'production', conversation_id: 'general' });
  });

  it('a first token before the start, or a day after, is not believed', () => {
    for (const moment of ['2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z', 'soon', '', '"'.repeat(90)])
      expect(
        read(observation('generation', { 'langfuse.observation.completion_start_time': moment })).timeToFirstTokenNs,
      ).toBeUndefined();
  });
});

describe('usage by free keys', () => {
  const counts = (sent: object) => {
    const { usage, usageQuality } = langfuseUsage(sent);
    return [usage?.input, usage?.output, usageQuality ?? 'exact'];
  };

  it.each([
    [
      'disjoint',
      { input: 309, output: 34, total: 999, input_cached_tokens: 640, output_reasoning_tokens: 16 },
      949,
      50,
    ],
    ['inclusive', { input: 812, output: 41, total: 853, output_reasoning_tokens: 16 }, 812, 41],
    ['disjoint by hand', { input: 172, output: 41, cache_read_input_tokens: 640, total: 853 }, 812, 41],
    [
      'inclusive input, reasoning apart',
      { input: 812, output: 25, input_cached_tokens: 640, output_reasoning_tokens: 16, total: 853 },
      812,
      41,
    ],
    ['of the OpenAI style', { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 }, 3, 2],
    ['with nothing beside', { input: 8 }, 8, null],
  ])('%s', (_, sent, input, output) => expect(counts(sent)).toEqual([input, output, 'exact']));

  it('is inferred where nothing adds up, and unknown where nothing was said', () => {
    expect(counts({ input: 100, output: 5, cache_read_input_tokens: 50 })).toEqual([150, 5, 'inferred']);
    expect(counts({ input: 100, output: 5, input_cached_tokens: 50, total: 7 })).toEqual([150, 5, 'inferred']);
    expect(counts({ total: 5 })).toEqual([null, null, 'exact']);
    expect(langfuseUsage('many')).toEqual({});
  });

  it('comes to the same sums, told disjoint or inclusive', () => {
    const part = fc.integer({ min: 1, max: 10_000 });
    fc.assert(
      fc.property(part, part, part, part, (plain, cached, text, reasoning) => {
        const total = plain + cached + text + reasoning;
        const details = { input_cached_tokens: cached, output_reasoning_tokens: reasoning, total };
        const disjoint = counts({ ...details, input: plain, output: text });
        expect(disjoint).toEqual([plain + cached, text + reasoning, 'exact']);
        expect(counts({ ...details, input: plain + cached, output: text + reasoning })).toEqual(disjoint);
      }),
    );
  });
});
