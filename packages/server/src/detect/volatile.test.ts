import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withoutVolatile } from './volatile.ts';

const formats: Record<string, (at: Date) => string> = {
  'ISO 8601': (at) => at.toISOString(),
  'ISO day': (at) => at.toISOString().slice(0, 10),
  'with offset': (at) => at.toISOString().replace('Z', '+02:00'),
  'of JavaScript': (at) => at.toString().replace(/ \(.*/, ''),
  'of HTTP': (at) => at.toUTCString(),
  seconds: (at) => String(Math.floor(at.getTime() / 1000)),
  ...Object.fromEntries(
    ['en-US', 'en-GB', 'de-DE', 'fr-FR', 'es-ES', 'it-IT', 'pt-PT', 'nl-NL'].flatMap((language) =>
      (['full', 'long', 'medium', 'short'] as const).map((dateStyle) => [
        `${dateStyle} in ${language}`,
        (at: Date) => at.toLocaleString(language, { dateStyle, timeStyle: 'short', timeZone: 'UTC' }),
      ]),
    ),
  ),
};
const moment = fc.date({ min: new Date('2001-01-01'), max: new Date('2039-12-31'), noInvalidDate: true });

test.each(Object.keys(formats))('a date %s is taken out: prompts of two days are the same', (name) => {
  const prompt = (at: Date): string =>
    withoutVolatile(`You are a clerk. Today is ${formats[name]!(at)}. Be brief; you may ask.`);
  fc.assert(
    fc.property(moment, moment, (one, other) => {
      expect(prompt(one)).toBe(prompt(other));
      expect(prompt(one)).toMatch(/^You are a clerk\. Today is #.*\. Be brief; you may ask\.$/);
    }),
    { numRuns: 60 },
  );
});

test('ids and numbers are taken out, in any number', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.uuid(), fc.nat(), fc.nat(), (a, b, n, m) => {
      const prompt = (id: string, count: number): string =>
        withoutVolatile(`Case ${id}, order ${count} of ${count * 7}`);
      expect(prompt(a, n)).toBe(prompt(b, m));
    }),
  );
});

describe('what is meant stays', () => {
  test.each([
    ['You may answer in June or never.', 'You may answer in June or never.'],
    ['March on, and decide.', 'March on, and decide.'],
    ['a deadbeef faded cafe', 'a deadbeef faded cafe'],
    ['two   lines\n\nof text', 'two lines of text'],
    ['Wait 5 minutes, at most 3 times.', 'Wait # minutes, at most # times.'],
    ['trace 0af7651916cd43dd8448eb211c80319c', 'trace #'],
    ['Call on Monday, 5 May 2026 at 10:30 AM UTC!', 'Call on #!'],
  ])('%s', (text, left) => expect(withoutVolatile(text)).toBe(left));
  test('two prompts that differ in a word differ', () => {
    expect(withoutVolatile('Be polite. 2026-01-01')).not.toBe(withoutVolatile('Be rude. 2026-01-01'));
  });
  test('nothing makes it slow', () => {
    const began = performance.now();
    for (const hostile of [
      '1'.repeat(100_000),
      'a1-'.repeat(30_000),
      '# '.repeat(50_000),
      '0f'.repeat(50_000),
      'Mon '.repeat(20_000),
    ])
      withoutVolatile(hostile);
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
