import { describe, expect, test } from 'vitest';
import type { MappedSpan } from '../map/span.ts';
import type { Sender } from '../rows.ts';
import { mergedSpan } from './merged-span.ts';
import { event, type Event, partsOf, received, sender, time } from './parts.fixture.ts';
import type { Part } from './part.ts';
import { spansOfTrace } from './trace-spans.ts';

const owner = { workspaceId: 'wsp_1', teamId: 'tea_1', contentKey: sender.contentKey };
const spansOf = (parts: readonly Part[]): MappedSpan[] =>
  spansOfTrace(parts[0]!.traceId, parts).spans.map((made) => mergedSpan(made, owner, 90));
const trace = event('trace-create', { id: 't', name: 'support', environment: 'prod' });
const create = (more: object = {}): Event =>
  event('agent-create', { id: 'o', traceId: 't', name: 'clerk', startTime: time(1), ...more });
const update = (more: object = {}): Event => event('span-update', { id: 'o', traceId: 't', endTime: time(9), ...more });

describe('a span of parts from several keys', () => {
  const key = (keyId: string, more: Partial<Sender> = {}): Partial<Sender> => ({ keyId, ...more });
  const of = (...sent: [Event, Partial<Sender>][]): MappedSpan['row'] =>
    spansOf(sent.flatMap(([one, from]) => partsOf([one], from)))[0]!.row;

  test('is the last one’s, by the client’s clock', () => {
    const first: [Event, Partial<Sender>] = [create(), key('key_a')];
    const last: [Event, Partial<Sender>] = [update(), key('key_b')];
    expect(of(first, last).key_id).toBe('key_b');
    expect(of(last, first).key_id).toBe('key_b');
  });

  test('is bound only where it matches each of them', () => {
    const clerk = key('key_a', { agent: 'clerk' });
    const other = key('key_b', { agent: 'booker' });
    expect(
      of([create({ type: 'AGENT' }), clerk], [event('agent-update', { id: 'o', traceId: 't' }), clerk]).bound,
    ).toBe(true);
    const mixed = of([create(), clerk], [event('agent-update', { id: 'o', traceId: 't' }), other]);
    expect(mixed).toMatchObject({ bound: false, marks: expect.arrayContaining(['unbound']) });
    const byTrace = of([trace, key('key_c', { environment: 'test' })], [create(), clerk]);
    expect(byTrace.bound).toBe(false);
  });

  test('was received with the first of its own', () => {
    const [late] = partsOf([update()]);
    const parts = [{ ...late!, receivedAt: received + 5000 }, ...partsOf([create(), trace])];
    expect(spansOf(parts)[0]!.row.received_at).toBe(received);
  });
});

test('what cleaning met in any part marks the span', () => {
  const [row] = spansOf(partsOf([create({ metadata: { password: 'hunter2' } }), update()])).map((one) => one.row);
  expect(row!.marks).toContain('secret');
  const [dropped] = spansOf([...partsOf([create()]), ...partsOf([update()], { contentMode: 'drop' })]).map(
    (one) => one.row,
  );
  expect(dropped!.marks).toContain('dropped');
});

describe('what a span does not hold', () => {
  const empty = ({ refs }: MappedSpan) => refs.filter((ref) => ref.refs.length === 0).map((ref) => ref.direction);

  test('is said where the trace’s own input could have been shown at it', () => {
    const said = event('trace-create', { id: 't', input: 'q' });
    const [first, second] = spansOf(
      partsOf([said, create(), event('span-create', { id: 'p', traceId: 't', startTime: time(5), output: 'a' })]),
    );
    expect(empty(first!)).toEqual(['system', 'output']);
    expect(empty(second!)).toEqual(['system', 'input']);
  });

  test('is not said elsewhere', () => {
    expect(spansOf(partsOf([trace, create()])).flatMap(empty)).toEqual([]);
  });
});
