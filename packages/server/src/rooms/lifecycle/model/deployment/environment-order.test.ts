import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextIn, orderByName, previousIn } from './environment-order.ts';

test.each([
  [
    ['production', 'staging', 'dev'],
    ['dev', 'staging', 'production'],
  ],
  [
    ['Prod', 'QA', 'pre-prod'],
    ['QA', 'pre-prod', 'Prod'],
  ],
  [
    ['live', 'canary', 'uat', 'test', 'sandbox'],
    ['sandbox', 'test', 'uat', 'canary', 'live'],
  ],
  [['eu-west', 'production', 'productionish'], ['production']],
  [
    ['staging', 'staging'],
    ['staging', 'production'],
  ],
  [[], ['production']],
])('%j is %j', (known, order) => {
  expect(orderByName(known)).toEqual(order);
});

test('on to the next; the last has none, nor has one that is in no order', () => {
  const order = ['dev', 'staging', 'production'];
  expect(order.map((one) => nextIn(order, one))).toEqual(['staging', 'production', null]);
  expect(order.map((one) => previousIn(order, one))).toEqual([null, 'dev', 'staging']);
  expect([nextIn(order, 'eu'), previousIn(order, 'eu'), nextIn([], 'dev'), previousIn([], 'dev')]).toEqual([
    ...[null, null, null, null],
  ]);
});

const name = fc.constantFrom('dev', 'test', 'qa', 'staging', 'uat', 'canary', 'prod', 'production', 'live', 'eu', 'x');
test('the order by name does not depend on how names come, and next and previous are each other’s way back', () => {
  fc.assert(
    fc.property(fc.array(name), (known) => {
      const order = orderByName(known);
      expect(orderByName(known.toReversed())).toEqual(order);
      for (const one of order) {
        const next = nextIn(order, one);
        if (next !== null) expect(previousIn(order, next)).toBe(one);
      }
    }),
  );
});
