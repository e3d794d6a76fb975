import type { QueryFilter } from '../contract-query.ts';
import type { Column, Source } from './catalogue/sources.ts';

/** Conditions of a question, each beginning with AND; values are parameters. */
export const filterSql = (filters: readonly QueryFilter[], { columns }: Source): string =>
  filters
    .map(({ dimension, op }, at) => ` AND ${conditionOf(columns[dimension]!, op, `{f${at}:Array(String)}`)}`)
    .join('');

/** What a condition's parameters are. */
export const filterParams = (filters: readonly QueryFilter[]): Record<string, unknown> =>
  Object.fromEntries(filters.map(({ values }, at) => [`f${at}`, values]));

function conditionOf({ sql, list }: Column, op: QueryFilter['op'], values: string): string {
  if (list !== true) return one(`toString(${sql})`, op, values);
  // Without any tag is what "" means.
  const all = `if(empty(${sql}), [''], CAST(${sql}, 'Array(String)'))`;
  const any = `arrayExists(v -> ${one('v', op === 'is_not' ? 'is' : op, values)}, ${all})`;
  return op === 'is_not' ? `NOT ${any}` : any;
}

function one(value: string, op: QueryFilter['op'], values: string): string {
  if (op === 'is') return `has(${values}, ${value})`;
  if (op === 'is_not') return `NOT has(${values}, ${value})`;
  return `arrayExists(w -> positionCaseInsensitiveUTF8(${value}, w) > 0, ${values})`;
}
