import type { Warehouse } from '../../../../ports/warehouse.ts';
import { authorize, visiblePlaces } from '../../../../spine/authorize.ts';
import type { Ctx } from '../../../../spine/ctx.ts';
import type { Change } from '../../contract-changes.ts';
import { isoOfSeconds } from '../rows/time.ts';
import { placeFilter } from '../sight.ts';
import type { ChangeScope } from './change-source.ts';

const hour = 3600;
/** A model that was not called for so long is new when it is called again. */
const forgottenAfter = 30 * 24 * hour;
const most = 200;
const settings = { do_not_merge_across_partitions_select_final: 1 };

type Seen = { team: string; agent: string; model: string; hour_s: number };
type First = { team: string; agent: string; model: string; at_s: number; environment: string; run: string };

/**
 * Models that an agent called for the first time in 30 days after it had called others, where nobody told its release: what a release
 * changes is told by its deployment. Leads to the first run with it. Minutes that are not rolled up yet are left out.
 */
export async function observedModels(ctx: Ctx, warehouse: Warehouse, scope: ChangeScope): Promise<Change[]> {
  authorize(ctx, 'totals.read', 'anywhere');
  const { where, params } = conditions(ctx, scope);
  const low = secondsOf(scope.from);
  const high = secondsOf(scope.to);
  const seen = await warehouse.query<Seen>(
    `SELECT team, agent, model, toUInt32(first) AS hour_s FROM (
       SELECT team_id AS team, agent, model, min(bucket) AS first, min(first) OVER (PARTITION BY team, agent) AS known
       FROM metrics_1h FINAL WHERE ${where} AND calls > 0 AND bucket >= fromUnixTimestamp({before:UInt32})
         AND bucket < fromUnixTimestamp({high:UInt32}) GROUP BY team, agent, model)
     WHERE first > known AND first >= fromUnixTimestamp({low:UInt32}) ORDER BY first DESC LIMIT ${most}`,
    { ...params, low: low - (low % hour), high, before: Math.max(0, low - (low % hour) - forgottenAfter) },
    { settings },
  );
  if (seen.length === 0) return [];
  const hours = [...new Set(seen.map((one) => one.hour_s))];
  const firsts = await warehouse.query<First>(
    `SELECT team_id AS team, agent, model, toUInt32(min(start_time)) AS at_s,
       argMin(environment, start_time) AS environment, argMin(run_id, start_time) AS run
     FROM steps FINAL WHERE ${where} AND counts_call AND has({models:Array(String)}, model) AND (${hours
       .map((at) => `bucket >= fromUnixTimestamp(${at}) AND bucket < fromUnixTimestamp(${at + hour})`)
       .join(' OR ')}) GROUP BY team, agent, model`,
    { ...params, models: [...new Set(seen.map((one) => one.model))] },
    { settings },
  );
  const wanted = new Set(seen.map(keyOf));
  const within = firsts.filter((one) => wanted.has(keyOf(one)) && one.at_s >= low && one.at_s < high);
  const names = await namesOf(ctx, within);
  return within.map((one) => changeOf(one, names.get(`${one.team} ${one.agent}`)));
}

const keyOf = ({ team, agent, model }: Pick<Seen, 'team' | 'agent' | 'model'>): string =>
  JSON.stringify([team, agent, model]);

function changeOf({ team, agent, model, at_s, environment, run }: First, known: Named | undefined): Change {
  const name = known?.name ?? agent;
  return {
    ...{ id: `${run} ${model}`, at: isoOfSeconds(at_s), kind: 'model', how: 'seen', title: `${name} calls ${model}` },
    ...{ about: { type: 'run', id: run }, teamId: team, agent: { id: known?.id ?? null, name } },
    ...{ environment: environment === '' ? null : environment, reason: '', by: null },
  };
}

function conditions(ctx: Ctx, { teamId, environment, agents }: ChangeScope) {
  const visible = placeFilter(visiblePlaces(ctx.actor, 'totals.read'));
  const parts = [
    `workspace_id = {workspace:String} AND ${visible.where} AND agent != '' AND model != ''`,
    `(release = '' OR startsWith(release, 'observed·'))`,
    ...(teamId === undefined ? [] : ['team_id = {team:String}']),
    ...(environment === undefined ? [] : ['environment = {environment:String}']),
    ...(agents === null ? [] : ['has({keys:Array(String)}, agent)']),
  ];
  const params = {
    ...{ workspace: ctx.workspaceId, ...visible.params },
    ...(teamId !== undefined && { team: teamId }),
    ...(environment !== undefined && { environment }),
    ...(agents !== null && { keys: agents.map((one) => one.key) }),
  };
  return { where: parts.join(' AND '), params };
}

type Named = { id: string; name: string };
async function namesOf(ctx: Ctx, firsts: readonly First[]): Promise<Map<string, Named>> {
  const keys = [...new Set(firsts.map((one) => one.agent))];
  if (keys.length === 0) return new Map();
  const rows = await ctx.state.db
    .selectFrom('agents')
    .select(['id', 'name', 'key', 'team_id as teamId'])
    .where('workspace_id', '=', ctx.workspaceId)
    .where('key', 'in', keys)
    .execute();
  return new Map(rows.map(({ id, name, key, teamId }) => [`${teamId} ${key}`, { id, name }]));
}

const secondsOf = (at: Date): number => Math.min(4_294_967_295, Math.max(0, Math.floor(at.getTime() / 1000)));
