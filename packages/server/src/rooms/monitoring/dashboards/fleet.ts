import { type Dashboard, Widget } from '../contract-dashboards.ts';

type Tile = { measures: string[]; dimensions?: string[]; title: string; kind: Widget['kind'] };

const tile = (id: string, at: [x: number, y: number, w: number, h: number], of: Tile): Widget => {
  const { title, kind, ...asked } = of;
  const [x, y, w, h] = at;
  const grain = kind === 'line' ? 'auto' : 'none';
  return Widget.parse({ id, title, kind, layout: { x, y, w, h }, query: { ...asked, grain } });
};

/** Built in and stored nowhere: is the fleet healthy, and is it getting better? */
export const fleetDashboard: Dashboard = {
  ...{ id: 'fleet', teamId: null, builtIn: true, version: 0, createdBy: null, changedAt: null },
  name: 'Fleet',
  description: 'All agents at a glance.',
  range: '24h',
  widgets: [
    tile('runs', [0, 0, 6, 4], { title: 'Runs', kind: 'line', measures: ['runs'] }),
    tile('completion', [6, 0, 6, 4], { title: 'Completion rate', kind: 'line', measures: ['completion_rate'] }),
    tile('failures', [0, 4, 6, 4], {
      ...{ title: 'Failures by agent', kind: 'line', measures: ['failed'], dimensions: ['agent'] },
    }),
    tile('latency', [6, 4, 6, 4], {
      ...{ title: 'Latency, p50 and p95', kind: 'line', measures: ['latency_p50', 'latency_p95'] },
    }),
    tile('cost', [0, 8, 6, 4], { title: 'Cost by model', kind: 'line', measures: ['cost'], dimensions: ['model'] }),
    tile('dearest', [6, 8, 6, 4], { title: 'Cost by agent', kind: 'bar', measures: ['cost'], dimensions: ['agent'] }),
  ],
};
