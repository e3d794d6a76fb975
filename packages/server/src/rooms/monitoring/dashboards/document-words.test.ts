import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { AppError } from '../../../spine/errors.ts';
import { DashboardBody, type Widget } from '../contract-dashboards.ts';
import { dashboardText, readDashboard } from './document.ts';

const head = 'schema: signalbox.dashboard/v1\n';
const widget = { id: 'a', kind: 'line', query: { measures: ['runs'] }, layout: { x: 0, y: 0, w: 6, h: 4 } };
const body = (over: object = {}): DashboardBody => DashboardBody.parse({ name: 'Costs', ...over });
const again = (said: DashboardBody): DashboardBody => readDashboard(dashboardText(said));
const refused = (text: string): AppError => {
  try {
    readDashboard(text);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('It was read.');
};
const file = (...widgets: object[]): string => `${head}name: x\nwidgets: ${JSON.stringify(widgets)}`;

describe('words that YAML reads as something else', () => {
  test.each([
    ...['yes', 'null', '~', '007', '1e3', '0x1f', '2026-11-22', '.nan', 'true'],
    ...[
      '- a',
      'a: b',
      '# no comment',
      '&anchor',
      '*alias',
      '!!js/function x',
      '%TAG',
      '@at',
      '`tick`',
      "'",
      '"',
      '{',
      '[a',
    ],
    ...[
      'a\nb',
      'a\r\nb',
      '\ta'.trim() + '\tb',
      '---',
      '...',
      '<<',
      '? key',
      '| block',
      '> folded',
      '\u2028x',
      '長い🚦',
    ],
  ])('%j stays what it is as a name, a description, a title and a value', (word) => {
    const filters = [{ dimension: word, op: 'is' as const, values: [word, ''] }];
    const said = body({
      ...{ name: word, description: word },
      widgets: [{ ...widget, title: word, query: { measures: [word], dimensions: [word], filters } }],
    });
    expect(again(said)).toEqual(said);
  });
  test('any characters at all, in a value that is not trimmed', () => {
    const word = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 3 }), (values) => {
        const query = { measures: ['runs'], filters: [{ dimension: 'agent', op: 'is_not', values }] };
        const said = body({ widgets: [{ ...widget, query }] });
        expect(again(said)).toEqual(said);
      }),
    );
  });
});

describe('a file', () => {
  test('is the same text each time, and a text that was read and written again', () => {
    const said = body({ description: 'd', range: '30d', widgets: [widget, { ...widget, id: 'b', title: 'T' }] });
    const text = dashboardText(said);
    expect(dashboardText(said)).toBe(text);
    expect(dashboardText(readDashboard(text))).toBe(text);
  });
  test('keeps the order of widgets, measures and values: it is part of what is shown', () => {
    const ids = ['z', 'a', 'm', 'B', '0'];
    const measures = ['runs', 'cost', 'failed'];
    const said = body({ widgets: ids.map((id) => ({ ...widget, id, query: { measures } })) });
    const read = again(said);
    expect(read.widgets.map(({ id }) => id)).toEqual(ids);
    expect(read.widgets[0]!.query.measures).toEqual(measures);
  });
  test('leaves out what is empty, and what is left out is as if it had been said', () => {
    const said = body({ widgets: [widget] });
    const written = parse(dashboardText(said)) as { widgets: { query: Partial<Widget['query']> }[] };
    expect(written).not.toHaveProperty('description');
    expect(written.widgets[0]!.query).toEqual({ measures: ['runs'], grain: 'auto' });
    expect(readDashboard(`${head}name: Costs`)).toEqual(body());
    expect(readDashboard(file(widget)).widgets[0]).toMatchObject({ title: '', query: { grain: 'auto', filters: [] } });
  });
  test('of as many widgets as there may be is read; of one more it is not', () => {
    const many = (n: number) => Array.from({ length: n }, (_, at) => ({ ...widget, id: `w${at}` }));
    expect(again(body({ widgets: many(40) })).widgets).toHaveLength(40);
    expect(refused(file(...many(41))).message).toMatch(/widgets/);
  });
  test('may be of another system: its line ends, its byte order mark, comments and another order', () => {
    const lines = ['# ours', 'name: Costs # short', 'widgets: []', 'schema: signalbox.dashboard/v1', ''];
    expect(readDashboard(`\ufeff${lines.join('\r\n')}`)).toEqual(body());
    expect(readDashboard(JSON.stringify({ schema: 'signalbox.dashboard/v1', name: 'Costs' }))).toEqual(body());
  });
  test('may use an alias or two', () => {
    const text = [
      `${head}name: x`,
      'widgets:',
      '  - { id: a, kind: line, query: &q { measures: [runs] }, layout: { x: 0, y: 0, w: 6, h: 4 } }',
      '  - { id: b, kind: bar, query: *q, layout: { x: 6, y: 0, w: 6, h: 4 } }',
    ];
    expect(readDashboard(text.join('\n')).widgets.map(({ query }) => query.measures)).toEqual([['runs'], ['runs']]);
  });
});

describe('refused', () => {
  test.each([
    ['nothing', ''],
    ['spaces', ' \n '],
    ['a word', 'hello'],
    ['a number', '7'],
    ['two documents', `${head}name: x\n---\n${head}name: y`],
    ['a key twice', `${head}name: x\nname: y`],
    ['tabs for spaces', `${head}name:\n\t- x`],
    ['a name that is empty', `${head}name: "  "`],
    ['a name that is a number', `${head}name: 7`],
    ['a name that is too long', `${head}name: ${'x'.repeat(121)}`],
    ['the same id twice', file(widget, widget)],
    ['an id that is a path', file({ ...widget, id: '../x' })],
    ['a kind that is none', file({ ...widget, kind: 'pie' })],
    ['a place off the grid', file({ ...widget, layout: { x: -1, y: 0, w: 6, h: 4 } })],
    ['half a column', file({ ...widget, layout: { x: 0, y: 0, w: 1.5, h: 4 } })],
    ['where it stands', `${head}name: x\nteamId: tea_1`],
    ['a version', `${head}name: x\nversion: 3`],
    ['a key of all objects', `${head}name: x\n__proto__: { range: 7d }`],
    ['a range that is none', `${head}name: x\nrange: 90d`],
    ['widgets that are none', `${head}name: x\nwidgets: {}`],
    ['a schema of tomorrow', 'schema: signalbox.dashboard/v2\nname: x'],
    ['a schema that is a list', 'schema: [signalbox.dashboard/v1]\nname: x'],
  ])('%s, in the words of the catalogue', (_, text) => {
    const error = refused(text);
    expect(error).toMatchObject({ code: 'monitoring.dashboard_unreadable', status: 422 });
    // A sentence, not the rest of one.
    expect(error.message).toMatch(/^[A-Za-z].*\.$/s);
  });
  test('names each place that is wrong, as a path into the file', () => {
    const wrong = file({ ...widget, id: 'a b' }, { ...widget, kind: 'pie', query: { measures: [] } });
    expect(refused(wrong).fields?.map(({ path }) => path)).toEqual([
      'widgets.0.id',
      'widgets.1.kind',
      'widgets.1.query.measures',
    ]);
  });
  test('and nothing of it stays behind on objects', () => {
    refused(`${head}name: x\n__proto__: { polluted: yes }`);
    expect({}).not.toHaveProperty('polluted');
  });
});
