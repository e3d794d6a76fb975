import type { Agent, AgentList } from 'signalbox/contract/lifecycle';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Problem } from '../../../app/api.ts';
import { aBrowser, aMe, type Answers, drawPage, drawPart } from '../../../app/house.fixture.tsx';
import { byRole, defects, names, nodesOf, parse, textOf, words } from '../../../ui/markup.fixture.ts';
import { dangerous, endless, hostile } from '../../monitoring/model/hostile.fixture.ts';
import { aList, anAgent, outcomes, someFigures } from '../model/lifecycle.fixture.ts';
import { ChosenBar } from './chosen-bar.tsx';
import { chosenColumn, columns } from './columns.tsx';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

const me: Answers = [[['access', 'me'], aMe()]];
const none = { q: undefined, health: undefined, unclaimed: undefined, sort: undefined };
const scope = { team: undefined, env: undefined, range: undefined, from: undefined, to: undefined };
const key = (search: object = {}) => ['agents', 'list', { ...scope, ...none, ...search }];
const list = (items: Agent[], over: Partial<AgentList> = {}, search: object = {}): Answers => [
  ...me,
  [key(search), aList(items, over)],
];
const draw = (answers: Answers, search = ''): Promise<string> => drawPage(`/agents${search}`, answers);
const rows = (html: string) => byRole(html, 'row').slice(1);

test('an agent a row: lamp, authority, completion with its shares, figures', async () => {
  const figures = someFigures({
    outcomes: outcomes({ completed: [90, 45], failed: [10, 0], unknown: [25, 0] }),
    costUsd: 3.5,
    uncostedCalls: 2,
  });
  const held = {
    ...({ health: 'danger', authority: 'held' } as const),
    reasons: [{ code: 'failures', sentence: '10 of 100 failed.', since: null, link: null }],
  };
  const html = await draw(list([anAgent({ id: 'clerk', figures, aspect: held }), anAgent({ id: 'judge' })]));
  expect(names(html, 'heading')).toContain('Agents');
  expect(rows(html)).toHaveLength(2);
  const said = textOf(rows(html)[0]!.node);
  for (const part of ['clerk', '90 %', '~45 %', '?20 %']) expect(said).toContain(part);
  expect(names(html, 'img')).toEqual(expect.arrayContaining(['Act now', 'Held', 'Healthy']));
  expect(html).toContain('10 of 100 failed.');
  expect(defects(html)).toEqual([]);
});

test('what did not run shows nothing, and not 0', async () => {
  const dark = { health: 'dark', authority: 'full', reasons: [] } as const;
  const html = await draw(
    list([anAgent({ id: 'quiet', figures: null, lastAt: null, aspect: { ...dark, reasons: [] } })]),
  );
  expect(textOf(rows(html)[0]!.node)).not.toMatch(/\b0\b/);
  expect(names(html, 'img')).toContain('No signal');
});

test('a cost that is not whole says so', async () => {
  const wide = columns.find((one) => one.id === 'cost')!;
  expect(wide.from).toBeGreaterThan(0);
  const part = wide.cell(anAgent({ id: 'a', figures: someFigures({ costUsd: 1, uncostedCalls: 3 }) }));
  const { renderToStaticMarkup } = await import('react-dom/server');
  const html = renderToStaticMarkup(<>{part}</>);
  expect(words(`<b>${html}</b>`)).toContain('+?');
  expect(html).toContain('3 model calls of unknown cost are not in it.');
});

test('how many stand where is said below, with its time', async () => {
  const by = { danger: 1, caution: 2, dark: 3, clear: 4 };
  const html = await draw(list([anAgent({ id: 'a' })], { total: 10, byHealth: by }));
  expect(words(html)).toContain('10 agents, 1 shown');
  for (const part of ['1 act now', '2 watch', '3 no signal', '4 healthy', 'as of']) expect(words(html)).toContain(part);
});

test('filters of the address are shown as set, and can be cleared', async () => {
  const search = { q: 'cl', health: 'danger', sort: 'cost' };
  const html = await draw(list([anAgent({ id: 'clerk' })], {}, search), '?q=cl&health=danger&sort=cost');
  const boxes = byRole(html, 'combobox').slice(-4);
  expect(boxes.map((one) => one.node.attrs['value'] ?? textOf(one.node))).toEqual([
    'cl',
    'Act now',
    'Any owner',
    'Costliest first',
  ]);
  expect(names(html, 'button')).toContain('Clear filters');
});

