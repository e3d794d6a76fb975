import type { Dashboard, Widget } from 'signalbox/contract/monitoring/dashboards';
import type { QueryAnswer } from 'signalbox/contract/monitoring/query';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Problem } from '../../../app/api.ts';
import { aBrowser, aMe, type Answers, drawPage, drawPart } from '../../../app/house.fixture.tsx';
import { byRole, defects, names, nodesOf, parse, textOf, words } from '../../../ui/markup.fixture.ts';
import { ZoneContext } from '../../../ui/zone.tsx';
import { AnswerTable } from './answer-table.tsx';
import { Asked } from './asked.tsx';
import { BarList } from './bar-list.tsx';
import { Figures, noteOf } from './figures.tsx';
import { heightOf } from './grid-metrics.ts';
import { anAnswer, columnsOf, minutes } from './model/answer.fixture.ts';
import type { Change } from 'signalbox/contract/monitoring/changes';
import type { Figure } from './model/answer.ts';
import { questionOf } from './model/question.ts';
import { answerQuery, changesQuery, dashboardQuery, dashboardsQuery } from './queries.ts';
import { markersOf } from './use-markers.ts';
import { titleOf, WidgetFrame } from './widget-frame.tsx';
import { WidgetGrid } from './widget-grid.tsx';

beforeEach(() => aBrowser());
afterEach(() => void vi.unstubAllGlobals());

const { time, agent, runs, rate, cost } = columnsOf;
const hostile = '</td><script>alert(1)</script>\u202egnp.exe';
const cellsOf = (html: string, tag: 'td' | 'th'): string[] =>
  nodesOf(parse(html))
    .filter((node) => node.tag === tag)
    .map(textOf);
const aWidget = (over: Partial<Widget> = {}): Widget => ({
  ...{ id: 'w1', title: 'Runs', kind: 'bar', layout: { x: 0, y: 0, w: 6, h: 4 } },
  query: { measures: ['runs'], dimensions: ['agent'], filters: [], grain: 'auto' },
  ...over,
});

describe('a table', () => {
  const draw = (answer: Partial<QueryAnswer>) => drawPart(<AnswerTable answer={anAnswer(answer)} label="T" />);
  test('says moments to the minute with their zone, figures exactly, and what is unknown as unknown', async () => {
    const rows = [
      [minutes[0]!, 'a', 1204, null],
      [minutes[1]!, null, 0, 0.974],
    ];
    const html = await draw({ columns: [time, agent, runs, rate], rows });
    expect(cellsOf(html, 'th')).toEqual(['Time', 'Agent', 'Runs', 'Completion rate, %']);
    expect(cellsOf(html, 'td')).toEqual([
      ...['2026-11-22 12:00 UTC', 'a', '1,204', '—'],
      ...['2026-11-22 12:01 UTC', 'not told', '0', '97.4'],
    ]);
  });
  test('of names that agents chose is text, and what would turn it around is named', async () => {
    const html = await draw({ columns: [agent, runs], rows: [[hostile, 1]] });
    expect(html).not.toContain('<script>');
    expect(cellsOf(html, 'td')[0]).toContain('U+202E');
  });
  test('of folded rows names the others in each dimension, whatever stands there', async () => {
    const model = { ...agent, id: 'model' };
    const html = await draw({ columns: [agent, model, cost], rows: [['x', null, 0.5]], folded: [0] });
    expect(cellsOf(html, 'td')).toEqual(['others', 'others', '0.5000']);
  });
  test('shows a figure that came as text as unknown, never as that text', async () => {
    expect(cellsOf(await draw({ columns: [agent, runs], rows: [['a', '12 of 7']] }), 'td')).toEqual(['a', '—']);
  });
  test('can be scrolled by keys and has a name; of many rows each is there', async () => {
    const rows = Array.from({ length: 100 }, (_, n) => [`agent ${n}`, n]);
    const html = await draw({ columns: [agent, runs], rows });
    expect(defects(html)).toEqual([]);
    expect(byRole(html, 'region')[0]).toMatchObject({ name: 'T', node: { attrs: { tabindex: '0' } } });
    expect(cellsOf(html, 'td')).toHaveLength(200);
  });
  test('tells the time of the reader where the page does', async () => {
    const answer = anAnswer({ columns: [time, runs], rows: [[minutes[0]!, 1]] });
    const html = await drawPart(
      <ZoneContext.Provider value="local">
        <AnswerTable answer={answer} label="T" />
      </ZoneContext.Provider>,
    );
    const hour = String(new Date(minutes[0]!).getHours()).padStart(2, '0');
    expect(cellsOf(html, 'td')[0]).toContain(` ${hour}:`);
  });
});

