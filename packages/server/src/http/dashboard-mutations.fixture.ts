import { newId } from '../spine/ids.ts';
import { createDashboard } from '../rooms/monitoring/verbs/create-dashboard.ts';
import { removeDashboard } from '../rooms/monitoring/verbs/remove-dashboard.ts';
import { WriteDashboard } from '../rooms/monitoring/contract-dashboards.ts';
import type { TestEdge } from './edge.fixture.ts';

type Place = { edge: TestEdge; dashboardId: string; removedDashboardId: string };
const byWrite = { byWrite: true } as const;
const fresh = (teamId: string) => WriteDashboard.parse({ name: newId('dsh'), teamId });

/** What each mutating route of dashboards is called with. */
export const dashboardCases = {
  'POST /api/v1/dashboards': ({ edge }: Place) => ({ ...byWrite, body: fresh(edge.first.teamId) }),
  'PUT /api/v1/dashboards/import': ({ edge }: Place) => ({
    ...byWrite,
    body: { yaml: `schema: signalbox.dashboard/v1\nname: ${newId('dsh')}\n`, teamId: edge.first.teamId },
  }),
  'PUT /api/v1/dashboards/{id}': ({ edge, dashboardId: id }: Place) => ({
    ...{ ...byWrite, id, body: fresh(edge.first.teamId), headers: { 'if-match': '"1"' } },
  }),
  'POST /api/v1/dashboards/{id}/duplicate': ({ dashboardId: id }: Place) => ({ ...byWrite, id, body: {} }),
  'DELETE /api/v1/dashboards/{id}': ({ dashboardId: id }: Place) => ({ ...byWrite, id }),
  'POST /api/v1/dashboards/{id}/restore': ({ removedDashboardId: id }: Place) => ({ ...byWrite, id }),
};

/** A dashboard of the first team, and one that was removed. */
export async function dashboardsWorld({ system, first }: TestEdge): Promise<Omit<Place, 'edge'>> {
  const { id: dashboardId } = await createDashboard(system, fresh(first.teamId));
  const { id: removedDashboardId } = await createDashboard(system, fresh(first.teamId));
  await removeDashboard(system, { id: removedDashboardId });
  return { dashboardId, removedDashboardId };
}
