import type { Warehouse } from '../../../ports/warehouse.ts';
import type { NameChange } from '../contract.ts';
import type { Sent } from '../names/plans.ts';
import type { TeamPlace } from '../store.ts';

/** All rows of an agent by its key, or those of one name from one service. */
export type Touched = { key: string } | Sent;

const seen = `uniqExact(run_id) AS runs, count() AS invocations, toString(min(start_time)) AS first, toString(max(start_time)) AS last`;
const mine = `workspace_id = {workspace:String} AND team_id = {team:String}`;

/** Runs and invocations that a change of names would move. */
export async function impactOf(
  warehouse: Warehouse,
  { workspaceId, teamId }: TeamPlace,
  touched: Touched,
): Promise<NameChange['impact']> {
  const byKey = 'key' in touched;
  const where = byKey
    ? 'agent = {key:String}'
    : `(trace_id, span_id) IN (SELECT trace_id, span_id FROM spans WHERE ${mine} AND agent = {name:String}
        ${touched.service === '' ? '' : 'AND service = {service:String}'})`;
  const [row] = await warehouse.query<{ runs: string; invocations: string; first: string; last: string }>(
    `SELECT ${seen} FROM invocations FINAL WHERE ${mine} AND is_deleted = 0 AND ${where}`,
    { workspace: workspaceId, team: teamId, ...touched },
  );
  const invocations = Number(row?.invocations ?? 0);
  const at = (text: string): string | null => (invocations === 0 ? null : `${text.slice(0, 23).replace(' ', 'T')}Z`);
  return { runs: Number(row?.runs ?? 0), invocations, firstAt: at(row?.first ?? ''), lastAt: at(row?.last ?? '') };
}
