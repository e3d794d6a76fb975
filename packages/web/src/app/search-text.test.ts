import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readRunSearch, readRunsSearch } from '../rooms/monitoring/search.ts';
import { ranges, readScope } from './scope.ts';
import { parseSearch, stringifySearch } from './search-text.ts';

const there = (search: Record<string, unknown>) => parseSearch(stringifySearch(search).replace(/^\?/, ''));
const given = (search: object): object =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined));

test('what is empty or no text is left out; nothing at all is no "?"', () => {
  expect(stringifySearch({ agent: 'clerk', outcome: undefined, peek: '', n: 7 })).toBe('?agent=clerk');
  expect(stringifySearch({})).toBe('');
});

test.each(['1234567890123456', '1e5', '007', 'true', 'null', '"quoted"', '{"a":1}', '[1]', ' a&b=c#d ', '100%', 'ü+ö'])(
  'a user called %s keeps that name',
  (user) => expect(readRunsSearch(there({ user })).user).toBe(user),
);

test('a link typed by hand means what stands in it, quotes or not', () => {
  expect(readRunSearch(parseSearch('step=1234567890123456')).step).toBe('1234567890123456');
  expect(readRunsSearch(parseSearch('user=true')).user).toBe('true');
  expect(readRunsSearch(parseSearch('agent=a+b')).agent).toBe('a b');
});

test('names of object methods are parameters like others, and none of ours', () => {
  const search = parseSearch('__proto__=x&constructor=y&agent=clerk');
  expect(readRunsSearch(search)).toMatchObject({ agent: 'clerk', user: undefined });
  expect({}).not.toHaveProperty('x');
});

test('a parameter given twice counts once, the last one', () => {
  expect(parseSearch('env=a&env=b')['env']).toBe('b');
});

// Lone surrogates have no form in a URL: every browser replaces them.
const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }).filter((s) => s.isWellFormed());
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });
const instant = fc.date({ min: new Date(0), max: new Date('2200-01-01'), noInvalidDate: true });

test('any state of the runs list survives the URL', () => {
  const state = fc.record({
    agent: maybe(text),
    outcome: maybe(fc.constantFrom('completed', 'failed', 'passed_to_person', 'abandoned', 'unknown')),
    state: maybe(fc.constantFrom('running', 'settled', 'unfinished')),
    conversation: maybe(text),
    user: maybe(text),
    said: maybe(text),
    filter: maybe(fc.constantFrom('[{"by":"tool","values":["a&b","ü"]}]', '[{"by":"durationMs","min":1500}]')),
    sorted: maybe(fc.constantFrom('duration', 'cost', 'inputTokens')),
    order: maybe(fc.constantFrom('asc', 'desc')),
    cols: maybe(fc.constantFrom('agent,cost', 'agent')),
    live: maybe(fc.constant('off')),
    facets: maybe(fc.constant('open')),
    peek: maybe(text),
  });
  fc.assert(
    fc.property(state, (s) => void expect(given(readRunsSearch(there(s)))).toEqual(given(s))),
    { numRuns: 500 },
  );
});

test('any state of a run page survives the URL', () => {
  const state = fc.record({ view: maybe(fc.constant('transcript')), step: maybe(text), zoom: maybe(text) });
  fc.assert(
    fc.property(state, (s) => void expect(given(readRunSearch(there(s)))).toEqual(given(s))),
    { numRuns: 200 },
  );
});

test('any scope survives the URL, with what other pages keep there', () => {
  const scope = fc.record({
    team: maybe(text),
    env: maybe(text),
    range: maybe(fc.constantFrom(...ranges)),
    tz: maybe(fc.constant('local')),
  });
  fc.assert(
    fc.property(scope, fc.tuple(instant, instant), (s, [a, b]) => {
      const ends = a < b ? { from: a.toISOString(), to: b.toISOString() } : {};
      expect(given(readScope(there({ ...s, ...ends, agent: 'clerk' })))).toEqual(given({ ...s, ...ends }));
    }),
    { numRuns: 300 },
  );
});

test('reading what was read changes nothing', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom('team', 'env', 'range', 'from', 'to', 'tz'), fc.string()), (search) => {
      const once = readScope(search);
      expect(given(readScope(once))).toEqual(given(once));
    }),
  );
});
