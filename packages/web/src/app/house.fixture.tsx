import { QueryClient, QueryClientProvider, type QueryKey } from '@tanstack/react-query';
import { createMemoryHistory, RouterContextProvider, RouterProvider } from '@tanstack/react-router';
import type { Me } from 'signalbox/contract/access';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { vi } from 'vitest';
import { makeRouter } from './router.tsx';

/** What the browser would answer; tests of phones say so. */
export function aBrowser({ phone = false }: { phone?: boolean } = {}): void {
  vi.stubGlobal('matchMedia', (query: string) => ({ matches: phone && query.includes('max-width') }));
  vi.stubGlobal('location', new URL('https://signalbox.example/runs'));
}

/** Answers that have already come, by query key; or an Error, where the answer was one. */
export type Answers = [key: QueryKey, answer: unknown][];

async function clientWith(answers: Answers): Promise<QueryClient> {
  const client = new QueryClient({
    defaultOptions: { queries: { retry: false, retryOnMount: false, staleTime: Number.POSITIVE_INFINITY } },
  });
  for (const [queryKey, answer] of answers) {
    if (answer instanceof Error)
      await client.prefetchQuery({ queryKey, queryFn: () => Promise.reject(answer), retry: false });
    else client.setQueryData(queryKey, answer);
  }
  return client;
}

/** The page at this address as the real router draws it, with what the API has answered so far. */
export async function drawPage(path: string, answers: Answers): Promise<string> {
  const router = makeRouter(createMemoryHistory({ initialEntries: [path] }));
  await router.load();
  return renderToStaticMarkup(
    <QueryClientProvider client={await clientWith(answers)}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
}

/** A part by itself, where links and questions work. */
export async function drawPart(part: ReactNode, answers: Answers = []): Promise<string> {
  const router = makeRouter(createMemoryHistory({ initialEntries: ['/runs'] }));
  await router.load();
  return renderToStaticMarkup(
    <QueryClientProvider client={await clientWith(answers)}>
      <RouterContextProvider router={router}>{part}</RouterContextProvider>
    </QueryClientProvider>,
  );
}

const adminRights = [
  'person.read',
  'person.create',
  'person.disable',
  'grant.create',
  'grant.revoke',
  'glass.break',
  'key.read',
  'key.create',
  'key.revoke',
  'service_account.create',
  'setting.read',
  'setting.change',
];

/** Who is signed in, in tests; `rights` hold everywhere if nothing else is said. */
export const aMe = (over: Partial<Me> = {}): Me => ({
  person: {
    id: 'per_1',
    name: 'Ada Weiss',
    email: 'ada@example.com',
    hasPassword: false,
    secondFactor: false,
    signsIn: 'here',
  },
  workspace: { id: 'wsp_1', name: 'Northern Mail' },
  teams: [
    { id: 'tea_1', name: 'Support', slug: 'support', createdAt: '2026-11-01T08:00:00.000Z' },
    { id: 'tea_2', name: 'Finance', slug: 'finance', createdAt: '2026-11-01T08:00:00.000Z' },
  ],
  grants: [
    {
      id: 'grt_1',
      personId: 'per_1',
      role: 'admin',
      teamId: null,
      agentId: null,
      environment: null,
      until: null,
      source: 'person',
      reason: null,
    },
  ],
  mustEnrol: false,
  rights: adminRights,
  rightsIn: [{ teamId: null, rights: over.rights ?? adminRights }],
  csrf: 'token',
  ...over,
});
