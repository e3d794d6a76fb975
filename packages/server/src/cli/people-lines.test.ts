import { expect, test } from 'vitest';
import type { AccessAt, Person } from '../access/contract.ts';
import { accessLines } from './access.ts';
import { column } from './column.ts';
import { isoTime } from './iso-time.ts';
import { peopleLines } from './user.ts';

const grant = { id: 'g', personId: 'p', agentId: null, reason: null } as const;
const person = (over: Partial<Person>): Person => ({
  ...{ id: 'p', name: 'Ada', email: 'ada@example.com', disabledAt: null, lockedOutAt: null, signsIn: 'here' },
  ...{ secondFactor: false, createdAt: '2026-01-01T00:00:00.000Z', grants: [] },
  ...over,
});

test('people: a line each, how they sign in, every role with place and end', () => {
  const until = '2026-12-31T00:00:00.000Z';
  const lines = peopleLines(
    [
      person({
        secondFactor: true,
        grants: [
          { ...grant, role: 'release_manager', teamId: 'tea_1', environment: 'prod', until: null, source: 'person' },
          { ...grant, role: 'admin', teamId: null, environment: null, until, source: 'emergency' },
        ],
      }),
      person({ email: 'b@example.com', name: 'Bo', disabledAt: until }),
      person({ signsIn: 'provider', lockedOutAt: until }),
      person({ signsIn: 'provider' }),
    ],
    [{ id: 'tea_1', name: 'Support', slug: 'support', createdAt: until }],
  );
  expect(lines.map((line) => line.split(/ {2,}/))).toEqual([
    ['E-mail', 'Name', 'Sign-in', 'Roles'],
    [
      'ada@example.com',
      'Ada',
      'here, with app',
      `release manager of support in prod, admin until ${until} (emergency)`,
    ],
    ['b@example.com', 'Bo', 'disabled', 'none'],
    ['ada@example.com', 'Ada', 'refused by the provider', 'none'],
    ['ada@example.com', 'Ada', 'provider', 'none'],
  ]);
});

test('a name cannot move the cursor of a terminal', () => {
  expect(column([['a\u001b[2Jb', 'c']])).toEqual(['a\ufffd[2Jb  c']);
});

test('who could do what: people, keys, and what is erased', () => {
  const then: AccessAt = {
    ...{ agent: 'clerk', teamId: 't', at: '2026-11-22T10:00:00.000Z', throughSeq: 9, erased: 2 },
    people: [
      { id: 'per_1', name: null, roles: [{ role: 'admin', environment: 'prod', until: null }], rights: ['run.read'] },
    ],
    keys: [{ id: 'key_1', name: 'Nightly', environment: null, scopes: ['read', 'content'] }],
  };
  expect(accessLines(then).map((line) => line.split(/ {2,}/))).toEqual([
    ['clerk at 2026-11-22T10:00:00.000Z, by the ledger up to event 9'],
    ['Who', 'As', 'Could'],
    ['per_1', 'admin in prod', 'run.read'],
    ['key Nightly', 'any environment', 'read content'],
    ['2 events are erased: what they changed is not known any more.'],
  ]);
  expect(accessLines({ ...then, people: [], keys: [], erased: 0 }).at(-1)).toBe('Nobody could do anything with it.');
});

test.each([
  ['2026-11-22T10:00:00Z', '2026-11-22T10:00:00.000Z'],
  ['2026-11-22T10:00', '2026-11-22T10:00:00.000Z'],
  ['2026-11-22', '2026-11-22T00:00:00.000Z'],
  ['2026-11-22T10:00:00+02:00', '2026-11-22T08:00:00.000Z'],
])('the time %s is %s, whatever the zone of the machine', (text, iso) => {
  expect(isoTime(text, '--at')).toBe(iso);
});

test('a time that is none is named with its flag', () => {
  expect(() => isoTime('yesterday', '--at')).toThrow('--at must look like 2026-11-22T10:00:00Z; got yesterday');
});
