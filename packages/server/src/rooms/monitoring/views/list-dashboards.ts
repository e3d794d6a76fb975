import { authorize, visibleTeams } from '../../../spine/authorize.ts';
import type { Ctx } from '../../../spine/ctx.ts';
import type { Dashboard, DashboardList, ListedDashboard } from '../contract-dashboards.ts';
import { fleetDashboard } from '../dashboards/fleet.ts';
import { dashboardOf } from '../dashboards/rows.ts';
import type { MonitoringTables } from '../tables.ts';

/** Those of the whole workspace and of the teams one may see, by name; the built-in one first. */
export async function listDashboards(ctx: Ctx): Promise<DashboardList> {
  authorize(ctx, 'dashboard.read', 'anywhere');
  const teams = visibleTeams(ctx.actor, 'dashboard.read');
  const rows = await ctx.state.db
    .withTables<MonitoringTables>()
    .selectFrom('dashboards')
    .selectAll()
    .where('workspace_id', '=', ctx.workspaceId)
    .where('removed_at', 'is', null)
    .$if(teams !== 'all', (all) =>
      all.where((eb) =>
        eb.or([eb('team_id', 'is', null), ...(teams.length > 0 ? [eb('team_id', 'in', teams as string[])] : [])]),
      ),
    )
    .orderBy('name')
    .orderBy('id')
    .limit(500)
    .execute();
  return { items: [fleetDashboard, ...rows.map(dashboardOf)].map(listed) };
}

const listed = ({ widgets, ...of }: Dashboard): ListedDashboard => ({ ...of, widgets: widgets.length });
