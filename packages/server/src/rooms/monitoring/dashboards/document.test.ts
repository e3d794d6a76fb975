import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AppError } from '../../../spine/errors.ts';
import { DashboardBody } from '../contract-dashboards.ts';
import { dashboardText, readDashboard } from './document.ts';
import { fleetDashboard } from './fleet.ts';

const refused = (text: string): AppError => {
  try {
    readDashboard(text);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('It was read.');
};
const head = 'schema: signalbox.dashboard/v1\n';

test('a file says what the dashboard says and nothing of where it stands', () => {
  const text = dashboardText(fleetDashboard);
  expect(text).toMatch(/^schema: signalbox\.dashboard\/v1\nname: Fleet\n/);
  for (const word of ['teamId', 'version:', 'createdBy', 'builtIn', 'filters', 'compare'])
    expect(text).not.toContain(word);
  const { name, description, range, widgets } = fleetDashboard;
  expect(readDashboard(text)).toEqual({ name, description, range, widgets });
});

const line = fc.string({ minLength: 1, maxLength: 60 }).map((text) => text.trim() || 'x');
const widget = fc.record({
  id: fc.stringMatching(/^[\w-]{1,40}$/),
  title: line,
  kind: fc.constantFrom('line' as const, 'bar' as const, 'table' as const, 'stat' as const),
  query: fc.record({
    measures: fc.array(line, { minLength: 1, maxLength: 10 }),
    dimensions: fc.array(line, { maxLength: 2 }),
    filters: fc.array(
      fc.record({
        dimension: line,
        op: fc.constantFrom('is' as const, 'contains' as const),
        values: fc.array(fc.string({ maxLength: 40 }), { minLength: 1, maxLength: 4 }),
      }),
      { maxLength: 3 },
    ),
    grain: fc.constantFrom('auto' as const, 'day' as const, 'none' as const),
    compare: fc.constant('previous' as const),
  }),
  layout: fc.record({
    x: fc.integer({ min: 0, max: 5 }),
    y: fc.nat(999),
    w: fc.integer({ min: 1, max: 7 }),
    h: fc.integer({ min: 1, max: 20 }),
  }),
});
const body = fc.record({
  name: line,
  description: line,
  range: fc.constantFrom('1h' as const, '30d' as const),
  widgets: fc.uniqueArray(widget, { selector: ({ id }) => id, maxLength: 5 }),
});

test('what is written can be read, whatever the words in it', () => {
  fc.assert(
    fc.property(body, (said) => {
      const read = DashboardBody.parse(said);
      expect(readDashboard(dashboardText(read))).toEqual(read);
    }),
    { numRuns: 200 },
  );
});

test.each([
  ['no YAML', 'a: [', /no YAML/],
  ['no document', '- 1', /holds no dashboard/],
  ['another schema', 'schema: signalbox.release/v1\nname: x', /signalbox\.dashboard\/v1/],
  ['no name', head, /name/],
  ['a word that does not exist', `${head}name: x\nwigdets: []`, /wigdets/],
  [
    'a layout beyond the columns',
    `${head}name: x\nwidgets: [${json({ x: 8, y: 0, w: 5, h: 1 })}]`,
    /widgets\.0\.layout\.w/,
  ],
  ['no measure', `${head}name: x\nwidgets: [${json({ x: 0, y: 0, w: 5, h: 1 }, [])}]`, /measures/],
])('%s is refused, with the place', (_, text, why) => {
  const error = refused(text);
  expect(error).toMatchObject({ code: 'monitoring.dashboard_unreadable', status: 422 });
  expect(error.message).toMatch(why);
});

test('a text that unfolds into a large one is refused', () => {
  const bomb = [
    'a: &a [x,x,x,x,x,x,x,x]',
    'b: &b [*a,*a,*a,*a,*a,*a,*a,*a]',
    'c: &c [*b,*b,*b,*b,*b,*b,*b,*b]',
    'd: [*c,*c,*c,*c]',
  ];
  expect(refused(head + bomb.join('\n')).message).toMatch(/no YAML/);
});

function json(layout: object, measures: string[] = ['runs']): string {
  return JSON.stringify({ id: 'a', kind: 'line', query: { measures }, layout });
}
