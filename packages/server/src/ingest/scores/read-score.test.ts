import { describe, expect, test } from 'vitest';
import { spanIdOf, traceIdOf } from '../parts/ids.ts';
import { event, nanos, read, time } from '../parts/parts.fixture.ts';

const score = (body: object, changes: object = {}) =>
  event('score-create', { traceId: 't', name: 'n', ...body }, changes);
const values = (...bodies: object[]) =>
  read(bodies.map((body) => score(body))).scores.map(({ data_type, number, label }) => ({ data_type, number, label }));

test('a score is a row of its own, with its place and its source', () => {
  const { scores, parts, events } = read([
    score(
      {
        ...{ id: 'sc', observationId: 'o', value: 0.9, comment: 'good', environment: 'staging', configId: 'c' },
        metadata: { rater: 'x' },
      },
      { timestamp: time(3) },
    ),
    event('score-create', { sessionId: 'conv', name: 'csat', value: 'happy', dataType: 'CATEGORICAL' }, { id: 'own' }),
  ]);
  expect(parts).toEqual([]);
  expect(events.map(({ status }) => status)).toEqual([201, 201]);
  expect(scores).toMatchObject([
    {
      ...{ score_id: 'sc', trace_id: traceIdOf('t'), span_id: spanIdOf('o'), conversation_id: '', name: 'n' },
      ...{ data_type: 'numeric', number: 0.9, label: '', comment: 'good', source: 'API', config_id: 'c' },
      ...{ environment: 'staging', bound: true, at: nanos(3), metadata: new Map([['rater', 'x']]) },
    },
    {
      ...{ score_id: 'own', trace_id: '', span_id: '', conversation_id: 'conv', label: 'happy', number: null },
      data_type: 'categorical',
    },
  ]);
});

test('values are what their type says, else what they are', () => {
  expect(
    values(
      { value: 0 },
      { value: 1, dataType: 'BOOLEAN' },
      { value: 'none' },
      { value: 'a long answer', dataType: 'TEXT' },
      { value: -2.5, dataType: 'NUMERIC' },
    ),
  ).toEqual([
    { data_type: 'numeric', number: 0, label: '' },
    { data_type: 'boolean', number: 1, label: '' },
    { data_type: 'categorical', number: null, label: 'none' },
    { data_type: 'text', number: null, label: 'a long answer' },
    { data_type: 'numeric', number: -2.5, label: '' },
  ]);
});

test.each([
  [{ value: 'high', dataType: 'NUMERIC' }, /must be a number/],
  [{ value: 2, dataType: 'BOOLEAN' }, /0 or 1/],
  [{ value: 3, dataType: 'CATEGORICAL' }, /must be a string/],
  [{}, /must be a string/],
  [{ value: 1, name: '' }, /"name" is missing/],
  [{ value: 'completed', name: 'signalbox.outcome' }, /are reserved/],
  [{ value: 1, traceId: null }, /"traceId" or "sessionId"/],
  [{ value: 1, traceId: null, sessionId: 's', observationId: 'o' }, /"observationId" needs/],
])('%j is refused', (body, why) => {
  const { events, scores } = read([score(body)]);
  expect(scores).toEqual([]);
  expect(events[0]).toMatchObject({ status: 400, message: expect.stringMatching(why) });
});

describe('of two events about one score', () => {
  const version = (id: string, ms: number): bigint =>
    read([score({ id: 'sc', value: 1 }, { id, timestamp: time(ms) })]).scores[0]!.version;

  test('the later holds, and at one moment always the same', () => {
    expect(version('a', 2)).toBeGreaterThan(version('z', 1));
    expect(version('a', 1)).not.toBe(version('b', 1));
    expect(version('a', 1)).toBe(version('a', 1));
  });
});

test('a score of another environment than its key’s is kept, unbound; its words are cleaned, and dropped by a key that drops', () => {
  const sent = score({ value: 1, environment: 'prod', comment: 'mail ada@example.com, password is in the vault' });
  expect(read([sent], { environment: 'staging' }).scores[0]).toMatchObject({ bound: false, marks: ['unbound'] });
  expect(read([sent], { contentMode: 'mask' }).scores[0]!.comment).not.toContain('ada@');
  expect(read([sent], { contentMode: 'drop' }).scores[0]).toMatchObject({ comment: '', number: 1 });
  const text = score({ value: 'long words', dataType: 'TEXT' });
  expect(read([text], { contentMode: 'drop' }).scores[0]!.label).toBe('');
});
