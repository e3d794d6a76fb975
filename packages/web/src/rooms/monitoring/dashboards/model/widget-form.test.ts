import { expect, test } from 'vitest';
import { freshWidget, ready } from './widget-form.ts';

test('a new one has an id and a place of its own', () => {
  const all = [freshWidget([])];
  all.push(freshWidget(all));
  const third = freshWidget(all.slice(1));
  expect(all.map(({ id }) => id)).toEqual(['w1', 'w2']);
  expect(third.id).not.toBe(all[1]!.id);
  expect(all[1]!.layout.y).toBe(all[0]!.layout.y + all[0]!.layout.h);
});

test('filters without a value are left out, spaces around values too; a single figure has no groups', () => {
  const draft = freshWidget([]);
  const filters = [
    { dimension: 'agent', op: 'is' as const, values: [' triage', '', 'clerk '] },
    { dimension: 'model', op: 'is' as const, values: [' '] },
  ];
  const query = { ...draft.query, filters, dimensions: ['model'] };
  expect(ready({ ...draft, title: ' Runs ', query })).toMatchObject({
    title: 'Runs',
    query: { dimensions: ['model'], filters: [{ dimension: 'agent', values: ['triage', 'clerk'] }] },
  });
  expect(ready({ ...draft, kind: 'stat', query }).query.dimensions).toEqual([]);
});
