import { expect, test } from 'vitest';
import { received } from './captures.fixture.ts';
import { mapped } from './span.fixture.ts';

const start = BigInt(received) * 1_000_000n;
const given = { 'signalbox.time': 'synthetic' };

test('a span whose source had no time is marked, has ended, and took nobody knows how long', () => {
  for (const endNs of [start, 0n]) {
    const { row } = mapped(given, { startNs: start, endNs });
    expect([row.duration_ns, row.marks]).toEqual([null, ['synthetic_time']]);
  }
});

test('a length that was recorded without a time holds', () => {
  const { row } = mapped(given, { startNs: start, endNs: start + 7n });
  expect([row.duration_ns, row.marks]).toEqual([7n, ['synthetic_time']]);
});

test('a span that says nothing of the kind keeps its times, and 0 where it took none', () => {
  const { row } = mapped({}, { startNs: start, endNs: start });
  expect([row.duration_ns, row.marks]).toEqual([0n, []]);
  expect(mapped({ 'signalbox.time': 'recorded' }, { endNs: 0n }).row.marks).toEqual(['no_end']);
});
