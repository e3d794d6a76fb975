import { expect, test } from 'vitest';
import { aStep } from './monitoring.fixture.ts';
import { sameCallAs } from './same-call.ts';

const outer = aStep({ spanId: 'outer', kind: 'llm', countsTokens: false });
const between = aStep({ spanId: 'between', parentSpanId: 'outer' });
const inner = aStep({ spanId: 'inner', kind: 'llm', parentSpanId: 'between' });

test('a wrapper names the call below that is counted', () => {
  expect(sameCallAs(outer, [outer, between, inner])).toBe('inner');
});

test('an inner description names the call above that is counted', () => {
  const counted = { ...outer, countsTokens: true };
  expect(sameCallAs({ ...inner, countsTokens: false }, [counted, between, inner])).toBe('outer');
});

test('an agent repeats a total and names no call', () => {
  const agent = aStep({ spanId: 'agent', kind: 'agent', countsTokens: false });
  expect(sameCallAs(agent, [agent, { ...inner, parentSpanId: 'agent' }])).toBeNull();
});

test('a call beside it is not the same call, and loops end', () => {
  const loop = aStep({ spanId: 'outer', parentSpanId: 'between', kind: 'llm', countsTokens: false });
  const beside = aStep({ spanId: 'beside', kind: 'llm' });
  expect(sameCallAs(loop, [loop, between, beside])).toBeNull();
});
