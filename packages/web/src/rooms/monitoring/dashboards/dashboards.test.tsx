import type { Dashboard } from 'signalbox/contract/monitoring/dashboards';
import { beforeEach, afterEach, describe, expect, test, vi } from 'vitest';
import { Problem } from '../../../app/api.ts';
import { aBrowser, aMe, type Answers, drawPage, drawPart } from '../../../app/house.fixture.tsx';
import { byRole, textOf } from '../../../ui/markup.fixture.ts';
import { AnswerTable } from './answer-table.tsx';
import { BarList } from './bar-list.tsx';
import { Figures, noteOf } from './figures.tsx';
import { anAnswer, columnsOf, minutes } from './model/answer.fixture.ts';
import { questionOf } from './model/question.ts';
import { answerQuery, dashboardQuery, dashboardsQuery } from './queries.ts';

beforeEach(() => aBrowser());
afterEach(() => void vi.unstubAllGlobals());

const me = (...rights: string[]): Answers[number] => [['access', 'me'], aMe({ rights: ['dashboard.read', ...rights] })];
const widget: Dashboard['widgets'][number] = {
  ...{ id: 'w1', title: 'Runs <b>today</b>', kind: 'line', layout: { x: 0, y: 0, w: 6, h: 4 } },
  query: { measures: ['runs'], dimensions: [], filters: [], grain: 'auto' },
};
const aDashboard = (over: Partial<Dashboard> = {}): Dashboard => ({
  ...{ id: 'dsh_1', teamId: 'tea_1', builtIn: false, version: 3, createdBy: 'per_1', changedAt: minutes[0]! },
  ...{ name: 'Night shift', description: 'What we look at', range: '7d', widgets: [widget] },
  ...over,
});
const listed = (one: Dashboard) => ({ ...one, widgets: one.widgets.length });
const fleet = aDashboard({ id: 'fleet', name: 'Fleet', builtIn: true, teamId: null, changedAt: null });
const names = (html: string, role: string): string[] => byRole(html, role).map(({ name }) => name);

describe('the list', () => {
  const draw = (items: Dashboard[], ...rights: string[]): Promise<string> =>
    drawPage('/dashboards', [me(...rights), [dashboardsQuery.queryKey, { items: items.map(listed) }]]);
  test('says of each whose it is and how much stands on it', async () => {
    const html = await draw([fleet, aDashboard(), aDashboard({ id: 'dsh_2', name: '<i>x</i>', teamId: null })]);
    const rows = byRole(html, 'link').map(({ node }) => textOf(node));
    expect(rows.find((text) => text.includes('Fleet'))).toMatch(/Built in.*1 widget/);
    expect(rows.find((text) => text.includes('Night shift'))).toMatch(/What we look at.*Support/);
    expect(rows.find((text) => text.includes('<i>x</i>'))).toContain('Everybody here');
    expect(names(html, 'button')).not.toContain('Create dashboard');
  });
  test('without one of one’s own it teaches, and lets begin who may', async () => {
    expect(await draw([fleet])).toContain('No dashboards of your own yet');
    const html = await draw([fleet], 'dashboard.change');
    expect(names(html, 'button')).toEqual(expect.arrayContaining(['Create dashboard', 'Import YAML']));
    expect(await draw([fleet, aDashboard()])).not.toContain('No dashboards of your own');
  });
});

