import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { agents } from '../../packages/demo/src/fleet/agents/index.ts';
import { type Turn, World } from '../../packages/demo/src/fleet/turn.ts';
import { type FakeProvider, startFakeProvider } from '../../packages/demo/src/provider/index.ts';
import { turnsBetween } from '../../packages/demo/src/schedule/turns.ts';
import { newTally, type Tally } from '../../packages/demo/src/telemetry/tally.ts';
import { ContentCache } from '../../packages/server/src/ingest/content/cache.ts';
import { sender } from '../../packages/server/src/ingest/map/captures.fixture.ts';
import { mapLog } from '../../packages/server/src/ingest/map/log.ts';
import { mapSpan } from '../../packages/server/src/ingest/map/span.ts';
import { readLogs, readTraces } from '../../packages/server/src/ingest/otlp/proto/read.ts';
import { defaultReadLimits } from '../../packages/server/src/ingest/otlp/types.ts';
import type { ContentRow, LogRow, SpanRow } from '../../packages/server/src/ingest/rows.ts';
import { serializers } from './otel-sdk.ts';

/**
 * What each agent of the demo says in its convention, written by OpenTelemetry's own serialiser and read by ours: the meaning
 * that went in comes out. Six conventions, two providers, three interfaces.
 */

let provider: FakeProvider;
beforeAll(async () => {
  provider = await startFakeProvider();
});
afterAll(() => provider.close());

const now = Date.UTC(2026, 10, 18, 12);
const hour = 3_600_000;
const write = serializers();

type Heard = { turns: Turn[]; rows: SpanRow[]; logs: LogRow[]; content: ContentRow[]; tally: Tally };

async function hear(name: string): Promise<Heard> {
  const plan = {
    seed: 'voices',
    anchor: now,
    agents: agents.filter((one) => one.name === name),
    rate: 5,
    pace: () => 1,
  };
  const turns = turnsBetween(plan, now - 10 * hour, now).slice(0, 60);
  const [spans, records]: [ReadableSpan[], ReadableLogRecord[]] = [[], []];
  const rest = { forceFlush: async () => {}, shutdown: async () => {} };
  const spanProcessor = { ...rest, onStart: () => {}, onEnd: (span: ReadableSpan) => void spans.push(span) };
  const logProcessor = { ...rest, onEmit: (record: ReadableLogRecord) => void records.push(record) };
  const tally = newTally();
  const world = new World(provider.url, { spanProcessor, logProcessor }, tally);
  for (const turn of turns) await world.work(turn);
  const options = { contents: new ContentCache(), positions: new Map<string, number>() };
  const traces = readTraces(write.ProtobufTraceSerializer.serializeRequest(spans)!, defaultReadLimits);
  const logs = readLogs(write.ProtobufLogsSerializer.serializeRequest(records) ?? new Uint8Array(), defaultReadLimits);
  expect([traces.rejected, logs.rejected]).toEqual([0, 0]);
  const mapped = traces.items.map((span) => mapSpan(span, sender, now, options));
  const mappedLogs = logs.items.map((log) => mapLog(log, sender, now, options));
  const content = [...mapped, ...mappedLogs].flatMap((one) => one.content);
  return { turns, rows: mapped.map(({ row }) => row), logs: mappedLogs.map(({ row }) => row), content, tally };
}

const sum = (rows: readonly SpanRow[], column: 'input_tokens' | 'output_tokens'): number =>
  rows.reduce((total, row) => total + (row[column] ?? 0), 0);

