import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isDue, type LiveTurn } from './live-turn.ts';

const turn = (over: Partial<LiveTurn> = {}): LiveTurn => ({
  pending: true,
  connected: true,
  busy: false,
  hidden: false,
  sinceMs: 2000,
  ...over,
});

test('facts that advanced are read, at most once in the time given', () => {
  expect(isDue(turn(), 2000)).toBe(true);
  expect(isDue(turn({ sinceMs: 1999 }), 2000)).toBe(false);
});

test('without news and with a stream nothing is read, however long ago', () => {
  expect(isDue(turn({ pending: false, sinceMs: 3_600_000 }), 2000)).toBe(false);
});

test('without a stream it is read every ten seconds', () => {
  expect(isDue(turn({ pending: false, connected: false, sinceMs: 9999 }), 2000)).toBe(false);
  expect(isDue(turn({ pending: false, connected: false, sinceMs: 10_000 }), 2000)).toBe(true);
});

test('never twice at once, and never for nobody', () => {
  const any = fc.record({
    pending: fc.boolean(),
    connected: fc.boolean(),
    busy: fc.boolean(),
    hidden: fc.boolean(),
    sinceMs: fc.nat(100_000),
  });
  fc.assert(fc.property(any, fc.nat(20_000), (t, every) => !isDue(t, every) || (!t.busy && !t.hidden)));
});

test('waiting longer never makes it less due', () => {
  fc.assert(
    fc.property(fc.boolean(), fc.boolean(), fc.nat(20_000), fc.nat(20_000), (pending, connected, sinceMs, more) => {
      const now = isDue(turn({ pending, connected, sinceMs }), 3000);
      return !now || isDue(turn({ pending, connected, sinceMs: sinceMs + more }), 3000);
    }),
  );
});
