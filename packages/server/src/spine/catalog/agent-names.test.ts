import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foreignOf, resolverOf } from './agent-names.ts';

const names = [
  { teamId: 'a', name: 'helper', service: '', key: 'support' },
  { teamId: 'a', name: 'helper', service: 'billing', key: 'refunds' },
  { teamId: 'a', name: 'AgentExecutor', service: '', key: null },
];

test('a name is its own key until somebody says otherwise', () => {
  expect(resolverOf([])('a', 'helper', 's')).toBe('helper');
  expect(resolverOf(names)('a', 'support', 's')).toBe('support');
});

test('the service decides first, then the name alone; another team is not concerned', () => {
  const resolve = resolverOf(names);
  expect(resolve('a', 'helper', 'billing')).toBe('refunds');
  expect(resolve('a', 'helper', 'web')).toBe('support');
  expect(resolve('b', 'helper', 'billing')).toBe('helper');
});

test('an ignored name is no agent', () => {
  expect(resolverOf(names)('a', 'AgentExecutor', 'x')).toBeNull();
  expect(resolverOf(names)('b', 'AgentExecutor', 'x')).toBe('AgentExecutor');
});

test('whatever a client puts into a name, it is taken for no other', () => {
  const hostile = fc
    .array(fc.constantFrom('helper', 'billing', 'a', '\n', '\u0000', ' '), { maxLength: 5 })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(hostile, hostile, hostile, (team, name, service) => {
      const known = names.find(
        (one) => one.teamId === team && one.name === name && (one.service === service || one.service === ''),
      );
      const exact = names.find((one) => one.teamId === team && one.name === name && one.service === service);
      const wanted = exact ?? known;
      expect(resolverOf(names)(team, name, service)).toBe(wanted === undefined ? name : wanted.key);
    }),
  );
  expect(resolverOf(names)('a', 'x', 'billing\nhelper')).toBe('x');
  expect(resolverOf([{ teamId: 'a', name: 'n', service: 's\nq', key: 'k' }])('a', 'q\nn', 's')).toBe('q\nn');
});

test('a name is foreign for the team that took it, not for the one that had it first', () => {
  const isForeign = foreignOf([...names, { teamId: 'b', name: 'support', service: '', key: 'support', foreign: true }]);
  expect([isForeign('b', 'support'), isForeign('a', 'support'), isForeign('b', 'helper')]).toEqual([
    true,
    false,
    false,
  ]);
});
