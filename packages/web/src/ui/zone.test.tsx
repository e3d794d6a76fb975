import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { nodesOf, parse, words } from './markup.fixture.ts';
import { Time, ZoneContext } from './zone.tsx';

beforeEach(() => vi.useFakeTimers({ now: Date.parse('2026-11-22T13:00:00Z') }));
afterEach(() => vi.useRealTimers());

const draw = (at: string, full = false): string => renderToStaticMarkup(<Time at={at} full={full} />);
const element = (html: string) => nodesOf(parse(html))[0]!;

test('a moment of today is short, another day says its day, another year its year', () => {
  expect(words(draw('2026-11-22T12:03:10.123Z'))).toBe('12:03:10');
  expect(words(draw('2026-11-21T12:03:10.123Z'))).toBe('21 Nov 12:03');
  expect(words(draw('2025-11-21T12:03:10.123Z'))).toBe('21 Nov 2025 12:03');
});

test('hovering gives the whole moment with its zone; machines read ISO 8601', () => {
  const { tag, attrs } = element(draw('2026-11-22T12:03:10.123Z'));
  expect([tag, attrs['title'], attrs['dateTime']]).toEqual([
    'time',
    '2026-11-22 12:03:10.123 UTC',
    '2026-11-22T12:03:10.123Z',
  ]);
});

test('whole where there is room', () => {
  expect(words(draw('2026-11-22T12:03:10.123Z', true))).toBe('2026-11-22 12:03:10.123 UTC');
});

test('outside a scope times are UTC; inside they follow it', () => {
  const local = renderToStaticMarkup(
    <ZoneContext value="local">
      <Time at="2026-11-22T12:03:10.123Z" full />
    </ZoneContext>,
  );
  expect(words(local)).toMatch(/^2026-11-2\d \d\d:\d\d:10\.123 \S+/);
  expect(words(local)).toContain(
    new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
      new Date('2026-11-22T12:03:10Z'),
    ),
  );
});

test('what is no time is shown as it came', () => {
  expect(words(draw('soon'))).toBe('soon');
});
