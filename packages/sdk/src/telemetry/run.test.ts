import { describe, expect, test } from 'vitest';
import { configOf } from '../options.ts';
import type { Release } from '../delivery/release.ts';
import { Reports } from '../reports/reports.ts';
import { Run } from './run.ts';
import { type AttributeValue, silent, type SpanName, type Step, type Tracer } from './tracer.ts';

type Made = SpanName & { parent: Step | null; set: Record<string, AttributeValue> };

/** Spans as they are asked for, as in a browser: nothing carries the parent along. */
function open(release: Release | null, subject = {}) {
  const made: Made[] = [];
  const tracer: Tracer = {
    within(what, parent, work) {
      const set: Record<string, AttributeValue> = {};
      made.push({ ...what, parent, set });
      return work({ traceId: 't', spanId: String(made.length), set: (name, value) => void (set[name] = value) });
    },
  };
  const own: Record<string, AttributeValue> = {};
  const step: Step = { traceId: 't', spanId: 'root', set: (name, value) => void (own[name] = value) };
  const fetch = async (): Promise<Response> => Response.json({});
  const config = configOf({ url: 'http://signalbox.test', key: 'k', agent: 'helper', fetch });
  return {
    run: new Run({ config, tracer, reports: new Reports(config) }, step, { release, subject }),
    made,
    own,
    step,
  };
}

const prompt = (slot: string) => ({
  slot,
  prompt: `p/${slot}`,
  version: 3,
  digest: 'd',
  content: { body: `I am ${slot}.` },
});
const release = (...slots: string[]): Release => ({
  ...{ id: 'rel', version: '1.2.0', digest: 'd1', manifest: {}, environment: 'production', prompts: slots.map(prompt) },
  ...{ tools: null, settings: {}, variant: 'stable', pinned: false, seq: 1, source: 'server', ageMs: 0 },
});

describe('what spans say', () => {
  test('is release, conversation and user; what is not known is left out', () => {
    expect(open(release(), { conversation: 'c', user: 'u' }).run.attributes).toEqual({
      ...{ 'signalbox.agent': 'helper', 'signalbox.environment': 'production', 'signalbox.release': 'd1' },
      ...{ 'signalbox.release.version': '1.2.0', 'gen_ai.conversation.id': 'c', 'user.id': 'u' },
    });
    expect(open(null, { conversation: '' }).run.attributes).toEqual({
      ...{ 'signalbox.agent': 'helper', 'signalbox.environment': 'production' },
    });
    const fallback = open({ ...release(), id: null, digest: null, version: '0', source: 'fallback' }).run.attributes;
    expect(fallback).not.toHaveProperty('signalbox.release');
    expect(fallback).toMatchObject({ 'signalbox.release.version': '0' });
  });

  test('is the prompt: the only one at first, then the last that was asked for', async () => {
    const one = open(release('system'));
    expect(one.run.attributes).toMatchObject({ 'signalbox.prompt': 'p/system', 'signalbox.prompt.version': '3' });
    const two = open(release('a', 'b'));
    expect(two.run.attributes).not.toHaveProperty('signalbox.prompt');
    two.run.prompt('a');
    await two.run.span('first', () => {});
    two.run.prompt('p/b');
    await two.run.span('second', () => {});
    expect(two.made.map((each) => each.attributes['signalbox.prompt'])).toEqual(['p/a', 'p/b']);
    // The run's own span began before: it is told.
    expect(two.own).toEqual({ 'signalbox.prompt': 'p/b', 'signalbox.prompt.version': '3' });
  });

  test('is what the caller adds, also against what the run says', async () => {
    const { run, made, own } = open(release('system'));
    await run.span('mine', (step) => step.set('x', 1), { 'user.id': 'other', y: true });
    expect(made[0]).toMatchObject({ attributes: { 'user.id': 'other', y: true }, set: { x: 1 } });
    run.set('team', 'blue');
    expect(own).toEqual({ team: 'blue' });
  });
});

describe('steps', () => {
  test('stand below the run where nothing carries another parent along', async () => {
    const { run, made, step } = open(release());
    await run.span('a', () => run.tool('b', () => {}));
    expect(made.map((each) => each.parent)).toEqual([step, step]);
  });

  test('are named by the conventions', async () => {
    const { run, made } = open(release());
    await run.tool('look_up', () => {});
    await run.model({ model: 'm' }, () => {});
    await run.model({ model: 'e', operation: 'embeddings', provider: 'openai' }, () => {});
    expect(made.map(({ name, isCall }) => [name, isCall])).toEqual([
      ['execute_tool look_up', false],
      ['chat m', true],
      ['embeddings e', true],
    ]);
    expect(made[0]!.attributes).toMatchObject({
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': 'look_up',
    });
    expect(made[1]!.attributes).not.toHaveProperty('gen_ai.provider.name');
    expect(made[2]!.attributes).toMatchObject({ 'gen_ai.request.model': 'e', 'gen_ai.provider.name': 'openai' });
  });

  test('of a model say what came back, and nothing of what the provider did not tell', async () => {
    const { run, made } = open(release());
    await run.model({ model: 'm' }, (call) => {
      call.usage({ input: 0, output: 5, cacheRead: 2, reasoning: 1 });
      call.response({ finishReason: 'stop' });
    });
    await run.model({ model: 'm' }, (call) => call.usage({}));
    expect(made.map((each) => each.set)).toEqual([
      {
        ...{
          'gen_ai.usage.input_tokens': 0,
          'gen_ai.usage.output_tokens': 5,
          'gen_ai.usage.cache_read.input_tokens': 2,
        },
        ...{ 'gen_ai.usage.reasoning.output_tokens': 1, 'gen_ai.response.finish_reasons': ['stop'] },
      },
      {},
    ]);
  });

  test('give back what the work gives', async () => {
    const { run } = open(release());
    expect(await run.span('a', () => 1)).toBe(1);
    expect(await run.span('a', async () => 2)).toBe(2);
    await expect(run.span('a', () => Promise.reject(new Error('x')))).rejects.toThrow('x');
  });
});

test('where no spans are made, the work is done all the same, and nothing is told of nothing', async () => {
  const seen = await silent.within({ name: 'x', isCall: false, attributes: {} }, null, async (step) => {
    step.set('a', 1);
    return step.traceId;
  });
  expect(seen).toBe('');
  const parent: Step = { traceId: 't', spanId: 's', set: () => {} };
  const what = { name: 'x', isCall: false, attributes: {} };
  expect(await silent.within(what, parent, async (step) => step.spanId)).toBe('s');
});
