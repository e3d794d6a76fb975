import { expect, test } from 'vitest';
import { resolverOf } from './agent-names.ts';

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
