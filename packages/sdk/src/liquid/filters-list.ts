import type { Filter } from './filters.ts';
import { listOf, propertyOf, textOf } from './values.ts';

const isList = (value: unknown): value is ArrayLike<unknown> => typeof value === 'string' || Array.isArray(value);

/** Of texts by letters as people see them, not by halves of pairs. */
function slice(value: unknown, from: unknown, count: unknown = 1): unknown {
  if (value === undefined || value === null) return [];
  const all: unknown[] = Array.isArray(value) ? value : [...textOf(value)];
  const begin = Number(from) < 0 ? all.length + Number(from) : Number(from);
  const cut = begin < 0 || Number(count) < 0 ? [] : all.slice(begin, begin + Number(count));
  return Array.isArray(value) ? cut : cut.join('');
}

const map: Filter = (value, property) =>
  listOf(value).map((one) => textOf(property).split('.').reduce(propertyOf, one));

export const listFilters: Readonly<Record<string, Filter>> = {
  slice,
  map,
  join: (value, by) => listOf(value).join(by === undefined || by === null ? ' ' : textOf(by)),
  first: (value) => (isList(value) ? value[0] : ''),
  last: (value) => (isList(value) ? value[value.length - 1] : ''),
  reverse: (value) => [...listOf(value)].reverse(),
  size: (value) => (isList(value) ? value.length : 0),
  uniq: (value) => [...new Set(listOf(value))],
  compact: (value) => listOf(value).filter((one) => one !== undefined && one !== null),
  concat: (value, more) => [...listOf(value), ...listOf(more)],
};