describe('bars', () => {
  const widths = (html: string): number[] => [...html.matchAll(/width:([\d.]+)%/g)].map((hit) => Number(hit[1]));
  const draw = (rows: QueryAnswer['rows'], folded: number[] = []) =>
    drawPart(<BarList label="Cost" answer={anAnswer({ columns: [agent, cost], rows, folded, points: [] })} />);
  test('are as long as their figures, the longest all of it', async () => {
    const rows = [8, 4, 2, 0].map((value, n) => [`a${n}`, value]);
    expect(widths(await draw(rows))).toEqual([100, 50, 25, 0]);
  });
  test('of nothing but 0 and unknown have no length, and are told apart in words', async () => {
    const html = await draw([
      ['a', 0],
      ['b', null],
    ]);
    expect(widths(html)).toEqual([0, 0]);
    expect(words(html)).toMatch(/a 0\.0000 USD b —/);
  });
  test('below 0 have none: there is nothing left of the beginning', async () => {
    const html = await draw([
      ['a', 2],
      ['b', -4],
    ]);
    expect(widths(html)).toEqual([100, 0]);
    expect(html).toContain('-4.0000 USD');
  });
  test('the others come last and grey, also where they are the most', async () => {
    const html = await draw(
      [
        ['others', 100],
        ['a', 10],
      ],
      [0],
    );
    expect(widths(html)).toEqual([10, 100]);
    expect(html.indexOf('--bar-soft')).toBeGreaterThan(html.indexOf('--line-1'));
  });
  test('without groups are one under the name of the chart', async () => {
    const answer = anAnswer({ columns: [runs], rows: [[7]], points: [] });
    expect(words(await drawPart(<BarList answer={answer} label="All runs" />))).toBe('All runs 7');
  });
  test('of hostile names are text', async () => {
    expect(await draw([[hostile, 1]])).not.toContain('<script>');
  });
});

describe('single figures', () => {
  const figure = (more: Partial<Figure> = {}): Figure => ({
    ...{ id: 'x', label: 'X', unit: 'ratio', value: 0.9, before: undefined, n: null, inferred: null, unknown: null },
    ...more,
  });
  test.each([
    [{}, ''],
    [{ n: 1 }, 'of 1 known'],
    [{ n: 12_345 }, 'of 12,345 known'],
    [{ n: 0 }, 'of 0 known'],
    [{ inferred: 0, unknown: 0 }, ''],
    [{ unknown: 1 }, '100 % unknown'],
    [{ before: null }, 'was —'],
    [{ before: 0 }, 'was 0 %'],
    [{ unit: 'ms', before: 1240 }, 'was 1.24 s'],
  ] as [Partial<Figure>, string][])('%j is noted as "%s"', (more, note) => {
    expect(noteOf(figure(more))).toBe(note);
  });
  test('are marked as guessed once half of it is, and unknown is never guessed', async () => {
    const shares = (inferred: number) => ({ inferred: { completion_rate: [inferred] }, unknown: {}, n: {} });
    const draw = async (value: number | null, inferred: number) =>
      words(
        await drawPart(
          <Figures answer={anAnswer({ columns: [rate], rows: [[value]], points: [], shares: shares(inferred) })} />,
        ),
      );
    expect(await draw(0.9, 0.5)).toContain('~90');
    expect(await draw(0.9, 0.49)).not.toContain('~');
    expect(await draw(null, 1)).not.toContain('~');
  });
});

