import type { Attributes } from '@opentelemetry/api';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FakeProvider, startFakeProvider } from '../provider/index.ts';
import { randomOf } from '../random.ts';
import { turnsBetween } from '../schedule/turns.ts';
import { newTally, type Tally } from '../telemetry/tally.ts';
import { agents } from './agents/index.ts';
import type { AgentSpec, KeptReleases, Move } from './spec.ts';
import { type Turn, World } from './turn.ts';

let provider: FakeProvider;
beforeAll(async () => {
  provider = await startFakeProvider();
});
afterAll(() => provider.close());

const hour = 3_600_000;
const now = Date.UTC(2026, 10, 18, 12);
const plan = { seed: 'fleet', anchor: now, agents, rate: 1, pace: () => 1 };

type Sent = { spans: ReadableSpan[]; logs: ReadableLogRecord[]; tally: Tally };

/** Works on turns and keeps what an exporter would have been given. */
async function sentOf(turns: readonly Turn[], kept: KeptReleases = {}): Promise<Sent> {
  const sent: Sent = { spans: [], logs: [], tally: newTally() };
  const rest = { forceFlush: async () => {}, shutdown: async () => {} };
  const spanProcessor = { ...rest, onStart: () => {}, onEnd: (span: ReadableSpan) => void sent.spans.push(span) };
  const logProcessor = { ...rest, onEmit: (log: ReadableLogRecord) => void sent.logs.push(log) };
  const world = new World(provider.url, { spanProcessor, logProcessor }, sent.tally, kept);
  const waiting = turns.values();
  const one = async (): Promise<void> => {
    for (const turn of waiting) await world.work(turn);
  };
  await Promise.all([one(), one(), one(), one()]);
  return sent;
}
const turnsOf = (spec: AgentSpec, most: number): Turn[] =>
  turnsBetween({ ...plan, agents: [spec], rate: 4 }, now - 12 * hour, now).slice(0, most);
const shown = ({ spans }: Sent): string[] =>
  spans
    .map((span) =>
      JSON.stringify([
        span.spanContext().spanId,
        span.parentSpanContext?.spanId,
        span.name,
        span.startTime,
        span.endTime,
        span.status,
        span.attributes,
      ]),
    )
    .sort();
const idOf = (span: ReadableSpan): string => span.spanContext().spanId;

test('the same turn gives the same spans, whatever works beside it', async () => {
  const turns = turnsBetween(plan, now - hour / 6, now);
  const once = await sentOf(turns);
  const again = await sentOf(turns.toReversed());
  expect(once.spans.length).toBeGreaterThan(200);
  expect(shown(again)).toEqual(shown(once));
  expect(again.tally.all).toEqual(once.tally.all);
});

