import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { beforeEach, describe, expect, test } from 'vitest';
import { randomOf } from '../random.ts';
import { genai } from '../voices/genai.ts';
import { openinference } from '../voices/openinference.ts';
import { type Memory, memory } from './memory.fixture.ts';
import { type End, Recorder } from './recorder.ts';
import { Station } from './station.ts';
import { newTally, type Tally } from './tally.ts';

const startMs = Date.UTC(2026, 10, 18, 12) + 0.125;
const failure = { type: 'TimeoutError', message: 'too late' };
const usage = { input: 100, output: 10, cacheRead: 0, cacheWrite: 0, reasoning: 0 };
const end = (name: string, more: Partial<End> = {}): End => ({ shape: { name, attributes: {} }, ...more });

let seen: Memory;
let tally: Tally;
const recorder = (voice = genai): Recorder =>
  new Recorder({
    ...{ voice, tally, startMs, agent: 'clerk', random: randomOf('recorder') },
    station: new Station({ 'service.name': 'clerk' }, seen),
  });
beforeEach(() => {
  [seen, tally] = [memory(), newTally()];
});

test('times are those of its own clock, to the microsecond', () => {
  const run = recorder();
  const open = run.begin(null, 'agent');
  run.pass(1_500.5);
  run.end(open, end('invoke_agent clerk'));
  const [span] = seen.spans;
  const seconds = Math.floor(startMs / 1000);
  expect([span!.startTime, span!.endTime]).toEqual([
    [seconds, 125_000],
    [seconds + 1, 500_625_000],
  ]);
  expect(run.nowMs).toBe(startMs + 1_500.5);
});

test('time never stands still, so that no step takes none', () => {
  const run = recorder();
  for (const ms of [0, -5]) run.pass(ms);
  expect(run.nowMs).toBeGreaterThan(startMs);
});

test('spans lie in their parents and have the kind of their convention', () => {
  const run = recorder();
  const top = run.begin(null, 'agent');
  const call = run.begin(top, 'call');
  run.end(call, end('chat m'));
  run.end(top, end('invoke_agent clerk'));
  const [inner, outer] = seen.spans;
  expect(inner!.parentSpanContext!.spanId).toBe(outer!.spanContext().spanId);
  expect(inner!.spanContext().traceId).toBe(outer!.spanContext().traceId);
  expect([inner!.name, inner!.kind, outer!.kind]).toEqual(['chat m', SpanKind.CLIENT, SpanKind.INTERNAL]);
  expect(inner!.instrumentationScope).toMatchObject({ name: genai.scope[0], version: genai.scope[1] });
});

test('ids come of the run’s chance: the same run has the same', () => {
  const ids = (): string[] => {
    const run = recorder();
    const top = run.begin(null, 'agent');
    run.end(run.begin(top, 'tool'), end('t'));
    run.end(top, end('a'));
    return seen.spans.splice(0).flatMap((span) => [span.spanContext().traceId, span.spanContext().spanId]);
  };
  const first = ids();
  expect(ids()).toEqual(first);
  expect(new Set(first).size).toBe(3);
});

test('a failure is status, type and message; an exception event where the convention has one', () => {
  for (const voice of [genai, openinference]) {
    const run = recorder(voice);
    run.end(run.begin(null, 'tool'), end('t', { failure }));
  }
  const [quiet, telling] = seen.spans;
  expect(quiet).toMatchObject({ status: { code: SpanStatusCode.ERROR, message: 'too late' }, events: [] });
  expect(quiet!.attributes['error.type']).toBe('TimeoutError');
  expect(telling!.events).toMatchObject([{ name: 'exception', attributes: { 'exception.type': 'TimeoutError' } }]);
});

test('log records belong to their span, at their time', () => {
  const run = recorder();
  const open = run.begin(null, 'agent');
  run.event(open, 'gen_ai.evaluation.result', { 'gen_ai.evaluation.name': 'tone' }, 2_000);
  run.end(open, end('a'));
  expect(seen.logs[0]).toMatchObject({
    eventName: 'gen_ai.evaluation.result',
    spanContext: { spanId: seen.spans[0]!.spanContext().spanId },
    hrTime: [Math.floor(startMs / 1000) + 2, 125_000],
  });
});

describe('the tally', () => {
  test('counts a run, its spans and what its calls told', () => {
    const run = recorder();
    const top = run.begin(null, 'agent');
    run.end(run.begin(top, 'call'), end('chat', { call: { usage } }));
    run.end(run.begin(top, 'call'), end('chat', { call: { usage: null } }));
    run.end(top, end('a'));
    const figures = {
      runs: 1,
      spans: 3,
      errors: 0,
      modelCalls: 2,
      unknownCalls: 1,
      inputTokens: 100,
      outputTokens: 10,
    };
    expect([tally.all, tally.byAgent.get('clerk')]).toEqual([figures, figures]);
  });

  test('an error counts where it happened, not on those who pass it on', () => {
    const run = recorder();
    const top = run.begin(null, 'agent');
    const tool = run.begin(top, 'tool');
    const sub = run.begin(tool, 'agent');
    run.end(run.begin(sub, 'call'), end('chat', { failure, call: { usage: null } }));
    run.end(sub, end('sub'));
    run.end(tool, end('tool', { failure }));
    run.end(top, end('a', { failure }));
    expect(tally.all).toMatchObject({ errors: 1, modelCalls: 1, unknownCalls: 0, runs: 1 });
  });

  test('two failures side by side are two', () => {
    const run = recorder();
    const top = run.begin(null, 'agent');
    for (const _ of [1, 2]) run.end(run.begin(top, 'tool'), end('t', { failure }));
    run.end(top, end('a', { failure }));
    expect(tally.all.errors).toBe(2);
  });
});
