import type { Calendar, CalendarEntry } from 'signalbox/contract/lifecycle';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { aBrowser, aMe, drawPage, drawPart } from '../../../app/house.fixture.tsx';
import { byRole, defects, names, words } from '../../../ui/markup.fixture.ts';
import { daysOf } from '../model/calendar-grid.ts';
import { DayInspector } from './day-inspector.tsx';
import { dayName, Month } from './month.tsx';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

const nothing = (): void => undefined;
const entry = (over: Partial<CalendarEntry> = {}): CalendarEntry => ({
  ...{ id: 'dch_1', kind: 'deployment', title: '', from: '2026-11-18T10:00:00.000Z', until: null, teamId: 'tea_1' },
  ...{ agent: { id: 'a', slug: 'clerk', name: 'Clerk' }, environment: 'qa', release: { id: 'r', version: '1.4.0' } },
  ...{ state: 'deploy', reason: 'As agreed', by: 'per_1', byName: 'Ada Weiss', ...over },
});
const freeze = (over: Partial<CalendarEntry> = {}): CalendarEntry =>
  entry({
    ...{ id: 'frz_1', kind: 'freeze', state: 'standing', agent: null, release: null, environment: null, teamId: null },
    ...{ from: '2026-11-17T00:00:00.000Z', until: '2026-11-20T00:00:00.000Z', reason: 'Closing', ...over },
  });
const listOf = (items: CalendarEntry[], truncated = false): Calendar => ({
  ...{ items, truncated, from: '2026-10-26T00:00:00.000Z', to: '2026-12-07T00:00:00.000Z' },
});

describe('the days', () => {
  type Given = { items?: CalendarEntry[]; today?: string; open?: string; span?: 'month' | 'week' };
  const draw = ({ items = [], today = '2026-11-22', open, span = 'month' }: Given = {}): Promise<string> =>
    drawPart(
      <Month
        list={listOf(items)}
        days={daysOf('2026-11-18', span)}
        month={span === 'month' ? '2026-11' : null}
        {...{ today, open }}
        onOpen={nothing}
      />,
    );
  const marked = (html: string, attr: string, value: string): string[] =>
    byRole(html, 'button').flatMap((one) => (one.node.attrs[attr] === value ? [one.name.split(',')[0]!] : []));

  test('one is today, one is open; neither where it is not shown', async () => {
    const html = await draw({ open: '2026-11-18' });
    expect(marked(html, 'aria-current', 'date')).toEqual(['Sunday 22 November']);
    expect(marked(html, 'aria-pressed', 'true')).toEqual(['Wednesday 18 November']);
    const elsewhere = await draw({ today: '2027-03-01', open: '2027-03-01' });
    expect([...marked(elsewhere, 'aria-current', 'date'), ...marked(elsewhere, 'aria-pressed', 'true')]).toEqual([]);
  });

  test.each([
    [3, 'month', null],
    [4, 'month', '1 more'],
    [14, 'week', null],
    [15, 'week', '1 more'],
  ] as const)('%i entries in a %s: %s', async (n, span, more) => {
    const items = Array.from({ length: n }, (_, i) => entry({ id: `d${i}` }));
    const day = byRole(await draw({ items, span }), 'button').find((one) => one.name.startsWith('Wednesday 18'))!.name;
    expect(day).toContain(`${n} entries`);
    if (more === null) expect(day).not.toContain('more');
    else expect(day.endsWith(more)).toBe(true);
  });

  test('a freeze stands on each day up to its end, above what is done on them', async () => {
    const html = await draw({ items: [entry(), freeze()] });
    const frozen = byRole(html, 'button').filter((one) => one.name.includes('Frozen: Closing'));
    expect(frozen.map((one) => one.name.split(',')[0])).toEqual([
      ...['Tuesday 17 November', 'Wednesday 18 November', 'Thursday 19 November'],
    ]);
    expect(frozen[1]!.name).toMatch(/Frozen: Closing .*Clerk/);
  });

  test('on a phone today is there even if nothing is on it', async () => {
    aBrowser({ phone: true });
    expect(words(await draw({ items: [] }))).toBe('Sunday 22 November Nothing');
    const far = words(await draw({ items: [entry()], today: '2027-03-01' }));
    expect(far).toBe('Wednesday 18 November Clerk 1.4.0 deployed to qa');
  });

  test('on a phone nothing is left out of a day', async () => {
    aBrowser({ phone: true });
    const items = Array.from({ length: 20 }, (_, i) => entry({ id: `d${i}`, environment: `e${i}` }));
    const said = words(await draw({ items }));
    expect(said).toContain('deployed to e19');
    expect(said).not.toContain('more');
  });

  test.each([
    ['2026-11-22', 'Sunday 22 November'],
    ['2028-02-29', 'Tuesday 29 February'],
    // Where a zone turns its clocks a day is still that day.
    ['2026-03-29', 'Sunday 29 March'],
    ['2026-10-25', 'Sunday 25 October'],
  ])('%s is %s', (day, name) => expect(dayName(day)).toBe(name));
});

