import { queryOptions } from '@tanstack/react-query';
import type { SqlResult, SqlSchema } from 'signalbox/contract/monitoring/sql';
import { change, read } from '../../../app/api.ts';

export const sqlSchemaQuery = queryOptions({
  queryKey: ['sql-schema'],
  queryFn: ({ signal }) => read<SqlSchema>('/sql/schema', { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Asked once, and again only by hand: a statement may cost seconds of the warehouse. */
export const sqlQuery = (sql: string) =>
  queryOptions({
    queryKey: ['sql', sql],
    queryFn: () => change<SqlResult>('/sql', { sql, limit: 1_000 }),
    enabled: sql !== '',
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    retry: false,
  });