describe('a page', () => {
  const question = questionOf(widget, {}, '7d');
  const answered = (answer: unknown): Answers[number] => [answerQuery(question).queryKey, answer];
  const draw = (one: Dashboard, ...answers: Answers): Promise<string> =>
    drawPage(`/dashboards/${one.id}`, [[dashboardQuery(one.id).queryKey, one], ...answers]);
  test('shows each widget with its chart, and handles to who may change it', async () => {
    const html = await draw(aDashboard(), me('dashboard.change'), answered(anAnswer({ rows: [[minutes[0]!, 4]] })));
    expect(names(html, 'group')).toContain('Runs <b>today</b>');
    expect(html).not.toContain('<b>today');
    const buttons = names(html, 'button');
    expect(buttons).toEqual(expect.arrayContaining(['Add widget', 'Copy link']));
    expect(buttons.some((name) => name.startsWith('Move Runs'))).toBe(true);
    expect(buttons.some((name) => name.startsWith('Size of Runs'))).toBe(true);
    expect(html).toContain('Last 7 days.');
  });
  test.each([
    ['who may only look', aDashboard(), [] as string[]],
    ['the built-in one', fleet, ['dashboard.change']],
  ])('nothing moves for %s', async (_, one, rights) => {
    const buttons = names(await draw(one, me(...rights), answered(anAnswer())), 'button');
    expect(buttons.some((name) => /^(Move|Size|Add)/.test(name))).toBe(false);
  });
  test('a widget that cannot be answered says why in its place; the page stays', async () => {
    const problem = new Problem(422, { title: 'No such measure', detail: 'Nothing is called x.', code: 'a.b' });
    const html = await draw(aDashboard(), me(), answered(problem));
    expect(textOf(byRole(html, 'alert')[0]!.node)).toContain('No such measure. Nothing is called x.');
    expect(html).toContain('Night shift');
  });
  test('an empty one teaches what a widget is', async () => {
    const empty = aDashboard({ widgets: [] });
    expect(await draw(empty, me())).toContain('No widgets yet');
    expect(
      names(await draw(empty, me('dashboard.change')), 'button').filter((name) => name === 'Add widget'),
    ).toHaveLength(2);
  });
  test('the bar above compares; on pages without figures over time it does not', async () => {
    const compared = names(await draw(aDashboard(), me(), answered(anAnswer())), 'combobox');
    expect(compared).toContain('Compare');
    expect(names(await drawPage('/calendar', [me()]), 'combobox')).not.toContain('Compare');
  });
});

describe('what an answer looks like', () => {
  const rows = [
    ['triage', 0.5],
    ['<b>', null],
    ['', 0.25],
  ];
  const answer = anAnswer({ columns: [columnsOf.agent, columnsOf.cost], rows, points: [], folded: [2] });
  test('bars: exact, unknown without a length, the others last', async () => {
    const html = await drawPart(<BarList answer={answer} label="Cost" />);
    const items = [...html.matchAll(/<li[^>]*>(.*?)<\/li>/g)].map(([, item]) => item!.replace(/<[^>]+>/g, ''));
    expect(items).toEqual(['triage0.5000 USD', '&lt;b&gt;—', 'others0.2500 USD']);
    expect([...html.matchAll(/width:([\d.]+%)/g)].map((match) => match[1])).toEqual(['100%', '0%', '50%']);
  });
  test('a table: units in the head, names of what was not told', async () => {
    const html = await drawPart(<AnswerTable answer={{ ...answer, folded: [] }} label="Cost" />);
    for (const text of ['Cost, USD', '0.5000', '—', 'not told']) expect(html).toContain(text);
    expect(html).not.toContain('<b>');
    expect(await drawPart(<AnswerTable answer={anAnswer()} label="Cost" />)).toContain('Nothing in this time');
  });
  test('figures: of how many, what nobody declared, what it was', async () => {
    const shares = {
      inferred: { completion_rate: [0.75] },
      unknown: { completion_rate: [0.1] },
      n: { completion_rate: [40] },
    };
    const rate = anAnswer({ columns: [columnsOf.rate], rows: [[0.9]], previous: [[0.8]], shares, points: [] });
    const html = await drawPart(<Figures answer={rate} />);
    for (const text of ['Completion rate, %', '~90', 'of 40 known, 75 % inferred, 10 % unknown, was 80 %'])
      expect(html).toContain(text);
    expect(
      noteOf({ id: 'x', label: 'x', unit: 'count', value: 1, before: undefined, n: null, inferred: 0, unknown: null }),
    ).toBe('');
  });
});
