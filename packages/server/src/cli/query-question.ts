import type { Query } from '../rooms/monitoring/index.ts';
import { isoTime } from './iso-time.ts';

export type QuestionFlags = {
  measure?: string;
  by?: string;
  where?: readonly string[];
  from?: string;
  to?: string;
  grain?: string;
  timeZone?: string;
  limit?: string;
  order?: string;
  compare?: boolean;
};

const seconds = { m: 60, h: 3600, d: 86_400, w: 7 * 86_400 } as const;

/** What flags ask for, as the API takes it. Throws what to type instead. */
export function questionOf(flags: QuestionFlags, now: number): Partial<Query> & { grain?: Query['grain'] } {
  const measures = listOf(flags.measure);
  if (measures.length === 0) throw new Error('Say what to tell: --measure completion_rate,cost. --list names all.');
  return {
    measures,
    dimensions: listOf(flags.by),
    filters: filtersOf(flags.where ?? []),
    ...{ from: timeOf(flags.from ?? '7d', '--from', now), to: timeOf(flags.to ?? '0m', '--to', now) },
    ...(flags.grain !== undefined && { grain: flags.grain as Query['grain'] }),
    ...(flags.timeZone !== undefined && { timeZone: flags.timeZone }),
    ...(flags.limit !== undefined && { limit: wholeOf(flags.limit) }),
    ...(flags.order !== undefined && { order: orderOf(flags.order) }),
    ...(flags.compare === true && { compare: 'previous' as const }),
  };
}

/** `agent=x`, `agent!=x` or `agent~x` for what contains it. Of one dimension and sign, any of the values. */
function filtersOf(where: readonly string[]): Query['filters'] {
  const filters = new Map<string, Query['filters'][number]>();
  for (const text of where) {
    const [, dimension, sign, value] = /^(\w+)(=|!=|~)(.*)$/s.exec(text) ?? [];
    if (dimension === undefined || sign === undefined || value === undefined)
      throw new Error(`--where must look like agent=billing, agent!=billing or agent~bill; got ${text}`);
    const op = sign === '=' ? 'is' : sign === '~' ? 'contains' : 'is_not';
    const held = filters.get(`${dimension} ${op}`) ?? { dimension, op, values: [] };
    filters.set(`${dimension} ${op}`, { ...held, values: [...held.values, value] });
  }
  return [...filters.values()];
}

/** So long ago, as 30m, 24h, 7d or 2w, or a time. */
function timeOf(text: string, flag: string, now: number): string {
  const [, count, unit] = /^(\d{1,6})([mhdw])$/.exec(text) ?? [];
  if (count === undefined) return isoTime(text, flag);
  return new Date(now - Number(count) * seconds[unit as keyof typeof seconds] * 1000).toISOString();
}

function orderOf(text: string): NonNullable<Query['order']> {
  const [by = '', direction = 'desc'] = text.split(':');
  if (direction !== 'asc' && direction !== 'desc') throw new Error(`--order must look like cost:asc; got ${text}`);
  return { by, direction };
}

function wholeOf(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`--limit must be a whole number; got ${text}`);
  return Number(text);
}

const listOf = (text = ''): string[] =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
