import { queryOptions } from '@tanstack/react-query';
import type { AccessSettings, Person, ServiceAccount } from 'signalbox/contract/access';
import { read } from './api.ts';

type Page<T> = { items: T[]; nextCursor: string | null };

/** Every page of a list, at most 2,000 rows: people and keys of a workspace, not telemetry. */
async function readAll<T>(path: string, signal: AbortSignal): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < 10; pages++) {
    const page: Page<T> = await read<Page<T>>(path, { query: { limit: 200, cursor }, signal });
    items.push(...page.items);
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  return items;
}

export const peopleQuery = queryOptions({
  queryKey: ['access', 'people'],
  queryFn: ({ signal }) => readAll<Person>('/people', signal),
});

export const serviceAccountsQuery = queryOptions({
  queryKey: ['access', 'service-accounts'],
  queryFn: ({ signal }) => readAll<ServiceAccount>('/service-accounts', signal),
});

export const settingsQuery = queryOptions({
  queryKey: ['access', 'settings'],
  queryFn: ({ signal }) => read<AccessSettings>('/access-settings', { signal }),
  retry: false,
});
