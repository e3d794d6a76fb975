import type { Warehouse } from '../../../../ports/warehouse.ts';
import { authorize, visiblePlaces } from '../../../../spine/authorize.ts';
import type { Ctx } from '../../../../spine/ctx.ts';
import type { Change, Changes, ChangesQuery } from '../../contract-changes.ts';
import { placeFilter } from '../sight.ts';
import { lastDays } from '../totals/range.ts';
import type { ChangeScope, ChangeSource, ChangingAgent } from './change-source.ts';
import { observedModels } from './observed-models.ts';

export type ChangeStores = { warehouse: Warehouse; sources: readonly ChangeSource[] };

const most = 500;

/** What changed in a time, as every room tells it, with models as telemetry shows them. */
export async function listChanges(ctx: Ctx, stores: ChangeStores, query: ChangesQuery): Promise<Changes> {
  authorize(ctx, 'totals.read', 'anywhere');
  const { from, to } = lastDays(1, query, ctx.clock.now());
  const range = { from: new Date(from), to: new Date(to) };
  const agents = query.agent === undefined ? null : await agentsNamed(ctx, query.agent, query.teamId);
  const { teamId, environment } = query;
  const plain = { ...range, teamId, environment, agents, prompts: [] };
  const scope: ChangeScope = { ...plain, prompts: await promptsOf(ctx, stores.warehouse, plain) };
  const nobody = agents !== null && agents.length === 0;
  const found: Change[] = nobody ? [] : await observedModels(ctx, stores.warehouse, scope);
  for (const source of nobody ? [] : stores.sources) found.push(...(await source(ctx, scope)));
  return { ...told(found, query.kinds?.split(',')), from: range.from.toISOString(), to: range.to.toISOString() };
}

/** Pure: in order, once each, of these kinds; counts of all kinds. */
export function told(
  all: readonly Change[],
  kinds: readonly string[] | undefined,
): Pick<Changes, 'items' | 'byKind' | 'truncated'> {
  const once = [...new Map(all.map((one) => [`${one.kind} ${one.id}`, one])).values()];
  const byKind = [...Map.groupBy(once, (one) => one.kind)].map(([kind, own]) => ({ kind, changes: own.length }));
  const wanted = once
    .filter((one) => kinds === undefined || kinds.includes(one.kind))
    .toSorted((a, b) => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1));
  return {
    items: wanted.slice(-most),
    byKind: byKind.toSorted((a, b) => (a.kind < b.kind ? -1 : 1)),
    truncated:
      wanted.length > most || [...Map.groupBy(once, (one) => one.kind).values()].some((own) => own.length >= most),
  };
}

/** Agents may be called alike in two teams: all of them are meant, of which each source shows what may be seen. */
async function agentsNamed(ctx: Ctx, named: string, teamId: string | undefined): Promise<ChangingAgent[]> {
  let rows = ctx.state.db
    .selectFrom('agents')
    .select(['id', 'team_id as teamId', 'key', 'name'])
    .where('workspace_id', '=', ctx.workspaceId)
    .where((eb) => eb.or([eb('id', '=', named), eb('slug', '=', named), eb('key', '=', named)]));
  if (teamId !== undefined) rows = rows.where('team_id', '=', teamId);
  return rows.limit(50).execute();
}

/** Agents that are not released here tell by their runs which prompts they work with. */
async function promptsOf(ctx: Ctx, warehouse: Warehouse, { agents, from, to }: ChangeScope): Promise<string[]> {
  if (agents === null || agents.length === 0) return [];
  const visible = placeFilter(visiblePlaces(ctx.actor, 'run.read'));
  const rows = await warehouse.query<{ name: string }>(
    `SELECT DISTINCT prompt_name AS name FROM runs
     WHERE workspace_id = {workspace:String} AND ${visible.where} AND has({keys:Array(String)}, agent) AND prompt_name != ''
       AND bucket >= fromUnixTimestamp({low:UInt32}) AND bucket < fromUnixTimestamp({high:UInt32}) LIMIT 200`,
    {
      ...{ workspace: ctx.workspaceId, keys: agents.map((one) => one.key), ...visible.params },
      ...{ low: secondsOf(from), high: secondsOf(to) },
    },
  );
  return rows.map((row) => row.name);
}

const secondsOf = (at: Date): number => Math.min(4_294_967_295, Math.max(0, Math.floor(at.getTime() / 1000)));
