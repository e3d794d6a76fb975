import { expect, test } from 'vitest';
import { aComment } from '../model/prompts.fixture.ts';
import { commentsAt, placed, placeOfBody } from './places.ts';

const body = (message: number | null, leftRole: string | null, rightRole: string | null) => ({
  ...{ message, leftRole, rightRole },
  rows: [],
});

test('the text of a text prompt is one place', () => {
  expect(placeOfBody([body(null, null, null)], 0)).toBeNull();
  expect(placeOfBody([], 0)).toBeUndefined();
});

test('messages that are gone have no place, and those after them count without them', () => {
  const bodies = [body(0, 'system', 'system'), body(1, 'user', null), body(2, null, 'user'), body(3, 'tool', 'tool')];
  expect(bodies.map((_, at) => placeOfBody(bodies, at))).toEqual([0, undefined, 1, 2]);
});

test('a comment stands below the last line it is about', () => {
  const comments = [aComment({ id: 'a', fromLine: 1, toLine: 3 }), aComment({ id: 'b', message: 1, toLine: 3 })];
  expect(commentsAt(comments, 0, 3).map((one) => one.id)).toEqual(['a']);
  expect(commentsAt(comments, 0, 1)).toEqual([]);
  expect(commentsAt(comments, 1, 3).map((one) => one.id)).toEqual(['b']);
  expect(commentsAt([aComment({ message: null, toLine: 2 })], null, 2)).toHaveLength(1);
});

test('what names no line is about the whole version', () => {
  expect([placed(aComment()), placed(aComment({ fromLine: null, toLine: null }))]).toEqual([true, false]);
});
