import { expect, test } from 'vitest';
import { lastFirst, movedUp, nextOf } from './environment-order.ts';

const order = ['dev', 'staging', 'production'];

test('on to the next; the last has none, nor has one in no order', () => {
  expect(['dev', 'staging', 'production', 'eu'].map((one) => nextOf(order, one))).toEqual([
    ...['staging', 'production', undefined, undefined],
  ]);
});

test('one is moved up, the first and one that is not there are not', () => {
  expect(movedUp(order, 'production')).toEqual(['dev', 'production', 'staging']);
  expect([movedUp(order, 'dev'), movedUp(order, 'eu')]).toEqual([order, order]);
});

test('the last stands first, those in no order last, by name, each once', () => {
  expect(lastFirst(order, ['zoo', 'dev', 'eu', 'production', 'staging', 'dev'])).toEqual([
    ...['production', 'staging', 'dev', 'eu', 'zoo'],
  ]);
  expect(lastFirst([], ['b', 'a'])).toEqual(['a', 'b']);
});