test('no agents at all: what one is, and the way to the first', async () => {
  const html = await draw([...list([]), [['agents', 'any'], aList([])]]);
  expect(names(html, 'heading')).toContain('No agents yet');
  expect(names(html, 'link')).toContain('Connect an agent');
});

test('agents elsewhere: the filters are what hides them', async () => {
  const any: Answers = [[['agents', 'any'], aList([anAgent({ id: 'a' })])]];
  const html = await draw([...list([], {}, { q: 'zzz' }), ...any], '?q=zzz');
  expect(names(html, 'heading')).toContain('No agent fits these filters');
  expect(words(html)).toContain('There is 1 agent in all.');
});

test('a list that cannot be read says why; figures that cannot be read leave the agents standing', async () => {
  const problem = new Problem(503, { title: 'Warehouse is restarting', detail: 'Wait.', requestId: 'req_1' });
  const broken = await draw([...me, [key(), problem]]);
  expect(names(broken, 'alert')[0]).toContain('Warehouse is restarting');
  const html = await draw(list([anAgent({ id: 'a', figures: null })], { readable: false }));
  expect(words(html)).toContain('Figures cannot be read now.');
  expect(rows(html)).toHaveLength(1);
});

test('names that wait are said', async () => {
  expect(words(await draw(list([anAgent({ id: 'a' })], { waiting: 3 })))).toContain('3 names in telemetry wait');
  expect(words(await draw(list([anAgent({ id: 'a' })], { waiting: 1 })))).toContain('1 name in telemetry waits');
});

test('while it loads a skeleton of the same row height stands there', async () => {
  const html = await draw(me);
  expect(names(html, 'status')).toContain('Loading agents');
  expect(nodesOf(parse(html)).filter((n) => n.attrs['style'] === 'height:32px').length).toBeGreaterThan(10);
});

test('on a phone an agent is two lines', async () => {
  aBrowser({ phone: true });
  const html = await draw(list([anAgent({ id: 'clerk' })]));
  expect(names(html, 'columnheader')).toEqual([]);
  expect(textOf(byRole(html, 'row')[0]!.node)).toMatch(/clerk.*95 %.*\d failed.*p95 4\.20 s/);
});

test.each(hostile)('%s as a name hides and breaks nothing', async (_, text) => {
  const html = await draw(list([anAgent({ id: 'a', name: text, teamName: text, key: text })]));
  expect(textOf(parse(html))).not.toMatch(dangerous);
  expect(defects(html)).toEqual([]);
});

test('an agent with an endless name keeps to its column', async () => {
  const html = await draw(list([anAgent({ id: 'a', name: endless })]));
  expect(textOf(byRole(html, 'gridcell')[1]!.node)).toHaveLength(120);
});

const least = ({ width }: { width: string }): number => Number(/^(?:minmax\()?(\d+)px/.exec(width)![1]);
test('the table never scrolls sideways, however wide its window', () => {
  for (let px = 340; px <= 2000; px++) {
    const all = [chosenColumn([], () => undefined), ...columns];
    const shown = all.filter((one) => one.from === undefined || px >= one.from);
    expect([px, shown.reduce((sum, one) => sum + least(one), 0) <= px]).toEqual([px, true]);
  }
});

test('who may change agents can choose them; nobody else is asked to', async () => {
  // The column stands where there is room: in the first drawing the width is not known yet.
  const column = chosenColumn(['a'], () => undefined);
  const cell = (name: string, id: string) => drawPart(column.cell(anAgent({ id, name })) as never);
  expect(await cell('Clerk', 'a')).toMatch(/aria-label="Choose Clerk"[^>]*checked/);
  expect(await cell('Judge', 'b')).not.toMatch(/checked=/);
  const nothing = () => undefined;
  const bar = (count: number) =>
    drawPart(<ChosenBar count={count} all={3} onAll={nothing} onNone={nothing} onChange={nothing} />);
  expect(names(await bar(1), 'button')).toEqual(['Change them', 'Choose all 3 shown', 'Choose none']);
  expect(names(await bar(3), 'button')).toEqual(['Change them', 'Choose none']);
  expect(names(await bar(1), 'status')).toEqual(['1 agent chosen']);
});