describe.each(agents.map((spec) => [spec.name, spec.voice, spec] as const))('%s, in %s', (name, _voice, spec) => {
  let heard: Heard;
  let tops: SpanRow[];
  let calls: SpanRow[];
  beforeAll(async () => {
    heard = await hear(name);
    tops = heard.rows.filter((row) => row.parent_span_id === '');
    calls = heard.rows.filter((row) => row.kind === 'llm');
  });

  test('runs are invocations of the agent, with user, conversation, environment', () => {
    expect(tops).toHaveLength(heard.turns.length);
    expect(new Set(tops.map((row) => `${row.kind} ${row.agent}`))).toEqual(new Set([`agent ${name}`]));
    const of = (row: SpanRow): SpanRow[] => heard.rows.filter((one) => one.trace_id === row.trace_id);
    const conversations = tops.map((row) => of(row).find((one) => one.conversation_id !== '')?.conversation_id);
    expect(new Set(conversations)).toEqual(new Set(heard.turns.map((turn) => turn.id)));
    expect(new Set(tops.map((row) => row.user_id))).toEqual(new Set(heard.turns.map((turn) => turn.user)));
    expect(new Set(heard.rows.map((row) => row.environment))).toEqual(
      new Set(heard.turns.map((turn) => turn.environment)),
    );
    const releases = spec.releases.length > 1 ? heard.turns.map((turn) => `${name}@${turn.version}`) : [''];
    expect(new Set(tops.map((row) => row.release))).toEqual(new Set(releases));
  });

  test('model calls have their model, provider and tokens, and none is told twice', () => {
    const { modelCalls, unknownCalls, inputTokens, outputTokens } = heard.tally.all;
    expect(calls).toHaveLength(modelCalls);
    expect(calls.every((row) => row.model.startsWith(spec.model))).toBe(true);
    expect(new Set(calls.map((row) => row.provider))).toEqual(
      new Set([spec.api === 'messages' ? 'anthropic' : 'openai']),
    );
    expect([sum(calls, 'input_tokens'), sum(calls, 'output_tokens')]).toEqual([inputTokens, outputTokens]);
    const silent = calls.filter((row) => row.input_tokens === null && row.status !== 2);
    expect(silent).toHaveLength(unknownCalls);
    expect(calls.every((row) => row.usage_quality !== 'inferred')).toBe(true);
    // Usage on agents is a total of what their calls told already.
    expect(heard.rows.every((row) => row.kind === 'llm' || row.usage_scope !== 'self')).toBe(true);
    const ids = calls.map((row) => row.response_id).filter((id) => id !== '');
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('tools are tools, by their names', () => {
    const tools = heard.rows.filter((row) => row.kind === 'tool');
    const names = new Set(Object.keys(spec.tools));
    expect(tools.filter((row) => !names.has(row.tool)).map((row) => row.tool)).toEqual([]);
    expect(heard.rows.filter((row) => !['agent', 'llm', 'tool'].includes(row.kind))).toEqual([]);
  });

  test('what was asked and answered is there to read', () => {
    const text = heard.content.map((row) => row.body).join('\n');
    for (const turn of heard.turns.slice(0, 20)) {
      const { ask } = turn.conversation.turns[turn.index]!;
      expect(text).toContain(JSON.stringify(ask).slice(1, -1));
    }
    expect(tops.filter((row) => row.input_preview === '')).toEqual([]);
    expect(text).toContain(JSON.stringify(spec.system).slice(1, -1));
  });

  test('failures keep their kind and words', () => {
    const failed = heard.rows.filter((row) => row.status === 2);
    expect(failed.length).toBe(heard.rows.filter((row) => row.failed).length);
    for (const row of failed) {
      expect(row.error_type).not.toBe('');
      expect(row.error_message).not.toBe('');
    }
  });
});

test('scores come as events of the run they judge', async () => {
  const { rows, logs } = await hear('contract-review');
  const scores = logs.filter((log) => log.event_name === 'gen_ai.evaluation.result');
  expect(scores.length).toBeGreaterThan(5);
  const tops = new Set(rows.filter((row) => row.parent_span_id === '').map((row) => row.span_id));
  for (const score of scores) {
    expect(tops).toContain(score.span_id);
    expect(Number(score.attributes.get('gen_ai.evaluation.score.value'))).toBeGreaterThanOrEqual(0);
    expect(score.attributes.get('gen_ai.evaluation.name')).not.toBe('');
  }
});
