import { listFilters } from './filters-list.ts';
import { numberFilters } from './filters-number.ts';
import { textFilters } from './filters-text.ts';
import { isTrue } from './values.ts';

/** Makes another value of a value. Pure: no clock, no chance, no code. */
export type Filter = (value: unknown, ...args: unknown[]) => unknown;

const fallback: Filter = (value, otherwise, allowsFalse) => {
  if (typeof value === 'string' || Array.isArray(value)) return value.length > 0 ? value : otherwise;
  if (value === false && allowsFalse === true) return false;
  return isTrue(value) ? value : otherwise;
};

/** Those that do here what they do on the server. */
export const filters: ReadonlyMap<string, Filter> = new Map<string, Filter>([
  ...Object.entries(textFilters),
  ...Object.entries(listFilters),
  ...Object.entries(numberFilters),
  ['default', fallback],
  ['json', (value, indent = 0) => JSON.stringify(value, null, indent as number)],
]);
