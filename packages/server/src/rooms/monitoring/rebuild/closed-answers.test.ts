import { expect, test } from 'vitest';
import { ClosedAnswers } from './closed-answers.ts';

function rig() {
  let now = 0;
  let asked = 0;
  const answers = new ClosedAnswers(() => now);
  return {
    answers,
    asked: () => asked,
    pass: (ms: number) => void (now += ms),
    ask: (key: string) => answers.ask(key, async () => ((asked += 1), `${key} ${asked}`)),
  };
}

test('what was asked is known, side by side and later, by its key', async () => {
  const { ask, asked } = rig();
  expect(await Promise.all([ask('a'), ask('a'), ask('b')])).toEqual(['a 1', 'a 1', 'b 2']);
  expect(await ask('a')).toBe('a 1');
  expect(asked()).toBe(2);
});

test('rows made anew: nothing of before is told, nor what was still on its way', async () => {
  const { answers, ask } = rig();
  const slow = Promise.withResolvers<string>();
  const early = answers.ask('slow', () => slow.promise);
  await ask('a');
  answers.forget();
  expect(await ask('a')).toBe('a 2');
  const anew = answers.ask('slow', async () => 'new');
  slow.resolve('old');
  expect(await early).toBe('old');
  expect(await anew).toBe('new');
  expect(await answers.ask('slow', async () => 'newer')).toBe('new');
});

test('no answer is older than a minute', async () => {
  const { ask, pass } = rig();
  await ask('a');
  pass(59_000);
  await ask('b');
  expect(await ask('a')).toBe('a 1');
  pass(1_000);
  expect(await ask('a')).toBe('a 3');
  expect(await ask('b')).toBe('b 2');
});

test('a failure is not kept', async () => {
  const { answers } = rig();
  const failing = answers.ask('a', () => Promise.reject(new Error('gone')));
  await expect(failing).rejects.toThrow('gone');
  expect(await answers.ask('a', async () => 'back')).toBe('back');
});

test('two hundred are remembered, the oldest go', async () => {
  const { ask, asked } = rig();
  for (let at = 0; at < 201; at++) await ask(`${at}`);
  expect(asked()).toBe(201);
  await ask('200');
  expect(asked()).toBe(201);
  await ask('0');
  expect(asked()).toBe(202);
});