describe('what one day holds', () => {
  const draw = (items: CalendarEntry[], rights: string[] = [], day = '2026-11-18'): Promise<string> =>
    drawPart(<DayInspector day={day} list={listOf(items)} onDone={nothing} onClose={nothing} />, [
      [['access', 'me'], aMe({ rights, rightsIn: [{ teamId: 'tea_1', rights }] })],
    ]);
  const verbs = (html: string): string[] => names(html, 'button').filter((one) => /^(Lift|Cancel)/.test(one));
  const all = ['freeze.change', 'deployment.change'];
  const plan = entry({ id: 'sch_1', kind: 'schedule', state: 'waiting' });

  test('who may act in one team acts on its entries, not on those of others or of all', async () => {
    expect(verbs(await draw([plan, freeze({ teamId: 'tea_1' })], all))).toEqual(['Lift the freeze', 'Cancel the plan']);
    expect(verbs(await draw([entry({ ...plan, teamId: 'tea_2' })], all))).toEqual([]);
    for (const teamId of [null, 'tea_1']) expect(verbs(await draw([freeze({ teamId, by: 'per_9' })], all))).toEqual([]);
  });

  test('each right opens its own verb alone', async () => {
    const items = [plan, freeze({ teamId: 'tea_1' })];
    expect(verbs(await draw(items, ['freeze.change']))).toEqual(['Lift the freeze']);
    expect(verbs(await draw(items, ['deployment.change']))).toEqual(['Cancel the plan']);
  });

  test.each(['done', 'refused', 'cancelled'] as const)('a plan that is %s cannot be cancelled', async (state) => {
    expect(verbs(await draw([{ ...plan, state }], all))).toEqual([]);
  });

  test('a deployment that was made is not undone here', async () => {
    expect(verbs(await draw([entry(), entry({ id: 'd2', state: 'roll_back' })], all))).toEqual([]);
  });

  test('a freeze is told with what it concerns and between which times; other entries with why', async () => {
    const agent = { id: 'a', slug: 'clerk', name: 'Clerk' };
    const said = words(await draw([freeze({ agent, environment: 'production' }), entry()]));
    expect(said).toContain('Clerk in production');
    expect(said).toMatch(/As agreed .* Ada Weiss/);
  });

  test('by a key or a person who left, the id stands for the name', async () => {
    expect(words(await draw([entry({ by: 'key_7', byName: null })]))).toContain('key_7');
  });

  test('its end is not in a freeze, its first day is', async () => {
    for (const [day, frozen] of [
      ['2026-11-16', false],
      ['2026-11-17', true],
      ['2026-11-19', true],
      ['2026-11-20', false],
    ] as const)
      expect(words(await draw([freeze()], [], day)).includes('Frozen: Closing')).toBe(frozen);
  });

  test('an agent leads to its deployments; what concerns all leads nowhere', async () => {
    const html = await draw([entry(), freeze()]);
    const links = byRole(html, 'link');
    expect(links.map((one) => one.name)).toEqual(['Open Clerk']);
    expect(links[0]!.node.attrs['href']).toContain('/agents/clerk?tab=deployments');
    expect(defects(html)).toEqual([]);
  });
});

describe('a calendar of very many', () => {
  const draw = (truncated: boolean): Promise<string> => {
    const between = { from: '2026-10-26T00:00:00.000Z', to: '2026-12-07T00:00:00.000Z' };
    return drawPage('/calendar?day=2026-11-18', [
      [['access', 'me'], aMe({ rights: [] })],
      [['agents', 'calendar', { team: undefined, env: undefined, ...between }], listOf([entry()], truncated)],
    ]);
  };
  test('says that it does not tell all of them', async () => {
    expect(names(await draw(true), 'note').join()).toContain('There are more entries than can be told at once');
    expect(words(await draw(false))).not.toContain('more entries');
  });
});
