import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { aBrowser, aMe, drawPage, type Answers } from '../../../app/house.fixture.tsx';
import { byRole, defects, names, textOf } from '../../../ui/markup.fixture.ts';
import { aRun } from '../model/monitoring.fixture.ts';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

const view = { id: 'svw_1', name: 'Fai<b>led', page: 'runs', search: 'outcome=failed&range=all', teamId: 'tea_1' };
const answers = (filters: object): Answers => [
  [['access', 'me'], aMe()],
  [['saved-views'], { items: [{ ...view, createdBy: 'per_1', createdAt: '2026-11-22T12:00:00.000Z' }] }],
  [['runs', filters], { pages: [{ items: [aRun({ id: 'r1' })], nextCursor: null }], pageParams: [undefined] }],
];

test('the view that is shown is chosen and can be removed; any other state can be saved', async () => {
  const html = await drawPage('/runs?range=all&outcome=failed', answers({ outcome: 'failed' }));
  const chosen = byRole(html, 'combobox').find((box) => box.name === 'View')!;
  expect(textOf(chosen.node)).toBe('Fai<b>led (team)');
  expect(names(html, 'button')).toContain('Remove view');
  expect(defects(html)).toEqual([]);
  const other = await drawPage('/runs?range=all', answers({}));
  expect(textOf(byRole(other, 'combobox').find((box) => box.name === 'View')!.node)).toBe('No view');
  expect(names(other, 'button')).toContain('Save view');
});

test('views of other pages are not offered', async () => {
  const html = await drawPage('/steps?range=all', answers({}));
  expect(byRole(html, 'combobox').map((box) => box.name)).not.toContain('View');
});
