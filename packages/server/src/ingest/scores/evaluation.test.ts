import { expect, test } from 'vitest';
import { ContentCache } from '../content/cache.ts';
import { mapLogByMode } from '../content-mode/by-mode.ts';
import { logsOf, received, sender } from '../map/captures.fixture.ts';
import type { LogIn } from '../otlp/types.ts';
import type { ScoreRow, Sender } from '../rows.ts';
import { evaluationScore } from './evaluation.ts';

const logs = logsOf('otel-genai-optin');
function scoreOf(log: LogIn, from: Partial<Sender> = {}): ScoreRow | null {
  const own = { ...sender, ...from };
  const { row } = mapLogByMode(log, own, received, { contents: new ContentCache(), positions: new Map() });
  return evaluationScore(log, row, own);
}
const first = logs.find(({ eventName }) => eventName === 'gen_ai.evaluation.result')!;
const changed = (attributes: Record<string, string | number | undefined>): LogIn => {
  const all = new Map(first.attributes);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined) all.delete(name);
    else all.set(name, value);
  }
  return { ...first, attributes: all };
};

test('an evaluation in a capture is a score of its span; nothing else is one', () => {
  const scores = logs.flatMap((log) => scoreOf(log) ?? []);
  expect(scores).toHaveLength(logs.filter(({ eventName }) => eventName === 'gen_ai.evaluation.result').length);
  expect(scores[0]).toMatchObject({
    ...{ trace_id: first.traceId, span_id: first.spanId, name: 'helpfulness', data_type: 'numeric', number: 0.9 },
    ...{ label: 'pass', comment: 'Refund was issued as asked.', source: 'otel', environment: 'staging', bound: true },
  });
  expect(new Set(scores.map((score) => score.score_id)).size).toBe(scores.length);
});

test('sent again it is the same score', () => {
  expect(scoreOf({ ...first })).toEqual(scoreOf(first));
  expect(scoreOf(changed({ 'gen_ai.evaluation.name': 'other' }))!.score_id).not.toBe(scoreOf(first)!.score_id);
});

test('a label alone is a category; without a name, a value or a trace there is none', () => {
  const alone = scoreOf(changed({ 'gen_ai.evaluation.score.value': undefined }));
  expect(alone).toMatchObject({ data_type: 'categorical', number: null, label: 'pass' });
  const neither = { 'gen_ai.evaluation.score.value': undefined, 'gen_ai.evaluation.score.label': undefined };
  expect(scoreOf(changed(neither))).toBeNull();
  expect(scoreOf(changed({ 'gen_ai.evaluation.name': undefined }))).toBeNull();
  expect(scoreOf(changed({ 'gen_ai.evaluation.name': 'signalbox.outcome' }))).toBeNull();
  expect(scoreOf({ ...first, traceId: '', spanId: '' })).toBeNull();
});

test('a key that drops content keeps the figure without the words', () => {
  expect(scoreOf(first, { contentMode: 'drop' })).toMatchObject({ number: 0.9, comment: '' });
});
