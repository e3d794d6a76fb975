import { describe, expect, it } from 'vitest';
import type { EventIn, LinkIn } from '../otlp/types.ts';
import type { Met } from '../scrub/clean.ts';
import { storedEvents, storedLinks } from './events.ts';
import { attributesOf, type Given } from './span.fixture.ts';

const timeNs = BigInt(Date.UTC(2026, 4, 6, 7, 8, 9)) * 1_000_000n + 123_456_789n;
const event = (name: string, given: Given = {}): EventIn => ({ timeNs, name, attributes: attributesOf(given) });
const link = (given: Given = {}): LinkIn => ({
  traceId: 'a'.repeat(32),
  spanId: 'b'.repeat(16),
  attributes: attributesOf(given),
});
const kept = (text: string) =>
  JSON.parse(text) as { name?: string; time?: string; attributes: Record<string, string> }[];

describe('events of a span', () => {
  it('are kept in the order they were sent in, with their moment to the nanosecond', () => {
    const all = kept(storedEvents([event('a', { n: 5n }), event('b')], new Set()));
    expect(all).toEqual([
      { time: '2026-05-06T07:08:09.123456789Z', name: 'a', attributes: { n: '5' } },
      { time: '2026-05-06T07:08:09.123456789Z', name: 'b', attributes: {} },
    ]);
  });

  it('that are none are no text at all, not an empty list', () => {
    expect([storedEvents([], new Set()), storedLinks([], new Set())]).toEqual(['', '']);
  });

  it('beyond 256 KiB are left out from the first that does not fit, and the span is marked', () => {
    const met: Met = new Set();
    const page = 'x '.repeat(8000);
    const all = kept(
      storedEvents(
        Array.from({ length: 40 }, (_, at) => event(`e${at}`, { page })),
        met,
      ),
    );
    expect(all.length).toBe(16);
    expect(all.map(({ name }) => name)).toEqual(Array.from({ length: 16 }, (_, at) => `e${at}`));
    expect([...met]).toEqual(['truncated']);
  });

  it('hold no secret, neither in a name nor in a value', () => {
    const met: Met = new Set();
    const secret = `ghp_${'a1B2'.repeat(9)}`;
    const text = storedEvents([event(`failed with ${secret}`, { 'exception.message': `401 for ${secret}` })], met);
    expect(text).not.toContain('ghp_');
    expect([...met]).toEqual(['secret']);
  });

  it('whose messages are stored as content do not hold them once more', () => {
    const said = event('gen_ai.user.message', { content: 'my account is 4711', role: 'user' });
    expect(storedEvents([said], new Set())).not.toContain('4711');
  });

  it('of no moment that a calendar has are kept without one', () => {
    expect(kept(storedEvents([{ ...event('a'), timeNs: 0n }], new Set()))[0]!.time).toBe(
      '1970-01-01T00:00:00.000000000Z',
    );
    expect(kept(storedEvents([{ ...event('a'), timeNs: (1n << 64n) - 1n }], new Set()))[0]!.time).toBe(
      '2554-07-21T23:34:33.709551615Z',
    );
  });
});

describe('links of a span', () => {
  it('name trace and span, with what was said of them', () => {
    expect(JSON.parse(storedLinks([link({ 'signalbox.link': 'delegation', n: 2n })], new Set()))).toEqual([
      { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), attributes: { 'signalbox.link': 'delegation', n: '2' } },
    ]);
  });

  it('have the same bound as events', () => {
    const met: Met = new Set();
    const text = storedLinks(
      Array.from({ length: 128 }, () => link({ page: 'x '.repeat(8000) })),
      met,
    );
    expect([text.length < 257 * 1024, [...met]]).toEqual([true, ['truncated']]);
  });
});
