import type { CalendarEntry } from 'signalbox/contract/lifecycle';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Problem } from '../../../app/api.ts';
import { aBrowser, aMe, drawPage, drawPart } from '../../../app/house.fixture.tsx';
import { byRole, defects, names, parse, textOf, words } from '../../../ui/markup.fixture.ts';
import { dangerous, hostile } from '../../monitoring/model/hostile.fixture.ts';
import { EntryMark } from './entry-mark.tsx';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

const entry = (over: Partial<CalendarEntry> = {}): CalendarEntry => ({
  ...{ id: 'dch_1', kind: 'deployment', title: '', from: '2026-11-18T10:00:00.000Z', until: null, teamId: 'tea_1' },
  ...{ agent: { id: 'a', slug: 'clerk', name: 'Clerk' }, environment: 'qa', release: { id: 'r', version: '1.4.0' } },
  ...{ state: 'deploy', reason: 'As agreed', by: 'per_1', byName: 'Ada Weiss', ...over },
});
const freeze = entry({
  by: 'per_9',
  ...{ id: 'frz_1', kind: 'freeze', state: 'standing', agent: null, release: null, environment: null, teamId: null },
  ...{ from: '2026-11-17T00:00:00.000Z', until: '2026-11-20T00:00:00.000Z', reason: 'Closing' },
});
const plan = entry({ id: 'sch_1', kind: 'schedule', state: 'waiting', from: '2026-11-19T08:00:00.000Z' });

type World = { items?: CalendarEntry[] | Error; search?: string; rights?: string[] };
const draw = ({ items = [], search = '', rights = [] }: World = {}): Promise<string> => {
  const week = search.includes('week');
  const [from, to] = week ? ['2026-11-16', '2026-11-23'] : ['2026-10-26', '2026-12-07'];
  const between = { from: `${from}T00:00:00.000Z`, to: `${to}T00:00:00.000Z` };
  const key = ['agents', 'calendar', { team: undefined, env: undefined, ...between }];
  return drawPage(`/calendar?day=2026-11-18${search}`, [
    [['access', 'me'], aMe({ rights })],
    [key, items instanceof Error ? items : { items, truncated: false, ...between }],
  ]);
};
const days = (html: string) => byRole(html, 'button').filter((one) => /^\w+day \d/.test(one.name));

test('a month is drawn in weeks; each day says in words what it holds', async () => {
  const html = await draw({ items: [entry(), freeze, plan] });
  expect(names(html, 'heading')).toContain('November 2026');
  expect(days(html)).toHaveLength(42);
  const of = (day: string): string => days(html).find((one) => one.name.startsWith(day))!.name;
  expect(of('Monday 16')).toBe('Monday 16 November, nothing');
  expect(of('Wednesday 18')).toBe('Wednesday 18 November, 2 entries Frozen: Closing Clerk 1.4.0 deployed to qa');
  expect(of('Thursday 19')).toContain('Clerk 1.4.0 planned for qa');
  expect(of('Friday 20')).toContain('nothing');
  expect(defects(html)).toEqual([]);
});

test('a week has seven days and more room in each', async () => {
  const many = Array.from({ length: 6 }, (_, i) => entry({ id: `d${i}` }));
  expect(days(await draw({ items: many, search: '&span=week' }))).toHaveLength(7);
  const day = (html: string): string => days(html).find((one) => one.name.startsWith('Wednesday 18'))!.name;
  expect(day(await draw({ items: many }))).toMatch(/3 more$/);
  expect(day(await draw({ items: many, search: '&span=week' }))).not.toContain('more');
});

test('a day that is opened lists its entries, with what can be done about them by who may', async () => {
  const items = [entry(), freeze, plan];
  const opened = (day: string, rights: string[] = []) => draw({ items, search: `&open=${day}`, rights });
  const verbs = (html: string) => names(html, 'button').filter((one) => /^(Lift|Cancel)/.test(one));
  const html = await opened('2026-11-18');
  expect(names(html, 'complementary')).toEqual(['Day']);
  expect(words(html)).toContain('All agents in all environments');
  expect(names(html, 'link')).toContain('Open Clerk');
  expect(verbs(html)).toEqual([]);
  expect(verbs(await opened('2026-11-19', ['freeze.change', 'deployment.change']))).toEqual([
    'Lift the freeze',
    'Cancel the plan',
  ]);
  expect(words(await opened('2026-11-21'))).toContain('Nothing was deployed, planned or frozen.');
  expect(defects(html)).toEqual([]);
});

test('a freeze is lifted by who owns it, or by who may everywhere', async () => {
  const verbs = async (by: string, rights: string[]) =>
    names(await draw({ items: [{ ...freeze, by, teamId: 'tea_1' }], search: '&open=2026-11-18', rights }), 'button');
  expect(await verbs('per_1', ['freeze.change'])).toContain('Lift the freeze');
  expect(await verbs('per_1', [])).not.toContain('Lift the freeze');
  expect(await verbs('per_2', ['freeze.change'])).toContain('Lift the freeze');
  expect(await verbs('per_2', ['deployment.change'])).not.toContain('Lift the freeze');
});

test('what was lifted is said to be, and cannot be lifted again', async () => {
  const lifted = { ...freeze, state: 'lifted' as const };
  const html = await draw({ items: [lifted], search: '&open=2026-11-18', rights: ['freeze.change'] });
  expect(words(html)).toContain('· lifted');
  expect(names(html, 'button')).not.toContain('Lift the freeze');
});

test('who may not freeze is not offered it; everybody can subscribe', async () => {
  expect(names(await draw(), 'button')).not.toContain('Freeze');
  expect(names(await draw({ rights: ['freeze.change'] }), 'button')).toEqual(
    expect.arrayContaining(['Freeze', 'Subscribe']),
  );
});

test('on a phone only days with entries stand there', async () => {
  aBrowser({ phone: true });
  const html = await draw({ items: [entry(), plan] });
  expect(words(html)).toContain('Wednesday 18 November Clerk 1.4.0 deployed to qa');
  expect(words(html)).not.toContain('Monday 16 November');
});

test('that cannot be read says why', async () => {
  const html = await draw({ items: new Problem(503, { title: 'Control state is not reachable', detail: 'Wait.' }) });
  expect(names(html, 'alert').join()).toContain('Control state is not reachable');
});

test('each kind of entry has a shape of its own', async () => {
  const kinds = [entry(), entry({ state: 'roll_back' }), plan, freeze, { ...freeze, state: 'lifted' as const }];
  const marks = await Promise.all(kinds.map((one) => drawPart(<EntryMark of={one} />)));
  expect(new Set(marks).size).toBe(kinds.length);
});

test.each(hostile)('%s in an entry hides and breaks nothing', async (_, text) => {
  const agent = { id: 'a', slug: 'clerk', name: text };
  const items = [entry({ agent, reason: text, environment: text, byName: text }), { ...freeze, reason: text }];
  const html = await draw({ items, search: '&open=2026-11-18' });
  expect(textOf(parse(html))).not.toMatch(dangerous);
  expect(defects(html)).toEqual([]);
});
