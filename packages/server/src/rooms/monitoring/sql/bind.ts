import { placeFilter, type Places, type Teams, teamFilter, teamParams } from '../views/sight.ts';
import { print, printAlone, type Style } from './print.ts';
import type { Checked } from './check.ts';
import { timeBounds } from './time-bounds.ts';
import type { Query, Select } from './tree.ts';
import { type View, views } from './views.ts';

/** Whose rows a statement may see: all of it within one workspace. `teams`: those seen as a whole. */
export type Reach = { workspaceId: string; runs: Places; content: Places; teams: Teams; contentTeams: Teams };

/** `names`: what people wrote where the engine is told `x__<n>`. */
export type Bound = { sql: string; params: Record<string, unknown>; names: ReadonlyMap<string, string> };

/**
 * The statement for the engine, printed anew from its tree: every table is a subselect of documented columns of rows within reach, every
 * text a parameter, every CTE under a name that no stored table has. Nothing of the text that was sent is handed on.
 */
export function bind(query: Query, { content }: Checked, reach: Reach): Bound {
  const params: Record<string, unknown> = { workspace: reach.workspaceId };
  const names = new Map<string, string>();
  const texts = new Map<string, string>();
  const style: Style = {
    text(value) {
      const name = texts.get(value) ?? `s${texts.size}`;
      texts.set(value, name);
      params[name] = value;
      return `{${name}:String}`;
    },
    source(name, select) {
      const view = views.get(name);
      if (view === undefined) throw new Error(`not a view: ${name}`);
      return subselect(view, { reach, content, params, select, style });
    },
    cte: (name) => `"q_${name}"`,
    named(expr) {
      const name = `x__${names.size}`;
      names.set(name, printAlone(expr).replaceAll('"', ''));
      return name;
    },
  };
  return { sql: print(query, style), params, names };
}

type Place = {
  reach: Reach;
  content: ReadonlySet<string>;
  params: Record<string, unknown>;
  select: Select;
  style: Style;
};

function subselect(view: View, { reach, content, params, select, style }: Place): string {
  const visible = filterOf(view, reach.runs, reach.teams, 'seen');
  const readable = filterOf(view, reach.content, reach.contentTeams, 'read');
  Object.assign(params, visible.params);
  const columns = view.columns.flatMap(({ name, sql, content: isContent }) => {
    if (!isContent) return [`${sql} AS ${name}`];
    if (!content.has(name)) return [];
    Object.assign(params, readable.params);
    return [`if(${readable.where}, ${sql}, NULL) AS ${name}`];
  });
  const time = boundsOf(view, select, style);
  const where = ['t.workspace_id = {workspace:String}', visible.where, ...time, view.where].join(' AND ');
  return `(SELECT ${columns.join(', ')} FROM ${view.stored} AS t FINAL WHERE ${where})`;
}

/** A day to either side: rows are kept by minutes, and a moment may be meant in another zone. The statement's own condition follows. */
function boundsOf(view: View, select: Select, style: Style): string[] {
  const first = select.from?.first;
  if (first?.kind !== 'named' || first.name !== view.name) return [];
  // The same table once more in a join is not bounded by what is said of the first.
  if (select.from?.joins.some(({ source }) => source.kind === 'named' && source.name === view.name)) return [];
  return timeBounds(select, view.time.column).map(({ side, value }) => {
    const seconds = `toInt64(toDateTime64(${printAlone(value, style)}, 0, 'UTC'))`;
    const [op, moment] = side === 'from' ? ['>=', `${seconds} - 86400`] : ['<=', `${seconds} + 86400`];
    return `${view.time.sql} ${op} toDateTime(toUInt32(greatest(0, least(4294967295, ${moment}))), 'UTC')`;
  });
}

/** Conditions on a row `t`, with parameters of their own: those who see and those who read may be others. */
function filterOf(
  view: View,
  places: Places,
  teams: Teams,
  prefix: string,
): { where: string; params: Record<string, unknown> } {
  const { where, params } =
    view.by === 'place' ? placeFilter(places) : { where: teamFilter(teams), params: teamParams(teams) };
  return {
    where: where
      .replaceAll(/\{(\w+):/g, `{${prefix}_$1:`)
      .replaceAll(/(?<![\w.{])(team_id|agent|environment)(?![\w:])/g, 't.$1'),
    params: Object.fromEntries(Object.entries(params).map(([name, value]) => [`${prefix}_${name}`, value])),
  };
}
