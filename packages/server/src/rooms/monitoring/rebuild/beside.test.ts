import { expect, test } from 'vitest';
import { Beside } from './beside.ts';

const held = () => {
  let end = (_error?: Error): void => {};
  const task = () =>
    new Promise<void>((resolve, reject) => (end = (error) => (error === undefined ? resolve() : reject(error))));
  return { task, end: (error?: Error) => end(error) };
};

test('one at a time: what comes while one is under way is not begun', async () => {
  const beside = new Beside();
  const first = held();
  const begun: string[] = [];
  beside.begin(() => (begun.push('first'), first.task()));
  beside.begin(async () => void begun.push('second'));
  expect(begun).toEqual(['first']);
  first.end();
  await beside.end();
  beside.begin(async () => void begun.push('third'));
  await beside.end();
  expect(begun).toEqual(['first', 'third']);
});

test('a failure is told once, at the next look, and work goes on after it', async () => {
  const beside = new Beside();
  const first = held();
  beside.begin(first.task);
  first.end(new Error('gone'));
  await new Promise((next) => setImmediate(next));
  let begun = 0;
  const count = async (): Promise<void> => void begun++;
  expect(() => beside.begin(count)).toThrow('gone');
  expect(begun).toBe(0);
  beside.begin(count);
  await beside.end();
  expect(begun).toBe(1);
  await beside.end();
});

test('the end waits, and throws what the last one threw', async () => {
  const beside = new Beside();
  const last = held();
  beside.begin(last.task);
  const ended = beside.end();
  last.end(new Error('at the end'));
  await expect(ended).rejects.toThrow('at the end');
});
