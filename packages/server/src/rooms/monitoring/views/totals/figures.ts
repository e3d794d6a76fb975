import { teamFilter, teamParams, type Teams } from '../sight.ts';
import type { Range } from './tiers.ts';

/** What totals add up. `unknownCalls`: model calls that told no tokens; `uncostedCalls`: those of which nobody knows the cost. */
export type Figures = {
  spans: number;
  runs: number;
  invocations: number;
  errors: number;
  modelCalls: number;
  inputTokens: number;
  outputTokens: number;
  unknownCalls: number;
  /** Steps whose cost is known. */
  costKnown: number;
  costNanoUsd: number;
  costComputedNanoUsd: number;
  uncostedCalls: number;
};

/** Sums come as text from the warehouse: they are 64 bits wide. */
export type FigureRow = Record<keyof Figures, string>;

export const figureNames = [
  'spans',
  'runs',
  'invocations',
  'errors',
  'modelCalls',
  'inputTokens',
  'outputTokens',
  'unknownCalls',
  'costKnown',
  'costNanoUsd',
  'costComputedNanoUsd',
  'uncostedCalls',
] as const satisfies readonly (keyof Figures)[];

export function sumOf(rows: readonly Partial<FigureRow | Figures>[]): Figures {
  const total = Object.fromEntries(figureNames.map((name) => [name, 0])) as Figures;
  for (const row of rows) for (const name of figureNames) total[name] += Number(row[name] ?? 0);
  return total;
}

/** Whose minutes are asked for. */
export type Scope = { workspaceId: string; teams: Teams };

/** Rows of one workspace in any of the ranges. The bounds are numbers of our own making, so they stand in the SQL. */
export const scopeFilter = ({ teams }: Scope, ranges: readonly Range[]): string =>
  `workspace_id = {workspace:String} AND ${teamFilter(teams)} AND ${inRanges(ranges)}`;

/** The bucket lies in one of the ranges. */
export const inRanges = (ranges: readonly Range[]): string => `(${ranges.map(within).join(' OR ')})`;

export const scopeParams = ({ workspaceId, teams }: Scope): Record<string, unknown> => ({
  workspace: workspaceId,
  ...teamParams(teams),
});

const within = ({ low, high }: Range): string => `bucket >= toDateTime(${low}) AND bucket < toDateTime(${high})`;
