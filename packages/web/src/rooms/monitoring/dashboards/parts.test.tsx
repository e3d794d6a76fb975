import type { Widget } from 'signalbox/contract/monitoring/dashboards';
import type { QueryCatalogue } from 'signalbox/contract/monitoring/query';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { aBrowser, drawPart } from '../../../app/house.fixture.tsx';
import { byRole, textOf } from '../../../ui/markup.fixture.ts';
import { DashboardHeader } from './dashboard-header.tsx';
import { DragHandle } from './drag-handle.tsx';
import { FilterRows } from './filter-rows.tsx';
import { MeasureRows } from './measure-rows.tsx';
import { anAnswer, columnsOf, minutes } from './model/answer.fixture.ts';
import { WidgetBody } from './widget-body.tsx';

beforeEach(() => aBrowser());
afterEach(() => void vi.unstubAllGlobals());

const nothing = (): undefined => undefined;
const names = (html: string, role: string): string[] => byRole(html, role).map(({ name }) => name);
const measure = (id: string, label: string) => ({
  id,
  label,
  unit: 'count' as const,
  direction: null,
  description: `${label} are counted.`,
});
const catalogue: QueryCatalogue = {
  measures: ['Runs', 'Failed', 'Steps', 'Errors', 'Users', 'Scores'].map((label) =>
    measure(label.toLowerCase(), label),
  ),
  dimensions: [
    { id: 'agent', label: 'Agent', description: 'Who.' },
    { id: 'model', label: 'Model', description: 'What.' },
  ],
};

describe('picking measures', () => {
  const draw = (measures: string[]) => drawPart(<MeasureRows {...{ measures, catalogue }} onChange={nothing} />);
  test('each says what it means; the last one stays', async () => {
    const html = await draw(['runs']);
    expect(html).toContain('Runs are counted.');
    expect(names(html, 'button')).toEqual(['Add measure']);
    expect(
      names(await draw(['runs', 'failed']), 'button').filter((name) => name === 'Remove this measure'),
    ).toHaveLength(2);
  });
  test('five are enough for one chart, and all there are is all', async () => {
    const five = catalogue.measures.slice(0, 5).map(({ id }) => id);
    expect(names(await draw(five), 'button')).not.toContain('Add measure');
    const few = { ...catalogue, measures: catalogue.measures.slice(0, 1) };
    const html = await drawPart(<MeasureRows measures={['runs']} catalogue={few} onChange={nothing} />);
    expect(names(html, 'button')).toEqual([]);
  });
  test('one that the catalogue no longer has is shown by its id', async () => {
    expect(await draw(['gone'])).toContain('gone');
  });
});

describe('filters', () => {
  const draw = (filters: Widget['query']['filters']) =>
    drawPart(<FilterRows {...{ filters, catalogue }} onChange={nothing} />);
  test('none is a button alone; each other has a dimension, a how, and values', async () => {
    expect(names(await draw([]), 'button')).toEqual(['Add filter']);
    const html = await draw([{ dimension: 'model', op: 'is_not', values: ['a', '"b"'] }]);
    expect(names(html, 'combobox')).toEqual(['Filter by', 'How']);
    expect(html).toContain('is not');
    expect(html).toContain('value="a,&quot;b&quot;"');
    expect(names(html, 'button')).toEqual(['Remove this filter', 'Add filter']);
  });
});

describe('handles', () => {
  test('are buttons that say what they do, and take no page with them under a finger', async () => {
    const layout = { x: 0, y: 0, w: 6, h: 4 };
    const shared = { layout, width: 1200, onMove: nothing, onDrop: nothing };
    const html = await drawPart(
      <>
        <DragHandle label="Move Runs" {...shared} />
        <DragHandle label="Size of Runs" {...shared} resize />
      </>,
    );
    expect(names(html, 'button')).toEqual(['Move Runs', 'Size of Runs']);
    expect(html.match(/touch-none/g)).toHaveLength(2);
  });
});

describe('the head of a page', () => {
  const dashboard = {
    ...{ id: 'dsh_1', teamId: null, builtIn: false, version: 1, createdBy: null, changedAt: null, widgets: [] },
    ...{ name: '<i>Night</i>', description: 'What we look at', range: '7d' as const },
  };
  const draw = (more: object = {}) =>
    drawPart(<DashboardHeader dashboard={{ ...dashboard, ...more }} ranged={false} onAdd={null} acts={{}} />);
  test('says the time that it shows by itself, and whether it comes with Signalbox', async () => {
    expect(await draw()).toContain('Last 7 days.');
    expect(await draw()).not.toContain('Built in');
    expect(await draw({ builtIn: true })).toContain('Built in.');
    const ranged = await drawPart(<DashboardHeader dashboard={dashboard} ranged onAdd={null} acts={{}} />);
    expect(ranged).not.toContain('Last 7 days');
  });
  test('names are text; adding is offered only to who may', async () => {
    const html = await draw();
    expect(html).not.toContain('<i>');
    expect(names(html, 'button')).not.toContain('Add widget');
    const mine = await drawPart(<DashboardHeader dashboard={dashboard} ranged={false} onAdd={nothing} acts={{}} />);
    expect(names(mine, 'button')).toContain('Add widget');
  });
});

describe('a widget', () => {
  const { time, agent, runs, rate } = columnsOf;
  const draw = (kind: Widget['kind'], answer: Parameters<typeof anAnswer>[0]) =>
    drawPart(<WidgetBody label="W" height={200} markers={[]} {...{ kind, answer: anAnswer(answer) }} />);
  test('of two units is two charts under names of their own, never two axes', async () => {
    const html = await draw('line', { columns: [time, runs, rate], rows: [[minutes[0]!, 1, 0.5]] });
    expect(names(html, 'group')).toEqual(['W: Runs', 'W: Completion rate']);
    expect(html).toContain('Completion rate, %');
  });
  test('of one unit is one chart under its own name', async () => {
    expect(names(await draw('line', { rows: [[minutes[0]!, 1]] }), 'group')).toEqual(['W']);
  });
  test('does not repeat the heading above it, only its unit', async () => {
    const answer = anAnswer({ columns: [time, rate], rows: [[minutes[0]!, 0.5]] });
    const under = (heading: string) =>
      drawPart(<WidgetBody kind="line" label="W" under={heading} height={200} markers={[]} answer={answer} />);
    expect(await under('Completion rate')).not.toContain('Completion rate');
    expect(await under('Completion rate')).toMatch(/>%</);
    expect(await under('How they end')).toContain('>Completion rate, %<');
  });
  test('is bars, figures or a table as it says, of the same answer', async () => {
    const answer = { columns: [agent, runs], rows: [['triage', 7]], points: [] };
    expect(await draw('bar', answer)).toContain('aria-label="W"');
    expect(textOf(byRole(await draw('table', answer), 'region')[0]!.node)).toContain('triage');
    expect(await draw('stat', { columns: [runs], rows: [[7]], points: [] })).toMatch(/Runs.*7/s);
  });
  test('about nothing says so', async () => {
    for (const kind of ['bar', 'table'] as const)
      expect(await draw(kind, { columns: [agent, runs], points: [] })).toContain('Nothing in this time');
    expect(await draw('stat', { columns: [runs], points: [] })).toContain('Nothing known in this time');
  });
});
