import type { Condition } from '../../contract-filter.ts';
import type { Filter } from './run-filter.ts';

/** Bounds of minutes and visibility that a condition on spans or scores takes over, with parameters of their own. */
export type Within = { hours: string; content: string; ownTeamOnly: boolean };

type Named = Extract<Condition, { values: unknown }>;
type Ranged = Extract<
  Condition,
  { by: 'durationMs' | 'costUsd' | 'inputTokens' | 'outputTokens' | 'errors' | 'steps' | 'modelCalls' | 'toolCalls' }
>;

const columns = {
  team: 'team_id',
  agent: 'agent',
  service: 'service',
  release: 'release',
  environment: 'environment',
  conversation: 'conversation_id',
  user: 'user_id',
  outcome: 'outcome',
  source: 'outcome_source',
  state: 'state',
} as const;
const lists = { model: 'models', tool: 'tools', tag: 'tags', mark: 'marks' } as const;

/** Each figure as the row keeps it: nanoseconds, billionths of a dollar. */
const figures = {
  durationMs: ['duration_ns', 1e6],
  costUsd: ['cost_nano_usd', 1e9],
  inputTokens: ['input_tokens', 1],
  outputTokens: ['output_tokens', 1],
  errors: ['errors', 1],
  steps: ['steps', 1],
  modelCalls: ['model_calls', 1],
  toolCalls: ['tool_calls', 1],
} as const;

/** Conditions on rows of `runs`. Values travel as parameters only; which column is meant comes from these tables. */
export function conditionsFilter(conditions: readonly Condition[], within: Within): Filter {
  const parts = conditions.map((condition, index) => one(condition, `c${index}`, within));
  return {
    where: parts.map((part) => part.where).join(' AND '),
    params: Object.assign({}, ...parts.map((p) => p.params)),
  };
}

function one(condition: Condition, name: string, within: Within): Filter {
  if ('values' in condition) return named(condition, name);
  if ('is' in condition) return { where: `${condition.by} = {${name}:Bool}`, params: { [name]: condition.is } };
  if (condition.by === 'prompt') return prompt(condition, name);
  if (condition.by === 'attribute') return attribute(condition, name, within);
  if (condition.by === 'score') return score(condition, name);
  return ranged(condition, name);
}

function named({ by, values, not }: Named, name: string): Filter {
  const where =
    by in lists
      ? `hasAny(${lists[by as keyof typeof lists]}, {${name}:Array(String)})`
      : `has({${name}:Array(String)}, ${columns[by as keyof typeof columns]})`;
  return { where: negated(where, not), params: { [name]: values } };
}

function ranged({ by, min, max }: Ranged, name: string): Filter {
  const [column, unit] = figures[by];
  const where = [`${column} IS NOT NULL`];
  const params: Record<string, unknown> = {};
  if (min !== undefined) {
    where.push(`${column} >= {${name}Min:Float64}`);
    params[`${name}Min`] = kept(min, unit);
  }
  if (max !== undefined) {
    where.push(`${column} <= {${name}Max:Float64}`);
    params[`${name}Max`] = kept(max, unit);
  }
  return { where: `(${where.join(' AND ')})`, params };
}

/** Without the last binary digit of the product: 15 billionths of a dollar are 15, and a bound is included. */
const kept = (figure: number, unit: number): number => Number((figure * unit).toPrecision(15));

function prompt({ name: prompt, version, not }: Extract<Condition, { by: 'prompt' }>, name: string): Filter {
  const of = version === undefined ? '' : ` AND prompt_version = {${name}Version:String}`;
  return {
    where: negated(`(prompt_name = {${name}:String}${of})`, not),
    params: { [name]: prompt, ...(version !== undefined && { [`${name}Version`]: version }) },
  };
}

/** Attributes are text: only of runs whose text may be read, and there only of spans that may be. */
function attribute({ key, value, not }: Extract<Condition, { by: 'attribute' }>, name: string, within: Within): Filter {
  const holds = value === undefined ? '' : ` AND attributes[{${name}Key:String}] = {${name}:String}`;
  const spans = `SELECT team_id, trace_id, span_id FROM spans WHERE workspace_id = {workspace:String} AND ${within.hours}
    AND mapContains(attributes, {${name}Key:String})${holds}`;
  return {
    where: `(${within.content} AND ${negated(runsOfSpans(spans, within), not)})`,
    params: { [`${name}Key`]: key, ...(value !== undefined && { [name]: value }) },
  };
}

/**
 * Runs that hold any of these spans (team_id, trace_id, span_id), by what the rebuild says of them. Who does not read all of the workspace
 * finds a run only by spans of the run's own team.
 */
export const runsOfSpans = (spans: string, { hours, ownTeamOnly }: Within): string => {
  const keys = ownTeamOnly ? 'team_id, run_id' : 'run_id';
  return `(${keys}) IN (SELECT ${keys} FROM steps WHERE workspace_id = {workspace:String} AND ${hours}
    AND (team_id, trace_id, span_id) IN (${spans}))`;
};

function score(condition: Extract<Condition, { by: 'score' }>, name: string): Filter {
  const { min, max, label } = condition;
  const bounds = [
    ...(min === undefined ? [] : [`number >= {${name}Min:Float64}`]),
    ...(max === undefined ? [] : [`number <= {${name}Max:Float64}`]),
    ...(label === undefined ? [] : [`label = {${name}Label:String}`]),
  ];
  return {
    where: `(team_id, trace_id) IN (SELECT team_id, trace_id FROM scores FINAL WHERE workspace_id = {workspace:String}
      AND trace_id != '' AND name = {${name}:String}${bounds.map((bound) => ` AND ${bound}`).join('')})`,
    params: {
      [name]: condition.name,
      ...(min !== undefined && { [`${name}Min`]: min }),
      ...(max !== undefined && { [`${name}Max`]: max }),
      ...(label !== undefined && { [`${name}Label`]: label }),
    },
  };
}

const negated = (where: string, not: boolean | undefined): string => (not === true ? `NOT (${where})` : where);
