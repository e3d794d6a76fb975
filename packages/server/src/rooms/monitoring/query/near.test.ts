import { expect, test } from 'vitest';
import { dimensions } from './catalogue/dimensions.ts';
import { measures } from './catalogue/measures.ts';
import { dimensionOf, measureOf } from './named.ts';
import { nearTo } from './near.ts';

const ids = measures.map(({ id }) => id);

test.each([
  ['completion', 'completion_rate'],
  ['complete_rate', 'completion_rate'],
  ['Completion Rate', 'completion_rate'],
  ['p95', 'latency_p95'],
  ['latncy_p95', 'latency_p95'],
  ['toolcalls', 'tool_calls'],
  ['costs', 'cost'],
  ['time_to_first_token', 'ttft_p50'],
  ['passed to a person', 'takeovers'],
])('%s is near %s', (meant, expected) => expect(nearTo(meant, measures)).toContain(expected));

test('five at most, the nearest first; the name itself before all', () => {
  for (const id of ids) expect(nearTo(id, measures)[0]).toBe(id);
  expect(nearTo('', measures)).toHaveLength(5);
  expect(nearTo('x'.repeat(80), [{ id: 'a', label: 'A' }])).toEqual(['a']);
});

test('names of the catalogue are found, others are not, not even those of every object', () => {
  for (const id of ids) expect(measureOf(id).id).toBe(id);
  for (const { id } of dimensions) expect(dimensionOf(id).id).toBe(id);
  for (const id of ['constructor', '__proto__', 'toString', ''])
    for (const find of [measureOf, dimensionOf]) expect(() => find(id)).toThrow(/There is no/);
});
