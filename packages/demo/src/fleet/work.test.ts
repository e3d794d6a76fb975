import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type FakeProvider, startFakeProvider } from '../provider/index.ts';
import { randomOf } from '../random.ts';
import { type Memory, memory } from '../telemetry/memory.fixture.ts';
import { Recorder } from '../telemetry/recorder.ts';
import { Station } from '../telemetry/station.ts';
import { newTally } from '../telemetry/tally.ts';
import { genai } from '../voices/genai.ts';
import type { Scene } from './scene.ts';
import { type AgentSpec, type Mishaps, type Move, say, use } from './spec.ts';
import { workOn } from './work.ts';

let provider: FakeProvider;
let seen: Memory;
beforeAll(async () => {
  provider = await startFakeProvider();
});
afterAll(() => provider.close());
beforeEach(() => {
  seen = memory();
});

const spec = (mishaps: Mishaps): AgentSpec => ({
  ...{ name: 'clerk', service: 'clerk', voice: 'genai', api: 'chat', model: 'gpt-5-mini', stream: false },
  ...{ tellsUsage: 1, tellsCost: true, system: 'Be brief.', stagingShare: 0, perHour: 1, utcOffset: 0, weekend: 1 },
  ...{ tags: [], judged: 0, mishaps, releases: [{ version: '1', daysBefore: 9, share: 1 }] },
  tools: { find: { about: 'Finds.', ms: 20 }, ask_reader: { about: 'Reads.', ms: 1 } },
  talk: () => ({ turns: [{ ask: 'x', moves: [] }] }),
});

async function work(moves: readonly Move[], mishaps: Mishaps = {}, outcome?: string) {
  const random = randomOf('work', JSON.stringify(mishaps));
  const station = new Station({ 'service.name': 'clerk' }, seen);
  const startMs = Date.UTC(2026, 10, 18, 12);
  const recorder = new Recorder({ station, voice: genai, random, tally: newTally(), agent: 'clerk', startMs });
  const setting = {
    conversation: 'c',
    user: 'u',
    tags: [],
    prompt: { name: 'p', version: '1' },
    provider: 'openai' as const,
    model: 'm',
  };
  const scene: Scene = {
    spec: spec(mishaps),
    version: '1',
    setting,
    voice: genai,
    recorder,
    random,
    providerUrl: provider.url,
    tellsUsage: true,
  };
  const before = [{ role: 'user' as const, text: 'Earlier.' }];
  const task = { name: 'clerk', input: 'Find it.', moves, before, ...(outcome === undefined ? {} : { outcome }) };
  return { made: await workOn(scene, null, task), tookMs: recorder.nowMs - startMs };
}
const named = (name: string): ReadableSpan[] => seen.spans.filter((span) => span.name === name);
const [top, chat, find] = ['invoke_agent clerk', 'chat gpt-5-mini', 'execute_tool find'];

test('asks, uses the tool, answers: the model sees what was said before it', async () => {
  const { made } = await work([use('find', { q: 'A' }, { found: 3 }), say('Three.')], {}, 'completed');
  expect(made).toMatchObject({ output: 'Three.', failure: null });
  expect([named(top).length, named(chat).length, named(find).length]).toEqual([1, 2, 1]);
  const heard = JSON.parse(named(chat)[1]!.attributes['gen_ai.input.messages'] as string) as { role: string }[];
  expect(heard.map((message) => message.role)).toEqual(['user', 'user', 'assistant', 'tool']);
  expect(named(find)[0]!.attributes).toMatchObject({
    'gen_ai.tool.call.arguments': '{"q":"A"}',
    'gen_ai.tool.call.result': '{"found":3}',
  });
  expect(named(top)[0]!.attributes['signalbox.outcome']).toBe('completed');
  const cost = named(chat).map((span) => span.attributes['gen_ai.usage.cost'] as number);
  expect(cost.every((usd) => usd > 0 && usd < 0.01)).toBe(true);
});

test('a limit that never lifts: three tries, each a span, waiting as told; then it gives up', async () => {
  let gaveUp = 0;
  for (let n = 0; n < 6; n++) {
    seen = memory();
    // Other words, another chance.
    const { made, tookMs } = await work([say(`Answer ${n}.`)], { rateLimited: 1, slow: n / 1e6 }, 'completed');
    const limited = named(chat).filter((span) => span.attributes['error.type'] === '429');
    expect(limited.length).toBeGreaterThan(0);
    expect(tookMs).toBeGreaterThan(1_000);
    if (made.failure === null) continue;
    gaveUp++;
    expect(limited).toHaveLength(3);
    expect(made.failure.type).toBe('429');
    expect(named(top)[0]).toMatchObject({ status: { code: 2 } });
    expect(named(top)[0]!.attributes['signalbox.outcome']).toBe('failed');
  }
  expect(gaveUp).toBeLessThan(6);
});

test('arguments that are no JSON fail the tool, and the model is told', async () => {
  await work([use('find', { q: 'A' }, 'x'), say('Sorry.')], { badArguments: 1 });
  expect(named(find)[0]!.attributes['error.type']).toBe('invalid_arguments');
  expect(named(chat)[1]!.attributes['gen_ai.input.messages']).toContain('not valid JSON');
});

test('an answer cut at the limit ends with length', async () => {
  await work([say('A sentence that is long enough to be cut somewhere in its middle, as they are.')], { truncated: 1 });
  expect(named(chat)[0]!.attributes['gen_ai.response.finish_reasons']).toEqual(['length']);
});

test('an agent that goes round in circles is stopped', async () => {
  const { made } = await work([...Array.from({ length: 20 }, () => use('find', {}, 'nothing')), say('Found.')]);
  expect(made).toMatchObject({ output: null, failure: { type: 'step_limit' } });
  expect(named(chat)).toHaveLength(9);
});

test('a sub-agent works under its tool span, a hand-off at once', async () => {
  const moves = [say('Read.')];
  const reader: Move = { delegate: 'reader', task: 'Read.', moves, how: 'subagent' };
  await work([reader, say('Done.')]);
  const above = (span: ReadableSpan): string | undefined =>
    seen.spans.find((one) => one.spanContext().spanId === span.parentSpanContext?.spanId)?.name;
  expect(above(named('invoke_agent reader')[0]!)).toBe('execute_tool ask_reader');
  seen = memory();
  const { made } = await work([{ ...reader, how: 'handoff' }, say('Never said.')]);
  expect(above(named('invoke_agent reader')[0]!)).toBe(top);
  expect(made.output).toBe('Read.');
});

test('a refusal is the answer', async () => {
  const { made } = await work([{ refuse: 'I cannot.' }]);
  expect(made.output).toBe('I cannot.');
  expect(named(chat)[0]!.attributes['gen_ai.response.finish_reasons']).toEqual(['content_filter']);
});