test('what the server keeps of a release is what its spans say; else only agents with several declare theirs', async () => {
  const own = (name: string): Turn[] =>
    turnsOf(
      agents.find((spec) => spec.name === name)!,
      5,
    );
  const turns = [...own('support'), ...own('refunds'), ...own('triage')];
  const said = ({ spans }: Sent, service: string): unknown[] => {
    const all = spans.filter((span) => span.resource.attributes['service.name'] === service);
    return [...new Set(all.map(({ resource }) => resource.attributes['signalbox.release']))];
  };
  const unknown = await sentOf(turns);
  expect([said(unknown, 'support'), said(unknown, 'mail-desk')]).toEqual([['support@5.4.1'], [undefined]]);
  const digest = 'd'.repeat(64);
  const sent = await sentOf(turns, { support: { '5.4.1': { digest, prompt: 2 } } });
  expect(said(sent, 'support')).toEqual([digest]);
  expect(said(sent, 'refunds').every((release) => String(release).startsWith('refunds@'))).toBe(true);
  const top = sent.spans.find((span) => span.resource.attributes['signalbox.release'] === digest)!;
  expect(top.resource.attributes).toMatchObject({ 'signalbox.release.version': '5.4.1', 'service.version': '5.4.1' });
  expect(JSON.stringify(sent.spans.map((span) => span.attributes))).toMatch(/prompt[^,]*version":"2"/);
});

describe.each(agents.map((spec) => [spec.name, spec] as const))('%s', (name, spec) => {
  let sent: Sent;
  let turns: Turn[];
  beforeAll(async () => {
    turns = turnsOf(spec, 60);
    sent = await sentOf(turns);
  });

  test('works in whole runs: one root each, children within their parents', () => {
    expect(turns.length).toBeGreaterThan(10);
    const roots = sent.spans.filter((span) => span.parentSpanContext === undefined);
    expect(roots).toHaveLength(turns.length);
    const byId = new Map(sent.spans.map((span) => [idOf(span), span]));
    expect(byId.size).toBe(sent.spans.length);
    const nano = ([seconds, rest]: readonly [number, number]): bigint =>
      BigInt(seconds) * 1_000_000_000n + BigInt(rest);
    for (const span of sent.spans) {
      expect(nano(span.endTime)).toBeGreaterThan(nano(span.startTime));
      if (span.parentSpanContext === undefined) continue;
      const parent = byId.get(span.parentSpanContext.spanId)!;
      expect(nano(span.startTime)).toBeGreaterThanOrEqual(nano(parent.startTime));
      expect(nano(span.endTime)).toBeLessThanOrEqual(nano(parent.endTime));
    }
    expect(sent.spans.every((span) => span.resource.attributes['service.name'] === spec.service)).toBe(true);
  });

  test('is tallied as its spans say', () => {
    const { all } = sent.tally;
    const failing = sent.spans.filter((span) => span.status.code === 2);
    const above = new Set<string>();
    const parents = new Map(sent.spans.map((span) => [idOf(span), span.parentSpanContext?.spanId]));
    for (const span of failing)
      for (let id = span.parentSpanContext?.spanId; id !== undefined; id = parents.get(id)) above.add(id);
    expect({ spans: all.spans, runs: all.runs, errors: all.errors }).toEqual({
      spans: sent.spans.length,
      runs: turns.length,
      errors: failing.filter((span) => !above.has(idOf(span))).length,
    });
    expect(sent.tally.byAgent.get(name)).toEqual(all);
    expect(all.modelCalls).toBeGreaterThanOrEqual(turns.length);
    if (spec.tellsUsage === 1) expect(all.unknownCalls).toBe(0);
    else expect(all.unknownCalls).toBeGreaterThan(0);
  });

  test('uses only tools it has, and ends in an answer', () => {
    const random = randomOf('scripts', name);
    for (let n = 0; n < 200; n++) {
      const conversation = spec.talk(random, random.pick(spec.releases));
      for (const turn of conversation.turns) {
        expect(turn.ask.length).toBeGreaterThan(0);
        expect(turn.moves.flatMap(toolsIn).filter((tool) => !(tool in spec.tools))).toEqual([]);
        expect(['say', 'refuse', 'delegate'].some((kind) => kind in turn.moves.at(-1)!)).toBe(true);
      }
    }
  });
});

const toolsIn = (move: Move): string[] => {
  if ('tools' in move) return move.tools.map((tool) => tool.name);
  return 'delegate' in move ? move.moves.flatMap(toolsIn) : [];
};

test('the fleet has what a fleet has: failures of every kind, retries, loops, sub-agents, scores, many scripts', async () => {
  const { spans, logs } = await sentOf(turnsBetween(plan, now - 6 * hour, now));
  const types = new Set(spans.map((span) => span.attributes['error.type']));
  for (const type of [
    '429',
    '500',
    'invalid_json',
    'invalid_arguments',
    'step_limit',
    'TimeoutError',
    'invalid_amount',
  ])
    expect(types).toContain(type);
  const values = (key: string): Set<unknown> => new Set(spans.map((span) => (span.attributes as Attributes)[key]));
  expect(values('signalbox.outcome')).toEqual(
    new Set([undefined, 'completed', 'failed', 'passed_to_person', 'abandoned']),
  );
  expect(values('gen_ai.agent.name')).toContain('clause-checker');
  const finishes = new Set(spans.flatMap((span) => span.attributes['gen_ai.response.finish_reasons'] ?? []));
  for (const finish of ['stop', 'tool_call', 'length', 'content_filter']) expect(finishes).toContain(finish);
  const text = JSON.stringify(spans.map((span) => span.attributes));
  for (const word of ['طلبك', 'החשבון', '予約', 'Bestellung', 'commande', 'свята', 'आपका'])
    expect(text).toContain(word);
  const scores = logs.filter((log) => log.eventName === 'gen_ai.evaluation.result');
  expect(scores.length).toBeGreaterThan(50);
  expect(new Set(scores.map((log) => log.attributes['gen_ai.evaluation.score.label']))).toEqual(
    new Set(['thumbs_up', 'thumbs_down', 'pass', 'fail']),
  );
  expect(logs.some((log) => log.eventName === 'gen_ai.client.inference.operation.details')).toBe(true);
  expect(logs.every((log) => log.spanContext !== undefined)).toBe(true);
});

test('the newer release of refunds fails more, by amounts it cannot write', async () => {
  const spec = agents.find((agent) => agent.name === 'refunds')!;
  const { spans } = await sentOf(turnsBetween({ ...plan, agents: [spec], rate: 5 }, now - 6 * hour, now));
  const share = (version: string): number => {
    const own = spans.filter((span) => span.resource.attributes['service.version'] === version);
    const runs = own.filter((span) => span.parentSpanContext === undefined).length;
    return own.filter((span) => span.attributes['error.type'] === 'invalid_amount').length / runs;
  };
  expect(share('3.2.0')).toBeGreaterThan(2.5 * share('3.1.0'));
});
