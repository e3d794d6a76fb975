import type { Warehouse } from '../../../../ports/warehouse.ts';
import { figureColumns, figuresOfInvocations, figuresTogether } from '../../rebuild/agents-sql.ts';
import type { Filter } from '../read/run-filter.ts';
import { placeFilter, type Places } from '../sight.ts';
import { inRanges } from '../totals/figures.ts';
import type { Rollups } from '../totals/get-totals.ts';
import type { Range, Split } from '../totals/tiers.ts';
import type { Points } from './points.ts';
import { figuresAdded } from './add-figures.ts';
import type { FigureRow, SeriesRow } from './row.ts';

/** Whose figures are asked for, and cut by what. */
export type AgentScope = {
  workspaceId: string;
  places: Places;
  by: 'release' | 'environment' | null;
  teamId?: string | undefined;
  agent?: string | undefined;
  environment?: string | undefined;
  release?: string | undefined;
};

/** Where figures are asked of. */
export type AgentStores = { warehouse: Warehouse; rollups: Pick<Rollups, 'openMinutes' | 'closed'> };

const settings = { do_not_merge_across_partitions_select_final: 1 };
const keys = 'team_id, agent, release, environment, bound';

/** A row an agent, and value of `by`: closed minutes from the tiers, open ones from the invocations themselves. */
export async function askFigures(stores: AgentStores, scope: AgentScope, split: Split): Promise<FigureRow[]> {
  const { where, params } = filterOf(scope);
  const closed = tiersOf(split, 1).map(
    ([table, ranges]) => `SELECT ${keys}, ${figureColumns} FROM ${table} FINAL WHERE ${where} AND ${inRanges(ranges)}`,
  );
  const open = openOf(split).map(
    (ranges) => `SELECT ${keys}, ${figuresOfInvocations} FROM invocations AS i FINAL
      WHERE ${where} AND ${inRanges(ranges)} AND is_deleted = 0 GROUP BY ${keys}`,
  );
  const sql = (parts: readonly string[]): string =>
    `SELECT team_id, agent, ${splitBy(scope)} AS split, sumIf(t.invocations, NOT t.bound) AS unbound, ${figuresTogether('t')}
      FROM (${parts.join(' UNION ALL ')}) AS t
      GROUP BY team_id, agent, split HAVING sum(t.invocations) > 0`;
  return figuresAdded(await askBoth<FigureRow>(stores, { closed, open, sql, params }));
}

/** Invocations and failures of each point where there were any. `split` is that of the range which the points cover. */
export async function askSeries(
  stores: AgentStores,
  scope: AgentScope,
  { start, step, split }: Points & { split: Split },
): Promise<SeriesRow[]> {
  const { where, params } = filterOf(scope);
  const own = `team_id, agent, ${splitBy(scope)} AS split, intDiv(toUnixTimestamp(bucket) - ${start}, ${step}) AS point`;
  const closed = tiersOf(split, step).map(
    ([table, ranges]) =>
      `SELECT ${own}, invocations AS n, failed AS f FROM ${table} FINAL WHERE ${where} AND ${inRanges(ranges)}`,
  );
  const open = openOf(split).map(
    (ranges) => `SELECT ${own}, count() AS n, countIf(outcome = 'failed') AS f FROM invocations FINAL
      WHERE ${where} AND ${inRanges(ranges)} AND is_deleted = 0 GROUP BY team_id, agent, split, point`,
  );
  const sql = (
    parts: readonly string[],
  ): string => `SELECT team_id, agent, split, groupArray((point, n, f)) AS points FROM (
      SELECT team_id, agent, split, toUInt32(point) AS point, sum(t.n) AS n, sum(t.f) AS f FROM (${parts.join(' UNION ALL ')}) AS t
      GROUP BY team_id, agent, split, point HAVING n > 0)
    GROUP BY team_id, agent, split`;
  return askBoth<SeriesRow>(stores, { closed, open, sql, params });
}

type Asked = {
  closed: readonly string[];
  open: readonly string[];
  sql: (parts: readonly string[]) => string;
  params: Filter['params'];
};

/** Closed minutes by themselves, for what is told of them holds until they are rolled up anew. */
async function askBoth<Row>({ warehouse, rollups }: AgentStores, { closed, open, sql, params }: Asked): Promise<Row[]> {
  const ask = (parts: readonly string[]): Promise<Row[]> =>
    parts.length === 0 ? Promise.resolve([]) : warehouse.query<Row>(sql(parts), params, { settings });
  const known = rollups.closed;
  const ofClosed = () => ask(closed);
  const told = await Promise.all([
    known === undefined ? ofClosed() : known.ask(JSON.stringify([sql(closed), params]), ofClosed),
    ask(open),
  ]);
  return told.flat();
}

/** Tables of closed minutes; `grain`: the width in seconds that their rows may not exceed, 1 = any. */
function tiersOf({ days, hours, minutes }: Split, grain: number): [table: string, ranges: readonly Range[]][] {
  const tiers: [string, readonly Range[]][] =
    grain === 1 || grain % 86_400 === 0
      ? [
          ['agents_1d', days],
          ['agents_1h', hours],
          ['agents_1m', minutes],
        ]
      : grain % 3600 === 0
        ? [
            ['agents_1h', [...days, ...hours]],
            ['agents_1m', minutes],
          ]
        : [['agents_1m', [...days, ...hours, ...minutes]]];
  return tiers.filter(([, ranges]) => ranges.length > 0);
}

const openOf = ({ live }: Split): (readonly Range[])[] => (live.length === 0 ? [] : [live]);

const splitBy = ({ by }: AgentScope): string => (by === null ? "''" : by);

function filterOf({ workspaceId, places, teamId, agent, environment, release }: AgentScope): Filter {
  const visible = placeFilter(places);
  const named = Object.entries({ team_id: teamId, agent, environment, release });
  const wanted = named.filter(([, value]) => value !== undefined);
  return {
    where: [
      'workspace_id = {workspace:String}',
      visible.where,
      ...wanted.map(([name]) => `${name} = {${name}:String}`),
    ].join(' AND '),
    params: { workspace: workspaceId, ...visible.params, ...Object.fromEntries(wanted) },
  };
}
