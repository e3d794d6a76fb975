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
  if (list !== true) return one(sql, op, values);
  // Without any tag is what "" means.
  const all = `if(empty(${sql}), [''], CAST(${sql}, 'Array(String)'))`;
  const any = op === 'contains' ? `arrayExists(v -> ${one('v', op, values)}, ${all})` : `hasAny(${all}, ${values})`;
  return op === 'is_not' ? `NOT ${any}` : any;
}

function one(value: string, op: QueryFilter['op'], values: string): string {
  if (op === 'is') return `${value} IN ${values}`;
  if (op === 'is_not') return `${value} NOT IN ${values}`;
  return `arrayExists(w -> positionCaseInsensitiveUTF8(toString(${value}), w) > 0, ${values})`;
}