describe('a question', () => {
  const question = questionOf(aWidget(), {}, '7d');
  const draw = (answer?: unknown) =>
    drawPart(
      <Asked question={question} label="Runs" height={100} />,
      answer === undefined ? [] : [[answerQuery(question).queryKey, answer]],
    );
  test('that is not answered yet says so', async () => {
    expect(names(await draw(), 'status')).toEqual(['Loading Runs']);
  });
  test('that cannot be answered says why, in text, and can be asked again', async () => {
    const html = await draw(new Problem(500, { title: '<b>No</b>', detail: 'Ask later.' }));
    expect(words(html)).toBe('<b>No</b>. Ask later. Try again');
    expect(names(html, 'button')).toEqual(['Try again']);
  });
  test('that is answered shows the answer', async () => {
    const html = await draw(anAnswer({ columns: [agent, runs], rows: [['triage', 3]], points: [] }));
    expect(words(html)).toBe('triage 3');
  });
});

describe('a frame', () => {
  test.each([
    ['Runs', ['cost'], 'Runs'],
    ['', ['completion_rate'], 'completion rate'],
    ['', ['cost', 'latency_p95'], 'cost, latency p95'],
  ])('%j of %j is called "%s"', (title, measures, name) => {
    expect(titleOf(aWidget({ title, query: { ...aWidget().query, measures } }))).toBe(name);
  });
  test('has its name on all that belongs to it, as text', async () => {
    const widget = aWidget({ title: hostile });
    const question = questionOf(widget, {}, '7d');
    const html = await drawPart(<WidgetFrame {...{ widget, question }} height={100} acts={{}} />, [
      [answerQuery(question).queryKey, anAnswer({ columns: [agent, runs], rows: [['a', 1]], points: [] })],
    ]);
    expect(html).not.toContain('<script>');
    expect(html).not.toContain('\u202e');
    expect(names(html, 'article')[0]).toContain('[U+202E]gnp.exe');
    expect(names(html, 'button')[0]).toMatch(/^More of /);
    expect(defects(html)).toEqual([]);
  });
});

describe('the grid', () => {
  const widgets = [
    aWidget({ id: 'w2', title: 'Second', layout: { x: 6, y: 0, w: 6, h: 4 } }),
    aWidget({ id: 'w1', title: 'First', layout: { x: 0, y: 0, w: 6, h: 4 } }),
    aWidget({ id: 'w3', title: 'Third', layout: { x: 0, y: 4, w: 12, h: 2 } }),
  ];
  const nothing = (): undefined => undefined;
  const draw = (actsOf: null | (() => Record<string, () => void>) = () => ({})) => {
    const arrangement = { widgets, move: nothing, keep: nothing };
    return drawPart(<WidgetGrid {...{ arrangement, actsOf }} range="7d" scope={{}} />);
  };
  test('is read by rows, whatever order the widgets came in', async () => {
    expect(names(await draw(), 'article')).toEqual(['First', 'Second', 'Third']);
  });
  test('places each on its columns and rows, counted from one', async () => {
    const html = await draw();
    for (const place of ['grid-column:1 / span 6;grid-row:1 / span 4', 'grid-column:1 / span 12;grid-row:5 / span 2'])
      expect(html).toContain(place);
  });
  test('has two handles a widget for who may move it, and none for who may not', async () => {
    const handles = async (html: Promise<string>) =>
      names(await html, 'button').filter((name) => /^(Move|Size)/.test(name)).length;
    expect(await handles(draw())).toBe(6);
    expect(await handles(draw(null))).toBe(0);
  });
  test('is a single column on a phone, in the same order, and nothing moves under a thumb', async () => {
    aBrowser({ phone: true });
    const html = await draw();
    expect(html).not.toContain('grid-column');
    expect(names(html, 'article')).toEqual(['First', 'Second', 'Third']);
    expect(names(html, 'button').filter((name) => /^(Move|Size)/.test(name))).toEqual([]);
  });
  test('rows and the gaps between them add up', () => {
    expect(heightOf(1)).toBeGreaterThan(0);
    expect(heightOf(4) - heightOf(3)).toBe(heightOf(3) - heightOf(2));
    expect(heightOf(2)).toBeGreaterThan(2 * heightOf(1));
  });
});

