import { describe, expect, test } from 'vitest';
import type { Flag } from '../../rooms/lifecycle/index.ts';
import { contextOf, etagOfAll, notFound, success } from './evaluations.ts';

describe('the context of a request', () => {
  test('is an object, with whatever is in it', () => {
    const context = { targetingKey: 'u', plan: { tier: 1 } };
    expect(contextOf(JSON.stringify({ context }))).toEqual({ context });
    expect(contextOf('{"context":{}}')).toEqual({ context: {} });
  });

  test.each([
    ['', 'PARSE_ERROR'],
    ['{', 'PARSE_ERROR'],
    ['null', 'INVALID_CONTEXT'],
    ['[]', 'INVALID_CONTEXT'],
    ['"context"', 'INVALID_CONTEXT'],
    ['{"context":null}', 'INVALID_CONTEXT'],
    ['{"context":[1]}', 'INVALID_CONTEXT'],
    ['{"context":{"targetingKey":1}}', 'INVALID_CONTEXT'],
    ['{"context":{"targetingKey":null}}', 'INVALID_CONTEXT'],
  ])('of %j is %s', (text, errorCode) => {
    expect(contextOf(text)).toEqual({ errorCode, errorDetails: expect.stringMatching(/\.$/) });
  });

  test('that names __proto__ changes nothing but itself', () => {
    const asked = contextOf('{"context":{"__proto__":{"environment":"staging"}}}');
    expect('context' in asked && asked.context['environment']).toBeFalsy();
    expect(({} as { environment?: string }).environment).toBeUndefined();
  });
});

const flag = (changes: Partial<Flag> = {}): Flag => ({
  key: 'k',
  reason: 'STATIC',
  value: true,
  etag: 'a',
  ...changes,
});

test('a flag is told without what it has not, and without our own mark', () => {
  expect(success(flag())).toEqual({ key: 'k', reason: 'STATIC', value: true });
  expect(success(flag({ value: false }))).toMatchObject({ value: false });
  const { value: _, ...rest } = flag({ variant: 'on', metadata: { n: 1 } });
  expect(success(rest)).toEqual({ key: 'k', reason: 'STATIC', variant: 'on', metadata: { n: 1 } });
});

test('one mark for all flags changes with each of them, and with which there are', () => {
  const both = [flag(), flag({ key: 'l', etag: 'b' })];
  const mark = etagOfAll(both);
  expect(mark).toMatch(/^"[\w-]{27}"$/);
  expect(etagOfAll(both)).toBe(mark);
  const others = [[], [both[0]!], both.toReversed(), [both[0]!, flag({ key: 'l', etag: 'c' })], [flag({ key: 'ka' })]];
  expect(new Set([mark, ...others.map(etagOfAll)]).size).toBe(6);
});

test('a flag that is not there is named', () => {
  expect(notFound('x')).toEqual({
    status: 404,
    body: { key: 'x', errorCode: 'FLAG_NOT_FOUND', errorDetails: expect.stringContaining('"x"') },
  });
});
