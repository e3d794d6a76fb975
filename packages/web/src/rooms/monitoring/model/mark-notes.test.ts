import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isTimeRecorded, markNote, whyNoDuration } from './mark-notes.ts';

test('every mark that ingest makes has its words', () => {
  const rows = readFileSync(new URL('../../../../../server/src/ingest/rows.ts', import.meta.url), 'utf8');
  const marks = [.../export type Mark =\s+([^;]+);/.exec(rows)![1]!.matchAll(/'(\w+)'/g)].map((m) => m[1]!);
  expect(marks.length).toBeGreaterThan(4);
  for (const mark of [...marks, 'orphan']) expect([mark, markNote(mark)]).not.toEqual([mark, markNote('?')]);
});

test('a mark of a newer server, or one named like a method, is said to be there', () => {
  expect([markNote('new_mark'), markNote('constructor'), markNote('')]).toEqual(Array(3).fill('Marked by ingest'));
});

test('what has no time in its source is told apart from what has no end yet', () => {
  expect([isTimeRecorded(['no_end']), isTimeRecorded(['truncated', 'synthetic_time'])]).toEqual([true, false]);
  expect([whyNoDuration([]), whyNoDuration(['synthetic_time'])]).toEqual(['no end was received', 'not recorded']);
});
