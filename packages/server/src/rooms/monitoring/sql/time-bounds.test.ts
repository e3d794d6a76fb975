import { expect, test } from 'vitest';
import { parse } from './parse.ts';
import { printAlone } from './print.ts';
import { timeBounds } from './time-bounds.ts';

const boundsOf = (where: string, from = 'runs', items = '*'): string[] =>
  timeBounds(parse(`SELECT ${items} FROM ${from} WHERE ${where}`).parts[0]!, 'started_at').map(
    ({ side, value }) => `${side} ${printAlone(value)}`,
  );

test.each<[string, string[]]>([
  ["started_at >= '2026-11-22'", ["from '2026-11-22'"]],
  [
    "started_at > '2026-11-22 10:00:00' AND started_at <= '2026-11-23'",
    ["from '2026-11-22 10:00:00'", "to '2026-11-23'"],
  ],
  ["'2026-11-22' < started_at", ["from '2026-11-22'"]],
  ["'2026-11-22' >= started_at", ["to '2026-11-22'"]],
  ["runs.started_at BETWEEN '2026-11-22' AND now()", ["from '2026-11-22'", 'to now()']],
  ['started_at >= now() - INTERVAL 7 DAY', ['from (now() - INTERVAL 7 DAY)']],
  ['steps = 1 AND (started_at >= today() AND agent != 1)', ['from today()']],
  ['started_at >= toStartOfHour(now())', ['from toStartOfHour(now())']],
  ['started_at >= subtractDays(now(), 3)', ['from subtractDays(now(), 3)']],
])('%s bounds what is read', (where, found) => expect(boundsOf(where)).toEqual(found));

test.each([
  "started_at >= '2026-11-22' OR steps = 1",
  "NOT started_at >= '2026-11-22'",
  "started_at NOT BETWEEN '2026-11-22' AND '2026-11-23'",
  "started_at = '2026-11-22'",
  "started_at >= '2026-13-45'",
  "started_at >= 'yesterday'",
  "started_at >= '2026-11-22T10:00:00+02:00'",
  'started_at >= 1700000000',
  'started_at >= toDateTime(user_id)',
  'started_at >= (SELECT max(started_at) FROM runs)',
  'started_at >= now() - INTERVAL (steps) DAY',
  'toStartOfHour(started_at) >= today()',
  'scores.started_at >= today()',
])('%s bounds nothing', (where) => expect(boundsOf(where)).toEqual([]));

test('what a join adds, or another name hides, is not bounded', () => {
  const where = "r.started_at >= '2026-11-22'";
  const join = (kind: string): string => `runs AS r ${kind} JOIN scores AS s ON r.trace_id = s.trace_id`;
  expect(boundsOf(where, join('INNER'))).toHaveLength(1);
  expect(boundsOf(where, join('LEFT'))).toHaveLength(1);
  expect(boundsOf(where, join('RIGHT'))).toEqual([]);
  expect(boundsOf(where, join('FULL'))).toEqual([]);
  expect(boundsOf("started_at >= '2026-11-22'", join('INNER'))).toEqual([]);
  expect(boundsOf("started_at >= '2026-11-22'", 'runs', 'now() AS started_at')).toEqual([]);
});
