import { expect, test } from 'vitest';
import { Dashboard } from '../contract-dashboards.ts';
import { dimensions } from '../query/catalogue/dimensions.ts';
import { measures } from '../query/catalogue/measures.ts';
import { fleetDashboard } from './fleet.ts';

test('the built-in dashboard is one, and all it asks is in the catalogue', () => {
  expect(Dashboard.parse(fleetDashboard)).toEqual(fleetDashboard);
  const known = new Set([...measures, ...dimensions].map(({ id }) => id));
  const asked = fleetDashboard.widgets.flatMap(({ query }) => [...query.measures, ...query.dimensions]);
  expect(asked.filter((id) => !known.has(id))).toEqual([]);
  expect(asked).toEqual(expect.arrayContaining(['completion_rate', 'latency_p95', 'cost', 'failed']));
});

test('no two of its widgets stand on each other', () => {
  const cells = fleetDashboard.widgets.flatMap(({ layout: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, n) => `${x + (n % w)} ${y + Math.floor(n / w)}`),
  );
  expect(new Set(cells).size).toBe(cells.length);
});