describe('marks', () => {
  const aChange = (over: Partial<Change> = {}): Change => ({
    ...{ id: 'x', at: minutes[0]!, kind: 'release', how: 'deploy', title: 'Clerk 1.4.2', teamId: null, agent: null },
    ...{ about: { type: 'release', id: 'rel/1' }, environment: null, reason: '', by: null, ...over },
  });
  test('lead to what they are about, where there is a page of it', () => {
    const paths = ['release', 'prompt', 'run', 'calendar', 'constructor', 'verdict'].map(
      (type) => markersOf([aChange({ about: { type, id: 'a/b' } })])[0]!.path,
    );
    expect(paths).toEqual(['/releases/a%2Fb', '/prompts/a%2Fb', '/runs/a%2Fb', '/calendar', null, null]);
  });
  test('name hostile agents in plain signs', () => {
    const [mark] = markersOf([aChange({ title: 'a\u202eb' })]);
    expect(mark).toMatchObject({ text: 'a[U+202E]b', at: Date.parse(minutes[0]!), kind: 'release' });
  });
});

describe('rights on the pages', () => {
  const own = (teamId: string | null): Dashboard => ({
    ...{ id: 'dsh_1', teamId, builtIn: false, version: 1, createdBy: 'per_1', changedAt: minutes[0]! },
    ...{ name: 'Night', description: '', range: '7d', widgets: [] },
  });
  const both = ['dashboard.read', 'dashboard.change'];
  /** May look everywhere, and change what is of one team. */
  const inTeam = (teamId: string): Answers[number] => [
    ['access', 'me'],
    aMe({
      rights: both,
      rightsIn: [
        { teamId: null, rights: ['dashboard.read'] },
        { teamId, rights: both },
      ],
    }),
  ];
  const draw = async (one: Dashboard, me: Answers[number]) =>
    names(await drawPage('/dashboards/dsh_1', [[dashboardQuery('dsh_1').queryKey, one], me]), 'button');
  test('who writes in one team adds widgets to what is of that team, and to nothing else', async () => {
    expect(await draw(own('tea_1'), inTeam('tea_1'))).toContain('Add widget');
    expect(await draw(own('tea_2'), inTeam('tea_1'))).not.toContain('Add widget');
    expect(await draw(own(null), inTeam('tea_1'))).not.toContain('Add widget');
  });
  test('and may make dashboards: there is a team to make them in', async () => {
    const list = { items: [{ ...own('tea_1'), widgets: 0 }] };
    const html = await drawPage('/dashboards', [[dashboardsQuery.queryKey, list], inTeam('tea_1')]);
    expect(names(html, 'button')).toContain('Create dashboard');
  });
  test('a list or a page that cannot be read says so, and can be asked for again', async () => {
    const broken = new Problem(503, { title: 'Not now' });
    for (const [path, key] of [
      ['/dashboards', dashboardsQuery.queryKey],
      ['/dashboards/dsh_1', dashboardQuery('dsh_1').queryKey],
    ] as const) {
      const html = await drawPage(path, [[key, broken], inTeam('tea_1')]);
      expect(html).toContain('Not now');
      expect(names(html, 'button')).toContain('Try again');
    }
  });
});

test('the same hours of the same place are the same question about changes; another place is another', () => {
  const span = { from: minutes[0]!, to: minutes[2]!, team: undefined, env: undefined, agent: undefined };
  expect(changesQuery(span).queryKey).toEqual(changesQuery({ ...span }).queryKey);
  expect(changesQuery({ ...span, env: 'production' }).queryKey).not.toEqual(changesQuery(span).queryKey);
});
