import type { Dashboard } from 'signalbox/contract/monitoring/dashboards';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { aBrowser, aMe, drawPage } from '../../../app/house.fixture.tsx';
import { nodesOf, parse, textOf } from '../../../ui/markup.fixture.ts';
import { dashboardQuery } from './queries.ts';

beforeEach(() => aBrowser());
afterEach(() => void vi.unstubAllGlobals());

const dashboard = (kind: Dashboard['widgets'][number]['kind']): Dashboard => ({
  ...{ id: 'dsh_1', teamId: 'tea_1', builtIn: false, version: 3, createdBy: 'per_1', changedAt: null },
  ...{ name: 'Night', description: '', range: '7d' },
  widgets: [
    {
      ...{ id: 'w1', title: 'Runs', kind, layout: { x: 0, y: 0, w: 6, h: 4 } },
      query: { measures: ['runs'], dimensions: [], filters: [], grain: 'auto' },
    },
  ],
});
const draw = async (search: string, kind: Dashboard['widgets'][number]['kind'] = 'line'): Promise<string[]> => {
  const me = aMe({ rights: ['dashboard.read', 'totals.read'] });
  const html = await drawPage(`/dashboards/dsh_1${search}`, [
    [dashboardQuery('dsh_1').queryKey, dashboard(kind)],
    [['access', 'me'], me],
  ]);
  const toggles = nodesOf(parse(html)).filter((node) => 'aria-pressed' in node.attrs);
  return toggles.map((node) => `${textOf(node)} ${node.attrs['aria-pressed']}`);
};

test('says what each sign means, and which kinds are shown as the URL has it', async () => {
  expect(await draw('')).toEqual(['▲Release true', '¶Prompt true', '◆Model true', '■Freeze true']);
  expect(await draw('?marks=release,freeze')).toEqual([
    ...['▲Release true', '¶Prompt false', '◆Model false', '■Freeze true'],
  ]);
  expect((await draw('?marks=none')).every((one) => one.endsWith('false'))).toBe(true);
  expect((await draw('?marks=%3Cscript%3E')).every((one) => one.endsWith('true'))).toBe(true);
});

test('stands nowhere without a chart over time', async () => {
  expect(await draw('', 'bar')).toEqual([]);
});
