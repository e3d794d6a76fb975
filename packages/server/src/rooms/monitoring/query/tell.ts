import type { Query } from '../contract-query.ts';
import type { Range } from '../views/totals/tiers.ts';
import { type FigureRow, groupOf, rankOf, type Told, toldOf } from './answer.ts';
import { figuresSql, rankedSql, type Wish } from './figures-sql.ts';
import { type Grain, plainSteps, stepsSql, strideOf } from './grain.ts';
import type { Question } from './question.ts';

type Params = Record<string, unknown>;
export type Ask = <Row>(sql: string, params: Params) => Promise<Row[]>;

/** The groups that are told by themselves, the first first. */
type Top = readonly FigureRow[];

/** The figures of a range, and which groups are told by themselves. */
export async function tell(ask: Ask, question: Question, wish: Wish, query: Query): Promise<{ told: Told; top: Top }> {
  const { dimensions, grain } = question;
  if (dimensions.length === 0) return { told: await tellOf(ask, question, wish, []), top: [] };
  const ranked = await ask<FigureRow>(rankedSql(wish, rankOf(query)), { limit: query.limit + 1 });
  const top = ranked.slice(0, query.limit);
  const all = grain === 'none' && ranked.length <= query.limit;
  return { told: all ? toldOf(top, question, keysOf(top, question)) : await tellOf(ask, question, wish, top), top };
}

/** The figures of these groups, and of all others together. */
export async function tellOf(ask: Ask, question: Question, wish: Wish, top: Top): Promise<Told> {
  const { dimensions } = question;
  const params = Object.fromEntries(dimensions.map((_, at) => [`top${at}`, top.map((row) => row[`g${at}`])]));
  const rows = await ask<FigureRow>(figuresSql(wish, dimensions.length > 0), params);
  return toldOf(rows, question, keysOf(top, question));
}

/** All steps of time of a range, in Unix seconds. */
export async function stepsOf(
  ask: Ask,
  { grain, timeZone }: { grain: Grain; timeZone: string },
  range: Range,
): Promise<number[]> {
  if (grain === 'none') return [];
  const plain = plainSteps(grain, timeZone, range);
  if (plain !== null) return plain;
  const { low, high } = range;
  const steps = await ask<{ at: number }>(stepsSql(grain), { low, high, step: strideOf(grain) });
  return steps.map(({ at }) => Number(at));
}

const keysOf = (top: Top, { dimensions }: Question): string[] => top.map((row) => groupOf(row, dimensions));
